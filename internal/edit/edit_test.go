package edit_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func now() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC) }

// foreign is a registry in a style of its own: CRLF, four spaces, odd numbers,
// unknown properties, letters beyond ASCII.
var foreign = strings.ReplaceAll(`{
    "schema_version": "1.0",
    "models": [
        {"model_id": "acme-one", "schema_version": "1.0", "x": 1.50e+0, "status": "active", "created_at": "2025-01-01T00:00:00Z"},
        {
            "schema_version": "1.0",
            "model_id": "acme-two",
            "display_name": "Zwöi 😀",
            "status": "archived",
            "created_at": "2025-01-01T00:00:00Z"
        }
    ],
    "y": [1,  2]
}
`, "\n", "\r\n")

func load(t *testing.T, files map[string]string) *snapshot.Snapshot {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	s, err := snapshot.Load(tree, snapshot.NewLayout(".", config.Default()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func registered(t *testing.T, text string) *snapshot.Snapshot {
	t.Helper()
	return load(t, map[string]string{"registry/data/model_registry.json": text})
}

func proposal(t *testing.T, text string) []*registry.Entry {
	t.Helper()
	doc, bad := jsondoc.Parse("entry.json", []byte(text), jsondoc.Limits{})
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	return registry.NewFile(doc).Entries
}

func TestAnUpsertTouchesOnlyTheLinesOfItsEntry(t *testing.T) {
	t.Parallel()
	s := registered(t, foreign)
	u := edit.Upsert{Now: now(), Sources: []string{"metrics/models/b.json"}, Entries: proposal(t,
		`{"model_id": "acme-three", "schema_version": "1.0", "z": 1e2, "display_name": "Drü"}`)}
	r, err := u.Plan(s, u.Prepare(s))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"acme-three"}, r.Added); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
	// As its neighbour is written: on one line.
	entry := `        {"schema_version": "1.0", "model_id": "acme-three", "display_name": "Drü", ` +
		`"source_files": ["metrics/models/b.json"], "created_at": "2026-01-02T03:04:05Z", ` +
		`"updated_at": "2026-01-02T03:04:05Z", "z": 1e2},` + "\r\n"
	at := strings.Index(foreign, "        {\r\n            \"schema_version\"")
	if diff := cmp.Diff(foreign[:at]+entry+foreign[at:], string(r.New)); diff != "" {
		t.Errorf("registry (-want +got):\n%s", diff)
	}
}

func TestAnUnchangedUpsertChangesNothing(t *testing.T) {
	t.Parallel()
	s := registered(t, foreign)
	u := edit.Upsert{Now: now(), Entries: proposal(t,
		`{"status": "active", "x": 1.50e+0, "schema_version": "1.0", "model_id": "acme-one"}`)}
	r, err := u.Plan(s, u.Prepare(s))
	if err != nil || r.New != nil || len(r.Unchanged) != 1 {
		t.Errorf("result = %+v, %v, want nothing changed", r, err)
	}
}

func TestAReplacedEntryKeepsItsCreationAndGetsANewUpdate(t *testing.T) {
	t.Parallel()
	s := registered(t, foreign)
	u := edit.Upsert{Now: now(), Entries: proposal(t,
		`{"schema_version": "1.0", "model_id": "acme-two", "status": "archived", "created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z"}`)}
	r, err := u.Plan(s, u.Prepare(s))
	if err != nil {
		t.Fatal(err)
	}
	got := registry.NewFile(parse(t, r.New)).Find("acme-two")
	if got.CreatedAt != "2025-01-01T00:00:00Z" || got.UpdatedAt != "2026-01-02T03:04:05Z" {
		t.Errorf("created_at %q, updated_at %q", got.CreatedAt, got.UpdatedAt)
	}
}

func parse(t *testing.T, src []byte) *jsondoc.Document {
	t.Helper()
	doc, bad := jsondoc.Parse("r.json", src, jsondoc.Limits{})
	if len(bad) > 0 {
		t.Fatalf("%v in\n%s", bad, src)
	}
	return doc
}

func TestOnlyAllowedTransitionsAreMade(t *testing.T) {
	t.Parallel()
	tests := []struct {
		id, refusal string
		to          registry.Status
	}{
		{"acme-one", "", registry.Deprecated},
		{"acme-one", `model "acme-one" is active and can't become archived`, registry.Archived},
		{"acme-two", "", registry.Active},
		{"acme-two", `model "acme-two" is archived and can't become deprecated`, registry.Deprecated},
		{"acme-ten", `no model "acme-ten" is registered`, registry.Active},
	}
	for _, test := range tests {
		r, err := edit.SetStatus{ModelID: test.id, Status: test.to, Reason: "because", Now: now()}.Plan(registered(t, foreign))
		var refused edit.Refusal
		switch {
		case test.refusal == "" && (err != nil || registry.NewFile(parse(t, r.New)).Find(test.id).Status != test.to):
			t.Errorf("%s to %s: %v", test.id, test.to, err)
		case test.refusal != "" && (!errors.As(err, &refused) || !strings.HasPrefix(refused.Message, test.refusal) || r.New != nil):
			t.Errorf("%s to %s = %v, want refusal %q", test.id, test.to, err, test.refusal)
		}
	}
}

func TestOnlyAnArchivedModelWithoutReferencesIsRemoved(t *testing.T) {
	t.Parallel()
	if _, err := edit.Remove(registered(t, foreign), "acme-one"); err == nil {
		t.Error("an active model is removed")
	}
	files := map[string]string{"registry/data/model_registry.json": foreign, "metrics/models/acme-two.json": "{}"}
	if _, err := edit.Remove(load(t, files), "acme-two"); err == nil {
		t.Error("a model that an import would bring back is removed")
	}
	r, err := edit.Remove(registered(t, foreign), "acme-two")
	if err != nil {
		t.Fatal(err)
	}
	from := strings.Index(foreign, ",\r\n        {\r\n")
	to := strings.Index(foreign, "\r\n    ],")
	if diff := cmp.Diff(foreign[:from]+foreign[to:], string(r.New)); diff != "" {
		t.Errorf("registry (-want +got):\n%s", diff)
	}
}

func TestReconcileWritesFullKeysAndLeavesTheRest(t *testing.T) {
	t.Parallel()
	s := load(t, map[string]string{
		"registry/data/model_registry.json": `{"schema_version": "1.0", "models": [
{"model_id": "acme-a", "provider": "acme", "display_name": "A"},
{"model_id": "acme-b", "provider": "acme", "display_name": "B", "eval_refs": ["eval-acme-f-2025-01-01"]},
{"model_id": "acme-c", "provider": "acme", "display_name": "C", "eval_refs": ["eval-acme-f-c-2024-01-01", "gone"]},
{"model_id": "acme-d", "provider": "acme", "display_name": "D"}]}`,
		"metrics/model_evaluations.json": `{"evaluations": [
{"provider": "Acme", "fullModel": "Acme A", "modelFamily": "F", "modelVariant": "A", "updatedAt": "2025-01-01T00:00:00Z"},
{"provider": "Acme", "fullModel": "Acme B", "modelFamily": "F", "modelVariant": "B", "updatedAt": "2025-01-01T00:00:00Z"},
{"provider": "Acme", "fullModel": "Acme C", "modelFamily": "F", "modelVariant": "C", "updatedAt": "2025-01-01T00:00:00Z"}]}`,
	})
	r, err := edit.Reconcile(s, now())
	if err != nil {
		t.Fatal(err)
	}
	after := registry.NewFile(parse(t, r.New))
	want := map[string][]string{
		"acme-a": {"eval-acme-f-a-2025-01-01"}, "acme-b": {"eval-acme-f-b-2025-01-01"},
		"acme-c": {"eval-acme-f-c-2025-01-01", "gone"}, "acme-d": nil,
	}
	for id, refs := range want {
		if diff := cmp.Diff(refs, after.Find(id).EvalRefs); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	if len(r.Undecided) != 2 {
		t.Errorf("undecided = %v, want the unknown reference and the model without evaluation", r.Undecided)
	}
}
