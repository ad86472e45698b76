package importer

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// reportUnpaired tells of evaluated models that an import can't know otherwise.
func (r *run) reportUnpaired() {
	// A broken metrics file may be the one that is missed.
	if len(r.opts.Only) > 0 || r.snap.MetricsState == snapshot.Broken {
		return
	}
	paired := r.paired()
	for v := range r.snap.Evaluations.All() {
		if paired[v] {
			continue
		}
		r.report(unpairedEvaluation, diag.Finding{
			Place: v.At("fullModel"), Subject: v.Key(), Identity: v.Anchor(), ModelID: v.ModelID,
			Message: fmt.Sprintf("evaluation %q is of %q, which has neither a metrics file nor an entry", v.Key(), v.FullModel),
			Help: fmt.Sprintf("add its metrics file to %s, or its entry with `modelgate upsert`",
				r.snap.Layout.Path(r.snap.Layout.Paths.Metrics)),
		})
	}
}

// paired marks the evaluations that a metrics file or an entry accounts for.
func (r *run) paired() map[*registry.Evaluation]bool {
	paired := map[*registry.Evaluation]bool{}
	mark := func(vs []*registry.Evaluation) {
		for _, v := range vs {
			paired[v] = true
		}
	}
	for _, m := range r.snap.Metrics {
		mark(r.index.evalByModel[m.ID])
		for _, identity := range identities(m) {
			mark(r.index.evalByIdentity[identity])
		}
	}
	for e := range r.snap.Registry.All() {
		mark(r.index.evalByModel[e.ModelID])
		for _, identity := range e.Identities() {
			mark(r.index.evalByIdentity[identity])
		}
		for _, ref := range e.EvalRefs {
			if v := r.snap.Evaluations.Resolve(ref, e).One; v != nil {
				paired[v] = true
			}
		}
	}
	return paired
}
