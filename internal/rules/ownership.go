package rules

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// An ownership knows whose evaluations are whose.
type ownership struct {
	pairing
	owners map[string][]string // ids of entries and metrics files, by identity
}

func newOwnership(p *check.Pass) ownership {
	o := ownership{newPairing(p.Evaluations), map[string][]string{}}
	for e := range p.Registry.All() {
		for _, id := range e.Identities() {
			o.owners[id] = append(o.owners[id], e.ModelID)
		}
	}
	for _, m := range p.Metrics {
		for _, id := range metricIdentities(m) {
			o.owners[id] = append(o.owners[id], m.ID)
		}
	}
	return o
}

func metricIdentities(m *registry.Metric) []string {
	var out []string
	for _, id := range []string{m.Identity(), registry.Identity(m.Provider, m.ID)} {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// ofEntry lists the evaluations of e in the order of their file: those of the
// entry and those of its metrics file m, which may be nil.
func (o ownership) ofEntry(e *registry.Entry, m *registry.Metric) []*registry.Evaluation {
	names, identities := append([]string{e.ModelID}, e.Aliases...), e.Identities()
	if m != nil {
		names, identities = append(names, m.ID), append(identities, metricIdentities(m)...)
	}
	var out []*registry.Evaluation
	for _, n := range names {
		out = append(out, o.byModel[n]...)
	}
	for _, id := range identities {
		out = append(out, o.byIdentity[id]...)
	}
	return inFileOrder(out)
}

func inFileOrder(list []*registry.Evaluation) []*registry.Evaluation {
	slices.SortFunc(list, func(a, b *registry.Evaluation) int { return a.Index - b.Index })
	return slices.Compact(list)
}

// isForeign reports whether v is positively another model's than e's, whose
// own evaluations are given: by its model_id, because another entry or metrics
// file has its identity, or by its provider.
func (o ownership) isForeign(v *registry.Evaluation, e *registry.Entry, m *registry.Metric, own []*registry.Evaluation) bool {
	if e.ModelID == "" || slices.Contains(own, v) {
		return false
	}
	if v.ModelID != "" {
		return true
	}
	isOther := func(id string) bool { return id != "" && id != e.ModelID && (m == nil || id != m.ID) }
	if slices.ContainsFunc(o.owners[v.Identity()], isOther) {
		return true
	}
	theirs, ours := registry.ProviderSlug(v.Provider), registry.ProviderSlug(e.Provider)
	return theirs != "" && ours != "" && theirs != ours
}
