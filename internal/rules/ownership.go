package rules

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// An ownership knows whose evaluations are whose. It looks up and never
// searches: hostile data gives thousands of entries and evaluations one name.
type ownership struct {
	newest  newest
	owners  map[string][]string // ids of entries and metrics files, by identity; three tell enough
	metrics metricIndex
}

func newOwnership(s *snapshot.Snapshot) ownership {
	o := ownership{newNewest(s.Evaluations), map[string][]string{}, newMetricIndex(s.Metrics)}
	for e := range s.Registry.All() {
		for _, id := range e.Identities() {
			o.addOwner(id, e.ModelID)
		}
	}
	for _, m := range s.Metrics {
		for _, id := range metricIdentities(m) {
			o.addOwner(id, m.ID)
		}
	}
	return o
}

// addOwner keeps three names: an entry and its metrics file have two at most,
// so the third is another's.
func (o ownership) addOwner(identity, id string) {
	if list := o.owners[identity]; id != "" && len(list) < 3 && !slices.Contains(list, id) {
		o.owners[identity] = append(list, id)
	}
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

// An owned is whose evaluations are an entry's own: those of the entry, of its
// aliases and of its metrics file.
type owned map[registry.Owner]bool

func ownedBy(e *registry.Entry, m *registry.Metric) owned {
	out := owned{}
	for _, o := range e.Owners() {
		out[o] = true
	}
	names, identities := e.Aliases, []string(nil)
	if m != nil {
		names, identities = append(slices.Clip(names), m.ID), metricIdentities(m)
	}
	for _, n := range names {
		out[registry.Owner{ModelID: n}] = true
	}
	for _, id := range identities {
		out[registry.Owner{Identity: id}] = true
	}
	delete(out, registry.Owner{}) // an alias that is no text
	return out
}

func (x owned) has(v *registry.Evaluation) bool { return x[v.Owner()] }

// isForeign reports whether v is positively another model's than e's, whose
// own evaluations are given: by its model_id, because another entry or metrics
// file has its identity, or by its provider.
func (o ownership) isForeign(v *registry.Evaluation, e *registry.Entry, m *registry.Metric, own owned) bool {
	if e.ModelID == "" || own.has(v) {
		return false
	}
	if v.ModelID != "" {
		return true
	}
	isOther := func(id string) bool { return id != e.ModelID && (m == nil || id != m.ID) }
	if slices.ContainsFunc(o.owners[v.Identity()], isOther) {
		return true
	}
	theirs, ours := registry.ProviderSlug(v.Provider), registry.ProviderSlug(e.Provider)
	return theirs != "" && ours != "" && theirs != ours
}
