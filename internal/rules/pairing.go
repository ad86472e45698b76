package rules

import (
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// A newest is the newest evaluation of each owner. It is looked up, never
// searched: a search for every file is a product that hostile data makes large.
type newest map[registry.Owner]*registry.Evaluation

func newNewest(evaluations *registry.Evaluations) newest {
	n := newest{}
	for v := range evaluations.All() {
		if o := v.Owner(); o != (registry.Owner{}) {
			n[o] = registry.Newer(n[o], v)
		}
	}
	return n
}

// of returns the newest evaluation that is of the metrics file, as
// registry.Evaluation.OfMetric has it; nil when there is none.
func (n newest) of(m *registry.Metric) *registry.Evaluation {
	out := n[registry.Owner{ModelID: m.ID}]
	for _, id := range metricIdentities(m) {
		out = registry.Newer(out, n[registry.Owner{Identity: id}])
	}
	return out
}

// among returns the newest evaluation of several owners, nil for none.
func (n newest) among(owners owned) *registry.Evaluation {
	var out *registry.Evaluation
	for o := range owners { // in any order: no two evaluations are equally new
		out = registry.Newer(out, n[o])
	}
	return out
}

// A metricIndex finds the metrics file of an entry, as snapshot.MetricFor does
// for a single one.
type metricIndex struct{ byID, byPath map[string]*registry.Metric }

func newMetricIndex(metrics []*registry.Metric) metricIndex {
	x := metricIndex{map[string]*registry.Metric{}, map[string]*registry.Metric{}}
	for _, m := range metrics {
		if x.byID[m.ID] == nil {
			x.byID[m.ID] = m
		}
		x.byPath[m.Path] = m
	}
	return x
}

func (x metricIndex) of(e *registry.Entry) *registry.Metric {
	if m := x.byID[e.ModelID]; m != nil {
		return m
	}
	for _, src := range e.SourceFiles {
		if m := x.byPath[src]; m != nil {
			return m
		}
	}
	return nil
}
