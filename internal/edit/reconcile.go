package edit

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// Reconcile links entries to evaluations: it writes missing eval_refs and
// replaces ambiguous and stale ones by the evaluation's key. What it can't
// decide it leaves alone and says so. Updated holds the entries it changed,
// Unchanged those whose references were right already.
func Reconcile(s *snapshot.Snapshot, now time.Time) (Result, error) {
	var r Result
	if err := readable(s); err != nil {
		return r, err
	}
	if s.EvaluationsState == snapshot.Broken {
		return r, ErrEvaluations
	}
	var put []string
	for e := range s.Registry.All() {
		if fault := unlinkable(e); fault != "" {
			r.Undecided = append(r.Undecided, Undecided{e.Subject(), fault, "correct the entry"})
			continue
		}
		refs, undecided := relink(s, e)
		r.Undecided = append(r.Undecided, undecided...)
		switch {
		case slices.Equal(refs, e.EvalRefs) && len(refs) > 0:
			r.Unchanged = append(r.Unchanged, e.ModelID)
		case !slices.Equal(refs, e.EvalRefs):
			d := newDraft(e)
			d.setList("eval_refs", refs)
			d.setText("updated_at", stamp(later(now, e.CreatedAt)))
			put = append(put, d.text())
			r.Updated = append(r.Updated, e.ModelID)
		}
	}
	if len(put) == 0 {
		return r, nil
	}
	var err error
	r.New, err = rewrite(s, registry.Update{Put: put})
	return r, err
}

// unlinkable says why no reference can be written into an entry; "" when nothing
// stands in the way.
func unlinkable(e *registry.Entry) string {
	if e.ModelID == "" {
		return "it has no model_id" // by which it could be found again, or recorded
	}
	return cmp.Or(unfitTexts(e, "eval_refs"), unfit(e, e.Node, jsondoc.String, "updated_at"))
}

// relink returns what an entry's eval_refs should be.
func relink(s *snapshot.Snapshot, e *registry.Entry) ([]string, []Undecided) {
	if len(e.EvalRefs) == 0 {
		return missing(s, e)
	}
	var refs []string
	var open []Undecided
	for _, ref := range e.EvalRefs {
		r := s.Evaluations.Resolve(ref, e)
		switch {
		case r.Match == registry.MatchUnknown:
			open = append(open, Undecided{e.ModelID, fmt.Sprintf("eval_ref %q names no evaluation", ref), "correct the reference"})
		case r.Match == registry.MatchAmbiguous && r.One == nil:
			open = append(open, Undecided{e.ModelID, fmt.Sprintf("eval_ref %q names %d evaluations", ref, len(r.Among)), "write the full key of the one that is meant"})
		case r.Match != registry.MatchExact && ownEvaluation(s, e, r.One):
			ref = r.One.Key()
		}
		if !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	return refs, open
}

// missing finds the evaluations of an entry that refers to none, oldest first.
func missing(s *snapshot.Snapshot, e *registry.Entry) ([]string, []Undecided) {
	var own []*registry.Evaluation
	for v := range s.Evaluations.All() {
		if ownEvaluation(s, e, v) {
			own = append(own, v)
		}
	}
	if len(own) == 0 {
		return e.EvalRefs, []Undecided{{e.ModelID, "no evaluation is known to be of this model", "evaluate the model, or add its eval_refs by hand"}}
	}
	slices.SortStableFunc(own, func(a, b *registry.Evaluation) int {
		return cmp.Compare(a.LastChange().Unix(), b.LastChange().Unix())
	})
	var refs []string
	for _, v := range own {
		// A key that leads elsewhere would be a wrong link made by a machine.
		if s.Evaluations.Resolve(v.Key(), e).One == v && !slices.Contains(refs, v.Key()) {
			refs = append(refs, v.Key())
		}
	}
	return refs, nil
}

func ownEvaluation(s *snapshot.Snapshot, e *registry.Entry, v *registry.Evaluation) bool {
	if v.Of(e) {
		return true
	}
	m := s.MetricFor(e)
	return m != nil && v.ModelID == "" && v.OfMetric(m)
}
