package rules_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/rules"
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

// With namesakes by the thousand a search of all for each takes minutes, a
// look-up a second. The bound is generous, for slow machines.
func TestThousandsOfNamesakesAreCheckedInSeconds(t *testing.T) {
	t.Parallel()
	c := config.Default()
	head := load(t, population{models: 3000, evaluations: 12000, names: 1}.tree(), c)
	var related []*check.Rule
	for _, r := range rules.All() {
		if r.Group == "Duplicates" || r.Group == "Evaluations" && r != rules.Find("evaluations-schema") {
			related = append(related, r)
		}
	}
	start := time.Now()
	found := check.Run(check.Input{Head: head, Base: head, Config: c, Now: today(), Validator: validator(t), Full: true}, related)
	if took := time.Since(start); took > 15*time.Second {
		t.Errorf("checking 3000 entries and 12000 evaluations of one name takes %v, want seconds", took)
	}
	if len(found) < 3000 {
		t.Errorf("got %d findings, want one of each entry at least", len(found))
	}
}
