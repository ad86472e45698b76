package importer

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// An index finds what belongs together without looking at each pair: files by
// the thousand would make their product.
type index struct {
	entryByID, entryBySource map[string]*registry.Entry
	metricByID, metricByPath map[string]*registry.Metric

	// ownerOf names the model that has an identity: a registered one's id or,
	// during an import, a new one's.
	ownerOf map[string]string

	evalByModel, evalByIdentity map[string][]*registry.Evaluation
}

func newIndex(s *snapshot.Snapshot) index {
	x := index{
		entryByID: map[string]*registry.Entry{}, entryBySource: map[string]*registry.Entry{},
		metricByID: map[string]*registry.Metric{}, metricByPath: map[string]*registry.Metric{},
		ownerOf:     map[string]string{},
		evalByModel: map[string][]*registry.Evaluation{}, evalByIdentity: map[string][]*registry.Evaluation{},
	}
	for e := range s.Registry.All() {
		setFirst(x.entryByID, e.ModelID, e)
		for _, src := range e.SourceFiles {
			setFirst(x.entryBySource, src, e)
		}
		for _, id := range e.Identities() {
			setFirst(x.ownerOf, id, e.Subject())
		}
	}
	for _, m := range s.Metrics {
		setFirst(x.metricByID, m.ID, m)
		setFirst(x.metricByPath, m.Path, m)
	}
	for v := range s.Evaluations.All() {
		if v.ModelID != "" {
			x.evalByModel[v.ModelID] = append(x.evalByModel[v.ModelID], v)
		} else if id := v.Identity(); id != "" {
			x.evalByIdentity[id] = append(x.evalByIdentity[id], v)
		}
	}
	return x
}

func setFirst[V any](m map[string]V, key string, v V) {
	if _, taken := m[key]; key != "" && !taken {
		m[key] = v
	}
}

// entry returns the registered entry of m: the one with its stem as id, else
// the first one that names it as a source. Nil when there is none.
func (x index) entry(m *registry.Metric) *registry.Entry {
	if e := x.entryByID[m.ID]; e != nil {
		return e
	}
	return x.entryBySource[m.Path]
}

// metricOf is snapshot.MetricFor by look-up.
func (x index) metricOf(e *registry.Entry) *registry.Metric {
	if m := x.metricByID[e.ModelID]; m != nil {
		return m
	}
	for _, src := range e.SourceFiles {
		if m := x.metricByPath[src]; m != nil {
			return m
		}
	}
	return nil
}

// twin returns the id of another model that has one of m's identities.
func (x index) twin(m *registry.Metric) (id string, ok bool) {
	for _, identity := range identities(m) {
		if id, ok = x.ownerOf[identity]; ok {
			return id, true
		}
	}
	return "", false
}

func (x index) addDraft(m *registry.Metric) {
	for _, identity := range identities(m) {
		setFirst(x.ownerOf, identity, m.ID)
	}
}

// evaluation returns the newest evaluation that is of m, as
// registry.Evaluation.OfMetric has it; nil when there is none.
func (x index) evaluation(m *registry.Metric) *registry.Evaluation {
	own := slices.Clone(x.evalByModel[m.ID])
	for _, identity := range identities(m) {
		own = append(own, x.evalByIdentity[identity]...)
	}
	slices.SortFunc(own, func(a, b *registry.Evaluation) int { return a.Index - b.Index })
	return registry.Newest(own)
}

// identities are those of a metrics file: by its fullModel and by its stem.
func identities(m *registry.Metric) []string {
	var out []string
	for _, name := range []string{m.FullModel, m.ID} {
		if id := registry.Identity(m.Provider, name); id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
