package rules_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

// The registry's order is registry-not-canonical's only subject; no other rule
// may notice it, whatever else is wrong with the entries.
func TestShufflingTheModelsMakesNoFindingNewOrFixed(t *testing.T) {
	t.Parallel()
	catalogue := slices.DeleteFunc(rules.All(), func(r *check.Rule) bool { return r.Name == "registry-not-canonical" })
	rapid.Check(t, func(t *rapid.T) {
		models := rapid.SliceOfN(entry(), 0, 8).Draw(t, "models")
		shuffled := rapid.Permutation(models).Draw(t, "shuffled")
		c := config.Default()
		base, head := load(t, treeOf(models), c), load(t, treeOf(shuffled), c)
		before := run(t, check.Input{Head: base, Config: c}, catalogue)
		after := run(t, check.Input{Head: head, Base: base, Config: c}, catalogue)
		for _, f := range check.New(after, before) {
			t.Errorf("shuffling makes a new finding: %s", describe(f))
		}
		for _, f := range check.New(before, after) {
			t.Errorf("shuffling repairs a finding: %s", describe(f))
		}
	})
}

func TestMovingTheRegistryMakesNoFindingNew(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"registry/data/model_registry.json": `{"schema_version": "9.0", "modles": 1, "models": [{"role": "king", "model_id": "acme-one", "eval_refs": ["gone"], "vote": 1}]}`,
		"metrics/models/acme-one.json":      `{"provider": "Acme", "provider": "Acme"}`,
		"metrics/models/acme-two.json":      `{"provider": 7}`,
		"metrics/model_evaluations.json":    `{"evaluations": [{"status": "good"}]}`,
	}
	at := func(root string) []diag.Finding {
		tree, c := fstest.MapFS{}, config.Default()
		for name, text := range files {
			tree[path.Join(root, name)] = &fstest.MapFile{Data: []byte(text)}
		}
		c.Root = root
		return run(t, check.Input{Head: load(t, tree, c), Config: c}, rules.All())
	}
	before, after := at("gov"), at(".")
	if len(before) < 10 {
		t.Fatalf("the registry has %d findings, want some of every kind:\n%s", len(before), list(before))
	}
	for _, f := range check.New(after, before) {
		t.Errorf("moving makes a new finding: %s", describe(f))
	}
}

func TestAnIDMakesNoFindingOfItsEvaluationNew(t *testing.T) {
	t.Parallel()
	const bad = `"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "score": 3, "sessionId": 3, "status": "general", "checks": [
		{"name": "Connectivity", "score": 13, "critical": false}, {"name": "Command & Tool Use", "score": 10, "critical": false},
		{"name": "Cursor File Operations", "score": 17, "critical": false}, {"name": "Task Completeness", "score": 17, "critical": false},
		{"name": "Compliance & Safety", "score": 7, "critical": false}, {"name": "Stability", "score": 6, "critical": false}]`
	before := ofEvaluations(t, `{`+bad+`, "updatedAt": "2025-01-01T00:00:00Z"}`)
	if len(before) < 3 {
		t.Fatalf("the evaluation has %d findings, want some of every kind:\n%s", len(before), list(before))
	}
	after := ofEvaluations(t, `{"id": "review-1", `+bad+`, "updatedAt": "2025-01-02T00:00:00Z"}`)
	for _, f := range append(check.New(after, before), check.New(before, after)...) {
		t.Errorf("adding an id alters: %s", describe(f))
	}
	two := ofEvaluations(t, `{"id": "review-1", `+bad+`}, {"id": "review-2", `+bad+`}`)
	one := ofEvaluations(t, `{"id": "review-1", `+bad+`}`)
	if got := check.New(two, one); len(got) != len(one) {
		t.Errorf("a second evaluation of the model has %d new findings, want %d", len(got), len(one))
	}
}

func ofEvaluations(t *testing.T, evaluations string) []diag.Finding {
	t.Helper()
	c := config.Default()
	tree := fstest.MapFS{"metrics/model_evaluations.json": {Data: []byte(`{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [` + evaluations + `]}`)}}
	return run(t, check.Input{Head: load(t, tree, c), Config: c}, []*check.Rule{
		rules.Find("evaluations-schema"), rules.Find("evaluation-score-mismatch"), rules.Find("evaluation-status-mismatch"), rules.Find("evaluation-unlinked"),
	})
}

func describe(f diag.Finding) string {
	return fmt.Sprintf("%s of %q, key %q: %s", f.Rule, f.Subject, f.Key, f.Message)
}

// entry draws an entry out of few words, so that entries clash in every way
// that the rules know: equal and confusable ids, shared names, files and aliases.
func entry() *rapid.Generator[map[string]any] {
	return rapid.Custom(func(t *rapid.T) map[string]any {
		e := map[string]any{}
		values := fieldValues()
		for _, field := range slices.Sorted(maps.Keys(values)) { // a failure must replay
			if v := rapid.SampledFrom(values[field]).Draw(t, field); v != nil {
				e[field] = v
			}
		}
		return e
	})
}

// fieldValues lists what a field may hold; nil is for a missing field.
func fieldValues() map[string][]any {
	ids := []any{"acme-one-pro", "acme-one_pro", "acme-0ne-pro", "one-mini", "bolt-two-405b", "Bolt Two"}
	return map[string][]any{
		"model_id":       append(ids, nil, 7),
		"schema_version": {"1.0", "1.1", "2.0", nil},
		"provider":       {"acme", "Bolt AI", nil},
		"display_name":   {"One Pro", "One Mini", "Acme Two 405B", nil},
		"role":           {"general", "specialist", "experimental", "king", nil},
		"size_class":     {"mini", "large", "xxl", nil},
		"capabilities":   {[]any{}, "none"},
		"status":         {"active", "deprecated", "archived", nil},
		"eval_refs":      {[]any{"eval-acme-one-2025-01-01"}, []any{"eval-acme-one-pro-2024-01-01", "gone", 1}, []any{"bolt-two-405b"}, nil},
		"source_files":   {[]any{"metrics/models/acme-one-pro.json"}, []any{"metrics/models/a.json", "../x"}, nil},
		"created_at":     {"2025-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "yesterday", nil},
		"updated_at":     {"2024-01-01T00:00:00Z", nil},
		"aliases":        {[]any{"acme-one-pro"}, []any{"uno", "uno"}, nil},
		"eval_ref":       {[]any{}, nil},
		"session_id":     {"s", nil},
	}
}

func treeOf(models []map[string]any) fstest.MapFS {
	src, err := json.Marshal(map[string]any{"schema_version": "1.1", "models": append([]map[string]any{}, models...)})
	if err != nil {
		panic(err) // no value of the generator can make it fail
	}
	return fstest.MapFS{
		"registry/data/model_registry.json": {Data: src},
		"metrics/models/acme-one-pro.json":  {Data: []byte(`{"provider": "Acme", "fullModel": "One Pro"}`)},
		"metrics/model_evaluations.json": {Data: []byte(`{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "One Pro", "modelFamily": "One", "modelVariant": "Pro", "status": "contributor", "updatedAt": "2025-01-01T00:00:00Z"},
 {"provider": "Acme", "fullModel": "One Mini", "modelFamily": "One", "modelVariant": "Mini", "status": "rejected", "updatedAt": "2025-01-01T00:00:00Z"},
 {"provider": "Bolt", "fullModel": "Two 405B", "model_id": "bolt-two-405b", "status": "general", "updatedAt": "2025-01-01T00:00:00Z"}]}`)},
	}
}
