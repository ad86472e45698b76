package rules_test

import (
	"fmt"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

// A twin that takes the place of another is a new fault, and its predecessor's
// is repaired, whichever of the ids are greater.
func TestATwinThatReplacesAnotherIsNewAndTheOtherFixed(t *testing.T) {
	t.Parallel()
	named := func(ids ...string) (models []map[string]any) {
		for _, id := range ids {
			models = append(models, map[string]any{"model_id": id, "provider": "acme", "display_name": "One"})
		}
		return models
	}
	for _, tt := range []struct {
		name, rule string
		base, head []map[string]any
		told       string
	}{
		{"both below", "duplicate-identity", named("a", "m"), named("b", "m"), "b"},
		{"both above", "duplicate-identity", named("m", "z"), named("m", "y"), "y"},
		{"from above to below", "duplicate-identity", named("m", "z"), named("a", "m"), "a"},
		{"from below to above", "duplicate-identity", named("a", "m"), named("m", "z"), "z"},
		{"the other one stays", "duplicate-identity", named("a", "m", "z"), named("b", "m", "z"), "b"},
		{"look-alikes", "confusable-model-id", named("m-1", "m_1"), named("m.1", "m_1"), "m.1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, only := config.Default(), []*check.Rule{rules.Find(tt.rule)}
			base, head := load(t, treeOf(tt.base), c), load(t, treeOf(tt.head), c)
			before := run(t, check.Input{Head: base, Config: c}, only)
			after := run(t, check.Input{Head: head, Base: base, Config: c}, only)
			var told []string
			fixed := 0
			for _, f := range check.Compare(after, before) {
				switch f.State {
				case diag.New:
					told = append(told, f.Subject)
				case diag.Fixed:
					fixed++
				}
			}
			if len(told) != 1 || told[0] != tt.told || fixed != 1 {
				t.Errorf("new are %q and %d are fixed, want only %q new and 1 fixed:\n%s", told, fixed, tt.told, list(after))
			}
			// Once merged, the pairs are the base's own.
			if again := check.New(run(t, check.Input{Head: head, Base: head, Config: c}, only), run(t, check.Input{Head: head, Config: c}, only)); len(again) > 0 {
				t.Errorf("merged, these are new again:\n%s", list(again))
			}
		})
	}
}

// Two entries that shared more or other things at the base are a known pair.
func TestAPairThatGoesOnSharingSomethingIsNotNew(t *testing.T) {
	t.Parallel()
	entry := func(id, name, src string) string {
		return fmt.Sprintf(`{"model_id": %q, "provider": "acme", "display_name": %q, "source_files": [%q]}`, id, name, src)
	}
	same := registryOf(entry("a", "One", "x.json"), entry("b", "One", "x.json"))
	for _, tt := range []struct {
		name       string
		base, head tree
		want       int
	}{
		{"another name", same, registryOf(entry("a", "One", "x.json"), entry("b", "Two", "x.json")), 0},
		{"another name of the first", same, registryOf(entry("a", "Two", "x.json"), entry("b", "One", "x.json")), 0},
		{"another file", same, registryOf(entry("a", "One", "x.json"), entry("b", "One", "y.json")), 0},
		{"the name too", registryOf(entry("a", "One", "x.json"), entry("b", "Two", "x.json")), same, 0},
		{"another pair", same, registryOf(entry("a", "One", "x.json"), entry("b", "Two", "y.json"), entry("c", "Two", "z.json")), 1},
		{"a third one", same, registryOf(entry("a", "One", "x.json"), entry("b", "Two", "x.json"), entry("c", "One", "z.json")), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if found := newOf(t, "duplicate-identity", tt.base, tt.head); len(found) != tt.want {
				t.Errorf("the head has %d new findings, want %d:\n%s", len(found), tt.want, list(found))
			}
			if found := newOf(t, "duplicate-identity", tt.head, tt.head); len(found) > 0 {
				t.Errorf("merged, these are new again:\n%s", list(found))
			}
		})
	}
}
