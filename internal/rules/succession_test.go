package rules_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

func TestTheOrderOfEvaluationsDecidesNoSuccession(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.SliceOfN(evaluation(), 0, 5).Draw(t, "base")
		head := rapid.SliceOfN(evaluation(), 0, 5).Draw(t, "head")
		before := rewritten(t, base, head)
		after := rewritten(t, rapid.Permutation(base).Draw(t, "base shuffled"), rapid.Permutation(head).Draw(t, "head shuffled"))
		for _, f := range append(check.New(after, before), check.New(before, after)...) {
			t.Errorf("the order decides about %s", describe(f))
		}
		if len(before) > len(base) {
			t.Errorf("got %d findings of %d evaluations", len(before), len(base))
		}
		if found := rewritten(t, base, append(slices.Clone(base), head...)); len(found) > 0 {
			t.Errorf("adding evaluations rewrites one: %s", describe(found[0]))
		}
	})
}

func rewritten(t *rapid.T, base, head []map[string]any) []diag.Finding {
	t.Helper()
	c := config.Default()
	tree := func(evaluations []map[string]any) fstest.MapFS {
		src, err := json.Marshal(map[string]any{"evaluations": append([]map[string]any{}, evaluations...)})
		if err != nil {
			t.Fatal(err)
		}
		return fstest.MapFS{
			"registry/data/model_registry.json": {Data: []byte(
				`{"models": [{"model_id": "acme-one", "provider": "acme", "display_name": "One Pro", "eval_refs": ["x", "eval-acme-two-pro"]}]}`)},
			"metrics/model_evaluations.json": {Data: src},
		}
	}
	return run(t, check.Input{Head: load(t, tree(head), c), Base: load(t, tree(base), c), Config: c},
		[]*check.Rule{rules.Find("evaluation-history-rewritten")})
}

// evaluation draws an evaluation out of few words, so that they share names and
// beginnings of histories in every way.
func evaluation() *rapid.Generator[map[string]any] {
	return rapid.Custom(func(t *rapid.T) map[string]any {
		v := map[string]any{"provider": "Acme"}
		values := map[string][]any{
			"id": {"x", "y", nil, nil}, "fullModel": {"One Pro", "One Mini", nil},
			"modelFamily": {"One", "Two"}, "modelVariant": {"Pro", "Mini"},
			"updatedAt": {"2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"},
			"history":   {nil, []any{}, []any{1}, []any{1, 2}, []any{1, 2, 3}, []any{2}, []any{2, 1}},
		}
		for _, field := range slices.Sorted(maps.Keys(values)) { // a failure must replay
			if x := rapid.SampledFrom(values[field]).Draw(t, field); x != nil {
				v[field] = x
			}
		}
		return v
	})
}
