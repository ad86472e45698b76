package edit_test

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

func entryWith(field, value string) string {
	fields := map[string]string{"schema_version": `"1.1"`, "model_id": `"a"`, "status": `"active"`}
	fields[field] = value
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		fmt.Fprintf(&b, ", %q: %s", name, fields[name])
	}
	return "{" + strings.TrimPrefix(b.String(), ", ") + "}"
}

func TestSetStatusRefusesToWriteOverAnotherKindOfValue(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ field, value, want string }{
		{"lifecycle", `[]`, `model "a": "lifecycle" is of type array, want object; correct it first`},
		{"lifecycle", `[null]`, `model "a": "lifecycle" is of type array, want object; correct it first`},
		{"lifecycle", `"x"`, `model "a": "lifecycle" is of type string, want object; correct it first`},
		{"lifecycle", `null`, `model "a": "lifecycle" is of type null, want object; correct it first`},
		{"lifecycle", `{"reason": 1}`, `model "a": "lifecycle/reason" is of type number, want string; correct it first`},
		{"lifecycle", `{"deprecated_at": {}}`, `model "a": "lifecycle/deprecated_at" is of type object, want string; correct it first`},
		{"status", `[]`, `model "a": "status" is of type array, want string; correct it first`},
		{"updated_at", `false`, `model "a": "updated_at" is of type boolean, want string; correct it first`},
		{"lifecycle", `{"archived_at": []}`, ""}, // not what is written
		{"aliases", `"x"`, ""},
	} {
		s := registered(t, `{"models": [`+entryWith(tt.field, tt.value)+`]}`)
		r, err := edit.SetStatus{ModelID: "a", Status: registry.Deprecated, Reason: "old", Now: now()}.Plan(s)
		if tt.want == "" {
			if err != nil || r.New == nil {
				t.Errorf("%s %s: %v, want it done", tt.field, tt.value, err)
			}
			continue
		}
		if !errors.As(err, new(edit.Refusal)) || err.Error() != tt.want {
			t.Errorf("%s %s: %v, want %s", tt.field, tt.value, err, tt.want)
		}
	}
}

func TestReconcileLeavesWhatItCannotWriteTo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ field, value, want string }{
		{"eval_refs", `"k"`, `"eval_refs" is of type string, want array`},
		{"eval_refs", `[5, "k"]`, `"eval_refs/0" is of type number, want string`},
		{"updated_at", `5`, `"updated_at" is of type number, want string`},
		{"model_id", `5`, `it has no model_id`},
	} {
		// A first entry without an id: nothing may be written in its place.
		s := registered(t, `{"models": [{"notes": "first"}, `+entryWith(tt.field, tt.value)+`]}`)
		r, err := edit.Reconcile(s, now())
		if err != nil || r.New != nil || len(r.Undecided) != 2 || r.Undecided[1].Message != tt.want {
			t.Errorf("%s %s: %+v, %v, want it undecided: %s", tt.field, tt.value, r, err, tt.want)
		}
	}
}

func TestAnUpsertKeepsAWrongKindOfValueForTheSchemaToRefuse(t *testing.T) {
	t.Parallel()
	s := registered(t, `{"models": [{"model_id": "a", "created_at": "2025-01-01T00:00:00Z"}]}`)
	for _, field := range []string{"created_at", "updated_at", "source_files", "provenance"} {
		for _, value := range []string{`null`, `5`, `{}`, `[null]`, `["f", 5]`, `[{"path": "f"}]`, `[{"path": "f", "blob": "0", "q": "1"}]`} {
			u := edit.Upsert{Now: now(), Sources: []string{"g"}, Entries: proposal(t, entryWith(field, value)),
				Provenance: func(string) (string, string, bool) { return "1", "", true }}
			doc, _ := jsondoc.Parse("", []byte(value), jsondoc.Limits{})
			if got := u.Prepare(s)[0].Node.Get(field).Value(); !reflect.DeepEqual(got, doc.Root.Value()) {
				t.Errorf("%s %s became %v", field, value, got)
			}
		}
	}
}
