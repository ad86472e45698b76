package gate

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// maxOwn is how many evaluations of its own an entry is shown with, the latest
// in the file: entries and evaluations that all claim one identity would
// otherwise multiply.
const maxOwn = 100

// overview shows the registry of a snapshot at a glance; nil where none can be
// read.
func overview(s *snapshot.Snapshot) *report.Overview {
	if s.Registry == nil {
		return nil
	}
	of := newEvaluationsOf(s.Evaluations)
	out := &report.Overview{}
	for e := range s.Registry.All() {
		row := report.ModelRow{
			ID: e.ModelID, Name: e.DisplayName, Provider: cmp.Or(registry.ProviderSlug(e.Provider), e.Provider),
			Role: string(e.Role), SizeClass: string(e.SizeClass), Status: string(e.Status),
		}
		for _, v := range of.entry(e) {
			row.Evaluations = append(row.Evaluations, point(v))
		}
		slices.SortStableFunc(row.Evaluations, func(a, b report.EvalPoint) int { return a.Date.Compare(b.Date) })
		out.Models = append(out.Models, row)
	}
	return out
}

// point is an evaluation with its score, where that is a number at all.
func point(v *registry.Evaluation) report.EvalPoint {
	p := report.EvalPoint{Key: v.Key(), Date: v.LastChange().UTC(), Status: v.Status}
	if !v.Score.Is(jsondoc.Number) {
		return p
	}
	if score, err := strconv.ParseFloat(v.Score.Text, 64); err == nil {
		p.Score = &score
	}
	return p
}

// evaluationsOf finds the evaluations of an entry without comparing each entry
// with each evaluation.
type evaluationsOf struct {
	all        *registry.Evaluations
	byModel    map[string][]*registry.Evaluation
	byIdentity map[string][]*registry.Evaluation // those without a model_id
}

func newEvaluationsOf(all *registry.Evaluations) evaluationsOf {
	o := evaluationsOf{all, map[string][]*registry.Evaluation{}, map[string][]*registry.Evaluation{}}
	for v := range all.All() {
		if v.ModelID != "" {
			o.byModel[v.ModelID] = append(o.byModel[v.ModelID], v)
		} else if id := v.Identity(); id != "" {
			o.byIdentity[id] = append(o.byIdentity[id], v)
		}
	}
	return o
}

// entry lists the evaluations that e refers to, and those that are its own
// without being referred to, in the order of their file.
func (o evaluationsOf) entry(e *registry.Entry) []*registry.Evaluation {
	var out []*registry.Evaluation
	for _, ref := range e.EvalRefs {
		if v := o.all.Resolve(ref, e).One; v != nil {
			out = append(out, v)
		}
	}
	if e.ModelID != "" {
		out = append(out, latest(o.byModel[e.ModelID])...)
	}
	for _, id := range e.Identities() {
		out = append(out, latest(o.byIdentity[id])...)
	}
	slices.SortFunc(out, func(a, b *registry.Evaluation) int { return a.Index - b.Index })
	return slices.Compact(out)
}

func latest(list []*registry.Evaluation) []*registry.Evaluation {
	return list[max(0, len(list)-maxOwn):]
}
