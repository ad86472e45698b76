package views_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/views"
)

func describe(faults []views.Fault) string {
	var parts []string
	for _, f := range faults {
		parts = append(parts, fmt.Sprintf("%s %s%s: %s, edited %t", f.View, f.Path, f.Place.Pointer, f.What, f.Edited))
	}
	return strings.Join(parts, "\n")
}

func TestAViewIsStaleOrEdited(t *testing.T) {
	t.Parallel()
	const (
		generals = "metrics/views/generals.json"
		index    = "metrics/models_index.json"
	)
	base := tree{registryPath: models, index: "{\n  \"x\": 1\n}\n"}.export(t, "models-index", "generals")
	replace := func(file, old, new string) tree {
		if !strings.Contains(base[file], old) {
			t.Fatalf("%s has no %q", file, old)
		}
		return base.with(tree{file: strings.Replace(base[file], old, new, 1)})
	}
	renamed := tree{registryPath: strings.Replace(models, `"Acme One"`, `"Acme Uno"`, 1)}
	tests := []struct {
		name string
		head tree
		want string
	}{
		{"nothing changed", base, ""},
		{"a view removed", base.with(tree{generals: ""}), ""},
		{"the registry alone", base.with(renamed),
			`models-index metrics/models_index.json/registry/models/acme-one: "acme-one" differs, edited false
generals metrics/views/generals.json/generals/0: "acme-one" differs, edited false`},
		{"the registry and its views", base.with(renamed).export(t, "models-index", "generals"), ""},
		{"a value", replace(generals, `"xl"`, `"xxl"`), `generals metrics/views/generals.json/generals/0: "acme-one" differs, edited true`},
		{"the note", replace(generals, `Generated; do not edit.`, `Edited.`), `generals metrics/views/generals.json/note: "note" differs, edited true`},
		{"a key more", replace(generals, `  "generals"`, `  "checked": true, "generals"`), `generals metrics/views/generals.json/checked: "checked" does not belong there, edited true`},
		{"a key less", replace(generals, "  \"generated_from\": \"registry/data/model_registry.json\",\n", ""), `generals metrics/views/generals.json: "generated_from" is missing, edited true`},
		{"another type", replace(generals, `"generals": [`, `"generals": {}, "b": [`), `generals metrics/views/generals.json/generals: "generals" differs, edited true`},
		{"a model of the index", replace(index, `"bolt-two"`, `"bolt-to"`), `models-index metrics/models_index.json/registry/models/bolt-to: "bolt-to" does not belong there, edited true`},
		{"another order of keys", base.with(tree{index: moveMarkBack(base[index])}),
			`models-index metrics/models_index.json/registry: its keys are in another order, edited false`},
		{"another key of the index", replace(index, `"x": 1`, `"x": 2`), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			head := tt.head.load(t)
			if got := describe(views.Check(head, base.load(t))); got != tt.want {
				t.Errorf("with a base:\n%s\nwant\n%s", got, tt.want)
			}
			alone := strings.ReplaceAll(tt.want, "edited true", "edited false")
			if got := describe(views.Check(head, nil)); got != alone {
				t.Errorf("without a base:\n%s\nwant\n%s", got, alone)
			}
		})
	}
}

func moveMarkBack(src string) string {
	const mark, before = "\"generator\": \"modelgate\",\n    ", `"models": {`
	return strings.Replace(strings.Replace(src, mark, "", 1), before, mark+before, 1)
}

// What a proposal is judged in may be no tree at all.
func TestAnUnknownTreeHasNoFaults(t *testing.T) {
	t.Parallel()
	s := &snapshot.Snapshot{
		Layout:   snapshot.NewLayout(".", config.Default()),
		Registry: tree{registryPath: models}.load(t).Registry, RegistryState: snapshot.Present,
	}
	if got := views.Check(s, nil); got != nil {
		t.Errorf("Check = %s, want none", describe(got))
	}
}
