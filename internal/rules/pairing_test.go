package rules

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// The maps must find what a look at every evaluation finds.
func TestThePairedEvaluationIsTheNewestOfTheMetricsFile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := func(field string, words ...string) string { return rapid.SampledFrom(words).Draw(t, field) }
		var list []map[string]any
		for range rapid.IntRange(0, 6).Draw(t, "evaluations") {
			v := map[string]any{
				"provider":  word("provider", "Acme", "ACME", "Bolt", ""),
				"fullModel": word("fullModel", "Acme One", "one", "Acme Two", ""),
				"updatedAt": word("updatedAt", "2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z", "never"),
			}
			if id := word("model_id", "", "", "one", "acme-two"); id != "" {
				v["model_id"] = id
			}
			list = append(list, v)
		}
		evaluations := registry.NewEvaluations(document(t, map[string]any{"evaluations": list}))
		m := registry.NewMetric(document(t, map[string]any{
			"provider":  word("metric provider", "Acme", "Bolt", ""),
			"fullModel": word("metric fullModel", "Acme One", "Two", ""),
		}), "metrics/models/"+word("stem", "one", "acme-two")+".json")

		var own []*registry.Evaluation
		for v := range evaluations.All() {
			if v.OfMetric(m) {
				own = append(own, v)
			}
		}
		if got, want := newNewest(evaluations).of(m), registry.Newest(own); got != want {
			t.Errorf("paired evaluation is %+v, want %+v", got, want)
		}
	})
}

func document(t *rapid.T, v any) *jsondoc.Document {
	src, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	doc, faults := jsondoc.Parse("x.json", src, jsondoc.Limits{Depth: 64})
	if len(faults) > 0 {
		t.Fatalf("document %s: %v", src, faults)
	}
	return doc
}
