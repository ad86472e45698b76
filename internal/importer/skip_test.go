package importer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/importer"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

func TestUnsoundMetricsFilesAreSkipped(t *testing.T) {
	t.Parallel()
	r, _ := imported(t, files(map[string]string{
		"metrics/models/Acme One.json":   `{"provider": "Acme", "fullModel": "One 8B"}`,
		"metrics/models/acme-2.json":     `{"provider": "!", "fullModel": "Two 8B"}`,
		"metrics/models/acme-3.json":     "{\"provider\": \"Acme\",\n \"fullModel\": 3}",
		"metrics/models/acme-4.json":     `{"provider": "Acme"}`,
		"metrics/models/acme-5.json":     `{"provider": "Acme", "provider": "Acme"}`,
		"metrics/models/acme-6.json":     `{"provider": "Acme", "fullModel": "Six 8B"}`,
		"metrics/models/six-8b.json":     `{"provider": "Acme", "fullModel": "Acme Six-8B-Instruct"}`,
		"metrics/model_evaluations.json": evaluations(),
	}), ".", importer.Options{})
	want := []string{
		`metrics/models/Acme One.json import-skipped Acme One: metrics file is called "Acme One.json", which is no model id`,
		`metrics/models/acme-2.json:1:14 import-skipped acme-2: provider is "!", so there is no provider to register`,
		`metrics/models/acme-3.json:2:15 import-skipped acme-3: fullModel is of type number, so there is no name to register`,
		`metrics/models/acme-4.json:1:1 import-skipped acme-4: fullModel is missing, so there is no name to register`,
		`metrics/models/acme-5.json:1:22 import-skipped acme-5: duplicate key "provider"`,
		`metrics/models/six-8b.json:1:35 import-skipped six-8b: metrics file "metrics/models/six-8b.json" is of the same model as "acme-6"`,
	}
	var got []string
	for _, line := range told(r) {
		if strings.Contains(line, "import-skipped") {
			got = append(got, line)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"acme-6"}, r.Added); diff != "" {
		t.Errorf("added differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Acme One", "acme-2", "acme-3", "acme-4", "acme-5", "six-8b"}, r.Skipped); diff != "" {
		t.Errorf("skipped differ (-want +got):\n%s", diff)
	}
}

func TestAModelRegisteredUnderAnotherNameIsNotAddedTwice(t *testing.T) {
	t.Parallel()
	r, _ := imported(t, files(map[string]string{
		registryPath:                   `{"schema_version": "1.0", "models": [{"model_id": "one", "provider": "acme", "display_name": "Acme One 70B"}]}`,
		"metrics/models/acme-one.json": `{"provider": "Acme", "fullModel": "One-70B"}`,
	}), ".", importer.Options{})
	want := []string{`metrics/models/acme-one.json:1:35 import-skipped acme-one: metrics file "metrics/models/acme-one.json" is of the same model as "one"`}
	if diff := cmp.Diff(want, told(r)); diff != "" || !r.Plan.Empty() {
		t.Errorf("plan %q, want none; findings differ (-want +got):\n%s", r.Plan.Diff(), diff)
	}
}

func TestAModelOfUnknownSizeGetsATemplate(t *testing.T) {
	t.Parallel()
	metric, evaluation := acme("Acme One", "general")
	r, _ := imported(t, files(map[string]string{
		"metrics/models/acme-one.json":   metric,
		"metrics/model_evaluations.json": evaluations(evaluation),
	}), ".", importer.Options{})
	want := []string{`metrics/models/acme-one.json:1:35 import-size-unknown acme-one: the name "Acme One" tells no size class, so "acme-one" is not imported`}
	if diff := cmp.Diff(want, told(r)); diff != "" || !r.Plan.Empty() || len(r.Skipped) != 1 || len(r.Templates) != 1 {
		t.Fatalf("skipped %q, %d templates, plan %q; findings differ (-want +got):\n%s",
			r.Skipped, len(r.Templates), r.Plan.Diff(), diff)
	}
	const template = `{
  "schema_version": "1.0",
  "model_id": "acme-one",
  "provider": "acme",
  "display_name": "Acme One",
  "role": "general",
  "size_class": "nano|mini|small|medium|large|xl|xxl",
  "capabilities": [],
  "status": "active",
  "eval_refs": [
    "eval-acme-acme-one-base-2025-02-01"
  ],
  "source_files": [
    "metrics/models/acme-one.json"
  ],
  "created_at": "2025-01-01T00:00:00Z",
  "updated_at": "2025-02-01T00:00:00Z"
}
`
	got := r.Templates[0]
	if diff := cmp.Diff(template, string(got.JSON)); diff != "" || got.ModelID != "acme-one" {
		t.Errorf("template of %q differs (-want +got):\n%s", got.ModelID, diff)
	}
	doc, _ := jsondoc.Parse("t.json", got.JSON, jsondoc.Limits{})
	if e := registry.NewFile(doc).Find("acme-one"); e.SizeClass.Rank() != 0 {
		t.Errorf("size class %q is a valid one: nobody would have to choose", e.SizeClass)
	}
}

func TestARegisteredModelOfUnknownSizeKeepsTheGap(t *testing.T) {
	t.Parallel()
	metric, evaluation := acme("Acme One", "general")
	r, s := imported(t, files(map[string]string{
		registryPath:                     `{"schema_version": "1.0", "models": [{"model_id": "acme-one"}]}`,
		"metrics/models/acme-one.json":   metric,
		"metrics/model_evaluations.json": evaluations(evaluation),
	}), ".", importer.Options{})
	e := s.Registry.Find("acme-one")
	if e.Node.Get("size_class") != nil || e.Role != registry.Specialist || len(r.Templates) > 0 {
		t.Errorf("entry is %s with %d templates, want a specialist without a size class and none",
			s.Registry.Doc.Raw(e.Node), len(r.Templates))
	}
	got := strings.Join(told(r), "\n")
	for _, want := range []string{
		`import-size-unknown acme-one: the name "Acme One" tells no size class, so its entry stays without`,
		`import-role-lowered acme-one: "acme-one" is evaluated general, but its size class is unknown, so it is registered as specialist`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("findings lack %q:\n%s", want, got)
		}
	}
}

func TestWithoutEvaluationsOneFindingSaysSo(t *testing.T) {
	t.Parallel()
	r, _ := imported(t, files(map[string]string{
		"metrics/models/acme-a.json": `{"provider": "Acme", "fullModel": "A 8B"}`,
		"metrics/models/acme-b.json": `{"provider": "Acme", "fullModel": "B 8B"}`,
	}), ".", importer.Options{})
	want := []string{
		registryPath + ` import-capabilities-empty ` + registryPath + `: metrics files state no capabilities, so they are left empty for 2 models: "acme-a", "acme-b"`,
		registryPath + ` import-evaluation-missing ` + registryPath + `: there is no evaluations file, so experimental is the role of 2 models: "acme-a", "acme-b"`,
	}
	if diff := cmp.Diff(want, told(r)); diff != "" {
		t.Errorf("findings differ (-want +got):\n%s", diff)
	}
}

func TestAnEvaluatedModelIsMissedOnlyWhenNothingAccountsForIt(t *testing.T) {
	t.Parallel()
	metric, evaluation := acme("Acme One 8B", "contributor")
	entry := func(fields string) string {
		return `{"schema_version": "1.0", "models": [{` + fields + `}]}`
	}
	tests := []struct {
		name  string
		files map[string]string
		want  int
	}{
		{"nothing", nil, 1},
		{"a metrics file", map[string]string{"metrics/models/acme-one.json": metric}, 0},
		{"an entry of its name", map[string]string{registryPath: entry(`"model_id": "acme-one-8b", "provider": "acme"`)}, 0},
		{"a reference", map[string]string{registryPath: entry(`"model_id": "z", "eval_refs": ["eval-acme-acme-one-8b-base-2025-02-01"]`)}, 0},
		{"a broken metrics file, which may be its own", map[string]string{"metrics/models/x.json": `{`}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fsys := files(tt.files)
			fsys["metrics/model_evaluations.json"] = files(map[string]string{"x": evaluations(evaluation)})["x"]
			r, _ := imported(t, fsys, ".", importer.Options{})
			if got := strings.Count(strings.Join(told(r), "\n"), "import-unpaired-evaluation"); got != tt.want {
				t.Errorf("%d findings, want %d: %q", got, tt.want, told(r))
			}
		})
	}
}
