package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var evalRefStale = &check.Rule{
	Rule: diag.Rule{
		Name:     "eval-ref-stale",
		Group:    "Evaluations",
		Severity: diag.Warning,
		Summary:  "an eval_ref should have the date of its evaluation",
		Why: `The key of an evaluation holds the day of its last update. A reference
with another day was written for an earlier state of it: somebody should look
whether the role still follows.`,
		Repair: "Look at the evaluation, then write its key; `modelgate reconcile` writes\n" +
			"the keys of all entries.",
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-one-pro", "provider": "acme", "display_name": "One Pro", "eval_refs": ["eval-acme-one-pro-2024-12-31"]}]}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
` + onePro + `]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-one-pro", "provider": "acme", "display_name": "One Pro", "eval_refs": ["eval-acme-one-pro-2025-01-01"]}]}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
` + onePro + `]}
`,
	Check: func(p *check.Pass) {
		for _, r := range referrers(p.Snapshot) {
			for _, ref := range r.refs {
				if ref.Match != registry.MatchStale || ref.foreign {
					continue // of a foreign one, eval-ref-foreign says so
				}
				f := aboutRef(p, r, ref, ref.One)
				f.Message = fmt.Sprintf("eval_refs[%d] is %q, but the evaluation is now %q", ref.index, ref.text, ref.One.Key())
				p.Report(f)
			}
		}
	},
}

// onePro is an evaluation for the examples.
const onePro = ` {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-01-01T00:00:00Z"}`
