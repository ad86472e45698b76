package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var metricsMismatch = &check.Rule{
	Rule: diag.Rule{
		Name:     "metrics-mismatch",
		Group:    "Metrics",
		Severity: diag.Warning,
		Summary:  "a metrics file should agree with its evaluation and its entry",
		Why: `The evaluation is made from the self-test. Where the two differ, one of
them was changed alone, and nobody can tell which scores the role rests on.`,
		Repair: `Correct the side that is wrong. A score that the reviewers changed on
purpose belongs into both, or into the evaluation's history.`,
	},
	Bad: `
-- metrics/models/acme-one.json --
{"provider": "Acme", "fullModel": "Acme One", "version": "2025-01", "selfClassification": "general",
 "checks": [{"name": "Stability", "score": 10, "critical": false}]}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One", "version": "2025-02", "status": "general",
  "checks": [{"name": "Stability", "score": 7, "critical": false}]}]}
`,
	Good: `
-- metrics/models/acme-one.json --
{"provider": "Acme", "fullModel": "Acme One", "version": "2025-01", "selfClassification": "general",
 "checks": [{"name": "Stability", "score": 10, "critical": false}]}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme Inc.", "model_id": "acme-two", "fullModel": "Acme One"},
 {"provider": "ACME", "fullModel": "Acme One", "version": "2025-01", "sessionId": null, "status": "general",
  "checks": [{"name": "Stability", "score": 10.0, "critical": false}]}]}
`,
	Check: func(p *check.Pass) {
		evaluations, names := newNewest(p.Evaluations), newMetricNames(p)
		for _, m := range p.Metrics {
			v := evaluations.of(m)
			if v == nil {
				continue
			}
			for _, d := range differences(m, v) {
				f := differenceFinding(m, v, d)
				f.Identity, f.Claim = names.of(m), names.claim(m)
				p.Report(f)
			}
		}
		metrics := newMetricIndex(p.Metrics)
		for e := range p.Registry.All() {
			if m := metrics.of(e); m != nil {
				compareProvider(p, e, m)
			}
		}
	},
}

func differenceFinding(m *registry.Metric, v *registry.Evaluation, d difference) diag.Finding {
	return diag.Finding{
		Place: m.Doc.Place(orRoot(d.metric, m.Doc.Root)), Subject: m.ID, ModelID: m.ID, Key: d.field,
		Message: fmt.Sprintf("%s is %s, but %s in the evaluation %q", d.field, said(d.metric), said(d.evaluation), v.Key()),
		Help:    "correct the side that is wrong",
		Related: []diag.Related{{
			Place:   v.Doc.Place(orRoot(d.evaluation, v.Node)),
			Message: fmt.Sprintf("%s is %s here", d.evaluated, said(d.evaluation)),
		}},
	}
}

func compareProvider(p *check.Pass, e *registry.Entry, m *registry.Metric) {
	want, got := registry.ProviderSlug(m.Provider), registry.ProviderSlug(e.Provider)
	if want == "" || got == "" || want == got {
		return
	}
	p.Report(diag.Finding{
		Place: e.At("provider"), Subject: e.Subject(), ModelID: e.ModelID, Key: "entry.provider",
		Message: fmt.Sprintf("provider is %q, but %q in the metrics file %q", e.Provider, m.Provider, m.Path),
		Help:    "correct the side that is wrong",
		Related: []diag.Related{{Place: m.At("provider"), Message: fmt.Sprintf("provider is %q here", m.Provider)}},
	})
}
