package rules

import (
	"time"

	"github.com/cmmv-hive/modelgate/internal/registry"
)

// A pairing finds evaluations by the model_id or the identity they state,
// without looking at each: a search for every file is a product that hostile
// data makes large.
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

// A newest is a pairing's newest evaluation of each model and identity.
type newest struct{ byModel, byIdentity map[string]dated }

// A dated evaluation is one with the time of its last change; the zero one is
// none.
type dated struct {
	*registry.Evaluation
	at time.Time
}

func newNewest(p pairing) newest {
	pick := func(lists map[string][]*registry.Evaluation) map[string]dated {
		out := make(map[string]dated, len(lists))
		for key, list := range lists {
			v := registry.Newest(list)
			out[key] = dated{v, v.LastChange()}
		}
		return out
	}
	return newest{pick(p.byModel), pick(p.byIdentity)}
}

// of returns the newest evaluation that is of the metrics file, as
// registry.Evaluation.OfMetric has it; nil when there is none.
func (n newest) of(m *registry.Metric) *registry.Evaluation {
	stem := registry.Identity(m.Provider, m.ID)
	return n.byModel[m.ID].newer(n.byIdentity[m.Identity()]).newer(n.byIdentity[stem]).Evaluation
}

// newer returns the one changed last; between equal dates the later one in the
// file, as registry.Newest has it.
func (d dated) newer(e dated) dated {
	switch {
	case e.Evaluation == nil:
		return d
	case d.Evaluation == nil, e.at.After(d.at), e.at.Equal(d.at) && e.Index > d.Index:
		return e
	}
	return d
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
