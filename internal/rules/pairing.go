package rules

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/registry"
)

// A pairing finds the evaluation of a metrics file without looking at each: a
// linear search for every file is a product that hostile data makes large.
type pairing struct {
	byModel, byIdentity map[string][]*registry.Evaluation
}

func newPairing(evaluations *registry.Evaluations) pairing {
	p := pairing{map[string][]*registry.Evaluation{}, map[string][]*registry.Evaluation{}}
	for v := range evaluations.All() {
		if v.ModelID != "" {
			p.byModel[v.ModelID] = append(p.byModel[v.ModelID], v)
		} else if id := v.Identity(); id != "" {
			p.byIdentity[id] = append(p.byIdentity[id], v)
		}
	}
	return p
}

// of returns the newest evaluation that is of the metrics file, as
// registry.Evaluation.OfMetric has it; nil when there is none.
func (p pairing) of(m *registry.Metric) *registry.Evaluation {
	id, stem := m.Identity(), registry.Identity(m.Provider, m.ID)
	own := slices.Concat(p.byModel[m.ID], p.byIdentity[id])
	if stem != id {
		own = append(own, p.byIdentity[stem]...)
	}
	slices.SortFunc(own, func(a, b *registry.Evaluation) int { return a.Index - b.Index })
	return registry.Newest(own)
}
