package gate_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/gate"
)

const metricsPath = "metrics/models/"

// A document is what a tree holds at a path.
type document struct{ path, text string }

func treeOf(docs ...document) gate.Tree {
	tree := fstest.MapFS{}
	for _, d := range docs {
		tree[d.path] = &fstest.MapFile{Data: []byte(d.text)}
	}
	return gate.Tree{FS: tree}
}

func evaluations(list ...string) document {
	return document{evaluationsPath, fmt.Sprintf(
		`{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [%s]}`, strings.Join(list, ",\n"))}
}

func waiver(rule, subject string) document {
	return document{".modelgate.yaml", fmt.Sprintf("version: 1\nsuppressions:\n  - {rule: %s, subject: %s, reason: known}\n", rule, subject)}
}

func TestASuppressionHidesWhatItNamesAndNothingThatTakesThatName(t *testing.T) {
	t.Parallel()
	const (
		old      = `{"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-01-01T00:00:00Z"}`
		edited   = `{"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-01-01T00:00:00Z", "status": "odd"}`
		key      = "eval-acme-one-pro-2025-01-01"
		byModel  = `{"provider": "Z", "model_id": "` + key + `"}`
		byID     = `{"provider": "Z", "id": "` + key + `"}`
		withID   = `{"id": "review-1", "provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-01-01T00:00:00Z"}`
		byAnchor = `{"provider": "Z", "id": "eval-acme-one-pro"}`
		entry    = `{"schema_version": "1.0", "models": [{"model_id": "acme-one", "source_files": [%s]}]}`
		metric   = `{"provider": "Acme", "fullModel": "Acme One", "version": 1}`
		other    = `{"provider": "Acme", "fullModel": "Acme One", "version": 2}`
	)
	registry := func(sources string) document { return document{registryPath, fmt.Sprintf(entry, sources)} }
	general := func(name string) document {
		return document{registryPath, fmt.Sprintf(
			`{"schema_version": "1.0", "models": [{"model_id": "acme-one", "display_name": %q, "role": "general", "size_class": "xl"}]}`, name)}
	}
	for name, tt := range map[string]struct {
		rule, subject string
		base, head    []document
		hides         bool
	}{
		"the evaluation it names":        {"evaluations-schema", key, []document{evaluations(old)}, []document{evaluations(old)}, true},
		"the evaluation, edited":         {"evaluations-schema", key, []document{evaluations(old)}, []document{evaluations(edited)}, true},
		"the evaluation, new":            {"evaluations-schema", key, []document{evaluations()}, []document{evaluations(old)}, true},
		"one that states it as model":    {"evaluations-schema", key, []document{evaluations(old)}, []document{evaluations(old, byModel)}, false},
		"one that takes it as id":        {"evaluations-schema", key, []document{evaluations(old)}, []document{evaluations(byID, old)}, false},
		"one that takes the anchor":      {"evaluations-schema", "eval-acme-one-pro", []document{evaluations(old)}, []document{evaluations(old, byAnchor)}, false},
		"one that has the same key":      {"evaluations-schema", key, []document{evaluations(old)}, []document{evaluations(old, edited)}, false},
		"the evaluation, given an id":    {"evaluations-schema", "eval-acme-one-pro", []document{evaluations(old)}, []document{evaluations(withID)}, true},
		"one more with an id":            {"evaluations-schema", "eval-acme-one-pro", []document{evaluations(old)}, []document{evaluations(old, withID)}, false},
		"one more by its own id":         {"evaluations-schema", "review-1", []document{evaluations(old)}, []document{evaluations(old, withID)}, true},
		"the metrics file it names":      {"metrics-schema", "acme-one", []document{registry("")}, []document{registry(""), {metricsPath + "acme-one.json", metric}}, true},
		"a file the base's entry names":  {"metrics-schema", "acme-one", []document{registry(`"metrics/models/x.json"`), {metricsPath + "x.json", metric}}, []document{registry(`"metrics/models/x.json"`), {metricsPath + "x.json", other}}, true},
		"a new file that an entry names": {"metrics-schema", "acme-one", []document{registry("")}, []document{registry(`"metrics/models/x.json"`), {metricsPath + "x.json", metric}}, false},
		"a new file that names a model":  {"metrics-schema", "acme:*", []document{registry("")}, []document{registry(""), {metricsPath + "x.json", metric}}, false},
		"a suspect word":                 {"general-small-variant", "acme-one", nil, []document{general("One Fast")}, true},
		"a forbidden word":               {"general-small-variant", "acme-one", []document{general("One Fast")}, []document{general("One Mini")}, false},
		"the entry it names":             {"source-file-missing", "acme-one", []document{registry("")}, []document{registry(`"metrics/models/x.json"`)}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := waiver(tt.rule, tt.subject)
			base, head := treeOf(append(tt.base, config)...), treeOf(append(tt.head, config)...)
			res, err := tryJudge(t, gate.Request{Head: head, Base: &base})
			if err != nil {
				t.Fatal(err)
			}
			told := 0
			for _, f := range res.Run.Findings {
				if f.Rule == tt.rule && f.State == diag.New {
					told++
				}
			}
			if tt.hides != (told == 0) || tt.hides && len(res.Suppressed) == 0 {
				t.Errorf("%d findings are told and %d hidden, want hiding: %t", told, len(res.Suppressed), tt.hides)
			}
		})
	}
}

func TestWhatASuppressionHidAtTheBaseIsNoNewFinding(t *testing.T) {
	t.Parallel()
	const (
		key       = "eval-acme-one-pro-2025-01-01"
		old       = `{"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-01-01T00:00:00Z"}`
		corrected = `{"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-01-02T00:00:00Z"}`
		metric    = `{"provider": "Acme", "fullModel": "Acme One"}`
	)
	for name, tt := range map[string]struct {
		rule, subject string
		base, head    document
	}{
		"a renamed metrics file":     {"metrics-schema", "x", document{metricsPath + "x.json", metric}, document{metricsPath + "y.json", metric}},
		"a corrected date":           {"evaluations-schema", key, evaluations(old), evaluations(corrected)},
		"edited and then doubled":    {"evaluations-schema", key, evaluations(old, old), evaluations(old, corrected)},
		"a suppression that expired": {"metrics-schema", "x, expires: 2025-12-31", document{metricsPath + "x.json", metric}, document{metricsPath + "x.json", metric}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := waiver(tt.rule, tt.subject)
			base, head := treeOf(tt.base, config), treeOf(tt.head, config)
			res, err := tryJudge(t, gate.Request{Head: head, Base: &base})
			if err != nil {
				t.Fatal(err)
			}
			existing := 0
			for _, f := range res.Run.Findings {
				if f.Rule == tt.rule && f.State == diag.Existing {
					existing++
				}
			}
			if !res.Run.Pass || existing == 0 || res.Run.Summary.New > 0 {
				t.Errorf("passed: %t, %d existing, findings %+v; want no new ones", res.Run.Pass, existing, res.Run.Findings)
			}
		})
	}
}
