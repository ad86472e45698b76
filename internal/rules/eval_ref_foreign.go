package rules

import (
	"cmp"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

var evalRefForeign = &check.Rule{
	Rule: diag.Rule{
		Name:     "eval-ref-foreign",
		Group:    "Evaluations",
		Severity: diag.Error,
		Summary:  "an eval_ref must name an evaluation of the same model",
		Why: `A reference to another model's evaluation lends that model's result. It
is reported only where the evaluation is positively another's: by its model_id,
because another entry or metrics file has its name, or by its provider.`,
		Repair: `Write the key of an evaluation of this model, or remove the reference.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "bolt-two", "provider": "bolt", "display_name": "Two", "eval_refs": ["eval-acme-one-pro-2025-01-01"]}]}
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
				if !ref.foreign {
					continue
				}
				f := aboutRef(p, r, ref, r.newest)
				f.Message = fmt.Sprintf("eval_refs[%d] is %q, an evaluation of %q and not of %q",
					ref.index, ref.text, cmp.Or(ref.One.ModelID, ref.One.FullModel), r.ModelID)
				f.Help = cmp.Or(f.Help, "remove the reference")
				f.Related = []diag.Related{{Place: ref.One.At("fullModel"), Message: "the evaluation"}}
				p.Report(f)
			}
		}
	},
}
