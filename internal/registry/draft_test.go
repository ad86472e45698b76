package registry_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cmmv-hive/modelgate/internal/registry"
)

func TestADraftIsWrittenAsItStandsInACanonicalFile(t *testing.T) {
	t.Parallel()
	d := registry.Draft{
		SchemaVersion: "1.0", ModelID: "acme-one", Provider: "acme", DisplayName: `Acme "One"`,
		Role: registry.General, SizeClass: registry.XL, Status: registry.Active,
		EvalRefs: []string{"eval-a"}, SourceFiles: []string{"metrics/models/acme-one.json"},
		CreatedAt: "2025-01-01T00:00:00Z",
	}
	const entry = `{
      "schema_version": "1.0",
      "model_id": "acme-one",
      "provider": "acme",
      "display_name": "Acme \"One\"",
      "role": "general",
      "size_class": "xl",
      "capabilities": [],
      "status": "active",
      "eval_refs": [
        "eval-a"
      ],
      "source_files": [
        "metrics/models/acme-one.json"
      ],
      "created_at": "2025-01-01T00:00:00Z"
    }`
	if got := string(d.JSON()); got != entry {
		t.Errorf("JSON is\n%s\nwant\n%s", got, entry)
	}
	file := "{\n  \"schema_version\": \"1.0\",\n  \"models\": [\n    " + entry + "\n  ]\n}\n"
	doc, got := canonical(t, []byte(file))
	if string(got) != file {
		t.Errorf("Canonical of a file with the draft is\n%s\nwant\n%s", got, file)
	}
	read := registry.NewFile(doc).Entries[0]
	ignore := cmp.Options{cmpopts.IgnoreFields(registry.Entry{}, "Doc", "Node"), cmpopts.IgnoreUnexported(registry.Entry{})}
	if diff := cmp.Diff(d.Entry(), read, ignore); diff != "" {
		t.Errorf("Entry differs from what is read back (-Entry +read):\n%s", diff)
	}
}

func TestADraftLeavesOutWhatItDoesNotSay(t *testing.T) {
	t.Parallel()
	var empty registry.Draft
	full := registry.Draft{EvalRefs: []string{"e"}, Notes: "n", UpdatedAt: "u"}
	tests := []struct {
		draft registry.Draft
		field string
		want  string
		ok    bool
	}{
		{empty, "eval_refs", "", false}, {full, "eval_refs", `["e"]`, true},
		{empty, "notes", "", false}, {full, "notes", `"n"`, true},
		{empty, "updated_at", "", false}, {full, "updated_at", `"u"`, true},
		{empty, "capabilities", "[]", true},
		{empty, "aliases", "", false},
	}
	for _, tt := range tests {
		if got, ok := tt.draft.Field(tt.field); got != tt.want || ok != tt.ok {
			t.Errorf("Field(%q) = %q, %v, want %q, %v", tt.field, got, ok, tt.want, tt.ok)
		}
	}
}
