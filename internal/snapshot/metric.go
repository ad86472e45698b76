package snapshot

import "github.com/cmmv-hive/modelgate/internal/registry"

// A metricIndex finds metrics files without looking at each.
type metricIndex struct{ byID, byPath map[string]*registry.Metric }

func newMetricIndex(metrics []*registry.Metric) metricIndex {
	x := metricIndex{map[string]*registry.Metric{}, map[string]*registry.Metric{}}
	for _, m := range metrics {
		if x.byID[m.ID] == nil { // ids may differ by the case of ".json" alone
			x.byID[m.ID] = m
		}
		x.byPath[m.Path] = m
	}
	return x
}

// MetricFor returns the metrics file of an entry: the one with its id as stem,
// else the first one its source_files name. Nil when there is none.
func (s *Snapshot) MetricFor(e *registry.Entry) *registry.Metric {
	if m := s.metricIndex.byID[e.ModelID]; m != nil {
		return m
	}
	for _, src := range e.SourceFiles {
		if m := s.metricIndex.byPath[src]; m != nil {
			return m
		}
	}
	return nil
}
