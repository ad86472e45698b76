package registry_test

import (
	"testing"

	"github.com/cmmv-hive/modelgate/internal/registry"
)

func TestTheWrapperIsOfTheNewestVersionOfItsEntries(t *testing.T) {
	t.Parallel()
	const (
		old   = `{"model_id": "a", "schema_version": "1.0"}`
		young = `{"model_id": "a", "schema_version": "1.1"}`
		odd   = `{"model_id": "a", "schema_version": "odd"}`
		other = `{"model_id": "b", "schema_version": "1.1"}`
	)
	for _, tt := range []struct {
		name, wrapper, models, want string
		update                      registry.Update
	}{
		{"the first newer entry raises it", "1.0", old, "1.1", registry.Update{Put: []string{young}}},
		{"the last newer entry is removed", "1.1", young + "," + `{"model_id": "c", "schema_version": "1.0"}`, "1.0", registry.Update{Remove: []string{"a"}}},
		{"the last newer entry is replaced", "1.1", young, "1.0", registry.Update{Put: []string{old}}},
		{"the last entry of all is removed", "1.1", young, "1.0", registry.Update{Remove: []string{"a"}}},
		{"another newer entry stays", "1.1", young + "," + other, "1.1", registry.Update{Remove: []string{"a"}}},
		{"the newer entry moves", "1.1", young, "1.1", registry.Update{Remove: []string{"a"}, Put: []string{other}}},
		{"set above its entries by hand", "1.1", old, "1.1", registry.Update{Put: []string{`{"model_id": "c", "schema_version": "1.0"}`}}},
		{"set below its entries by hand", "1.0", young, "1.1", registry.Update{Put: []string{other}}},
		{"what is no version moves nothing", "1.0", old, "1.0", registry.Update{Put: []string{odd}}},
		{"ten comes after one", "1.1", old, "1.10", registry.Update{Put: []string{`{"model_id": "b", "schema_version": "1.10"}`}}},
	} {
		src := `{"schema_version": "` + tt.wrapper + `", "models": [` + tt.models + `], "x":  1}`
		out, err := registry.Rewrite(parseFile(t, src), tt.update)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := registry.NewFile(parseFile(t, string(out))).SchemaVersion; got != tt.want {
			t.Errorf("%s: the wrapper is of version %q, want %q, in\n%s", tt.name, got, tt.want, out)
		}
	}
}
