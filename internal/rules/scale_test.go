package rules_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/cmmv-hive/modelgate/internal/benchtest"
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/rules"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// A population is how many of each a generated repository has, and out of how
// many names: 1 makes all of them namesakes.
type population struct{ models, evaluations, names int }

func (n population) tree() fstest.MapFS {
	const at = "2025-01-01T00:00:00Z"
	var models, evaluations []any
	tree := fstest.MapFS{}
	write := func(name string, v any) {
		src, err := json.Marshal(v)
		if err != nil {
			panic(err) // no value here can make it fail
		}
		tree[name] = &fstest.MapFile{Data: src}
	}
	for i := range n.models {
		src := fmt.Sprintf("metrics/models/acme-%d.json", i)
		models = append(models, map[string]any{
			"schema_version": "1.0", "model_id": fmt.Sprintf("model-%d", i), "provider": "acme",
			"display_name": fmt.Sprintf("Family Variant %d", i%n.names),
			"role":         "specialist", "size_class": "large", "capabilities": []string{}, "status": "active",
			"eval_refs": []string{
				fmt.Sprintf("eval-acme-family-variant-%d-2025-01-01", i%n.names), "eval-acme-family-2025-01-01",
				"eval-acme-family-variant-1-2024-01-01", fmt.Sprintf("eval-acme-gone-%d-2025-01-01", i),
			},
			"source_files": []string{src, fmt.Sprintf("metrics/models/gone-%d.json", i)}, "created_at": at,
		})
		write(src, map[string]any{"provider": "Acme", "fullModel": fmt.Sprintf("Family Variant %d", i%n.names)})
	}
	for i := range n.evaluations {
		evaluations = append(evaluations, map[string]any{
			"provider": "Acme", "fullModel": fmt.Sprintf("Family Variant %d", i%n.names), "modelFamily": "Family",
			"modelVariant": fmt.Sprintf("Variant %d", i%n.names), "status": "contributor", "updatedAt": at,
		})
	}
	write("registry/data/model_registry.json", map[string]any{"schema_version": "1.0", "models": models})
	write("metrics/model_evaluations.json", map[string]any{"schemaVersion": "1.0.0", "updatedAt": at, "evaluations": evaluations})
	return tree
}

func BenchmarkRules(b *testing.B) {
	for _, n := range []population{{5000, 20000, 20000}, {5000, 20000, 1}} {
		c := config.Default()
		head := load(b, n.tree(), c)
		in := check.Input{Head: head, Base: head, Config: c, Now: today(), Validator: validator(b), Full: true}
		for _, r := range rules.All() {
			b.Run(fmt.Sprintf("%d names/%s", n.names, r.Name), func(b *testing.B) {
				for b.Loop() {
					check.Run(in, []*check.Rule{r})
				}
			})
		}
	}
}

// relating are the rules that look for an entry's namesakes.
func relating() (rs []*check.Rule) {
	for _, r := range rules.All() {
		if r.Group == "Duplicates" || r.Group == "Evaluations" && r != rules.Find("evaluations-schema") {
			rs = append(rs, r)
		}
	}
	return rs
}

// With namesakes by the thousand a search of all for each takes minutes, a
// look-up a second.
func BenchmarkNamesakes(b *testing.B) {
	c, v := config.Default(), validator(b)
	heads := map[int]*snapshot.Snapshot{}
	for _, n := range []int{1500, 3000} {
		heads[n] = load(b, population{models: n, evaluations: 4 * n, names: 1}.tree(), c)
	}
	benchtest.Growth(b, 3000, func(n int) {
		check.Run(check.Input{Head: heads[n], Base: heads[n], Config: c, Now: today(), Validator: v, Full: true}, relating())
	})
}

func TestEachOfManyNamesakesIsToldOf(t *testing.T) {
	t.Parallel()
	c := config.Default()
	head := load(t, population{models: 300, evaluations: 1200, names: 1}.tree(), c)
	found := check.Run(check.Input{Head: head, Base: head, Config: c, Now: today(), Validator: validator(t), Full: true}, relating())
	if len(found) < 300 {
		t.Errorf("got %d findings, want one of each entry at least", len(found))
	}
}
