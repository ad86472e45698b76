package importer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/importer"
)

// acme is a tested and evaluated model, general and large.
func acme(name, status string) (metric, evaluation string) {
	metric = `{"provider": "Acme", "fullModel": "` + name + `"}`
	evaluation = `{"provider": "Acme", "fullModel": "` + name + `", "modelFamily": "` + name + `", "modelVariant": "Base",
 "status": "` + status + `", "updatedAt": "2025-02-01T00:00:00Z", "history": [{"timestamp": "2025-01-01T00:00:00Z"}]}`
	return metric, evaluation
}

func evaluations(list ...string) string {
	return `{"schemaVersion": "1.0.0", "updatedAt": "2025-02-01T00:00:00Z", "evaluations": [` + strings.Join(list, ",") + `]}`
}

const complete = `"schema_version": "1.0", "provider": "x", "display_name": "x", "role": "specialist", "size_class": "small", ` +
	`"capabilities": [], "status": "active", "eval_refs": [], "source_files": [], "created_at": "2024-01-01T00:00:00Z"`

func TestGapsAreFilledInTheFilesOwnStyle(t *testing.T) {
	t.Parallel()
	metric, evaluation := acme("Acme One 70B", "general")
	before := strings.ReplaceAll(`{
    "schema_version": "1.0",
    "models": [
        {
            "updated_at": "2025-03-01T00:00:00+00:00",
            "model_id": "acme-one",
            "role": "experimental",
            "tags": ["a", "b"]  ,
            "capabilities": ["code"]
        }
    ]}`, "\n", "\r\n")
	after := strings.ReplaceAll(`{
    "schema_version": "1.0",
    "models": [
        {
            "schema_version": "1.0",
            "updated_at": "2025-03-01T00:00:00+00:00",
            "model_id": "acme-one",
            "provider": "acme",
            "display_name": "Acme One 70B",
            "role": "experimental",
            "size_class": "large",
            "tags": ["a", "b"]  ,
            "capabilities": ["code"],
            "status": "active",
            "eval_refs": ["eval-acme-acme-one-70b-base-2025-02-01"],
            "source_files": ["metrics/models/acme-one.json"],
            "created_at": "2025-01-01T00:00:00Z"
        }
    ]}`, "\n", "\r\n")
	fsys := files(map[string]string{
		registryPath:                     before,
		"metrics/models/acme-one.json":   metric,
		"metrics/model_evaluations.json": evaluations(evaluation),
	})
	r, s := imported(t, fsys, ".", importer.Options{})
	if diff := cmp.Diff(after, string(s.Registry.Doc.Src)); diff != "" {
		t.Errorf("registry differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"acme-one"}, r.Updated); diff != "" || len(r.Findings) > 0 {
		t.Errorf("updated differ (-want +got):\n%s\nfindings %q, want none", diff, told(r))
	}
}

func TestWhatStandsInTheRegistryStays(t *testing.T) {
	t.Parallel()
	metric, evaluation := acme("Acme One 70B", "general")
	tests := []struct{ name, entry string }{
		{"other values", `{"model_id": "acme-one", ` + complete + `}`},
		{"an empty list and an empty text", `{"model_id": "acme-one", ` + strings.Replace(complete, `"display_name": "x"`, `"display_name": ""`, 1) + `}`},
		{"another id with the file as its source", `{"model_id": "one", ` +
			strings.Replace(complete, `"source_files": []`, `"source_files": ["metrics/models/acme-one.json"]`, 1) + `}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			src := `{"schema_version":"1.0","models":[` + tt.entry + `]}`
			r, _ := imported(t, files(map[string]string{
				registryPath:                     src,
				"metrics/models/acme-one.json":   metric,
				"metrics/model_evaluations.json": evaluations(evaluation),
			}), ".", importer.Options{})
			if !r.Plan.Empty() || len(r.Unchanged) != 1 || len(r.Findings) > 0 {
				t.Errorf("plan\n%s\nunchanged %q, findings %q, want an empty plan, one and none",
					r.Plan.Diff(), r.Unchanged, told(r))
			}
		})
	}
}

func TestNewEntriesGoBeforeTheFirstGreaterID(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, models string
		want         []string
	}{
		{"no entries", ``, []string{"acme-b", "acme-d"}},
		{"sorted", `{"model_id": "acme-a"}, {"model_id": "acme-c"}`, []string{"acme-a", "acme-b", "acme-c", "acme-d"}},
		{"all greater", `{"model_id": "b"}`, []string{"acme-b", "acme-d", "b"}},
		{"not sorted", `{"model_id": "acme-c"}, {"model_id": "acme-a"}, {"model_id": "b"}`,
			[]string{"acme-b", "acme-c", "acme-a", "acme-d", "b"}},
		{"without ids", `{}, 7, {"model_id": "acme-c"}`, []string{"", "acme-b", "acme-c", "acme-d"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, s := imported(t, files(map[string]string{
				registryPath:                 `{"schema_version": "1.0", "models": [` + tt.models + `]}`,
				"metrics/models/acme-d.json": `{"provider": "Acme", "fullModel": "D 8B"}`,
				"metrics/models/acme-b.json": `{"provider": "Acme", "fullModel": "B 8B"}`,
			}), ".", importer.Options{})
			got := []string{}
			for e := range s.Registry.All() {
				got = append(got, e.ModelID)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("order differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAWrapperWithoutAVersionGetsTheNewestOfItsEntries(t *testing.T) {
	t.Parallel()
	_, s := imported(t, files(map[string]string{
		registryPath: `{"models": [{"schema_version": "1.1"}]}`,
	}), ".", importer.Options{})
	if got, want := string(s.Registry.Doc.Src), `{"schema_version": "1.1", "models": [{"schema_version": "1.1"}]}`; got != want {
		t.Errorf("registry is %s, want %s", got, want)
	}
}

func TestNothingIsPlannedOnBrokenDocuments(t *testing.T) {
	t.Parallel()
	const metric = "metrics/models/acme-one.json"
	tests := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"registry", map[string]string{registryPath: `{`}, "read registry: " + registryPath + ": document is broken"},
		{"models of another type", map[string]string{registryPath: `{"models": {}}`},
			"read registry: " + registryPath + `: document is broken: it has no array "models"`},
		{"one entry alone", map[string]string{registryPath: `{"model_id": "acme-one"}`},
			"read registry: " + registryPath + `: document is broken: it has no array "models"`},
		{"evaluations", map[string]string{"metrics/model_evaluations.json": `[1,]`},
			"read evaluations: metrics/model_evaluations.json: document is broken"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.files[metric] = `{"provider": "Acme", "fullModel": "One 8B"}`
			r, err := importer.Import(load(t, files(tt.files), "."), importer.Options{Now: now()})
			if err == nil || err.Error() != tt.want || len(r.Plan) > 0 {
				t.Errorf("error is %v with %d edits, want %q with none", err, len(r.Plan), tt.want)
			}
		})
	}
}

func TestOnlyTheNamedFilesAreImported(t *testing.T) {
	t.Parallel()
	texts := map[string]string{
		"gov/metrics/models/acme-a.json": `{"provider": "Acme", "fullModel": "A 8B"}`,
		"gov/metrics/models/acme-b.json": `{"provider": "Acme", "fullModel": "B 8B"}`,
		"gov/metrics/models/acme-c.json": `{`,
	}
	tests := []struct {
		only           string
		added, skipped []string
	}{
		{"metrics/models/acme-b.json", []string{"acme-b"}, nil},
		{"gov/metrics/models/acme-a.json", []string{"acme-a"}, nil},
		{`.\gov\metrics\models\acme-a.json`, []string{"acme-a"}, nil},
		{"gov/metrics/models/acme-c.json", nil, []string{"acme-c"}},
	}
	for _, tt := range tests {
		r, _ := imported(t, files(texts), "gov", importer.Options{Only: []string{tt.only}})
		if diff := cmp.Diff([][]string{tt.added, tt.skipped}, [][]string{r.Added, r.Skipped}); diff != "" {
			t.Errorf("only %q: added and skipped differ (-want +got):\n%s", tt.only, diff)
		}
	}
	_, err := importer.Import(load(t, files(texts), "gov"), importer.Options{Only: []string{"metrics/models/x.json"}})
	const want = `no metrics file at "metrics/models/x.json": want one of the files in gov/metrics/models`
	if err == nil || err.Error() != want {
		t.Errorf("error is %v, want %q", err, want)
	}
}
