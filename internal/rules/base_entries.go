package rules

import (
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// baseEntries returns the base's entries by model_id. There are several of one
// id only while duplicate-model-id speaks.
func baseEntries(p *check.Pass) map[string][]*registry.Entry {
	out := map[string][]*registry.Entry{}
	if p.Base == nil {
		return out
	}
	for e := range p.Base.Registry.All() {
		if e.ModelID != "" {
			out[e.ModelID] = append(out[e.ModelID], e)
		}
	}
	return out
}
