package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var evaluationUnlinked = &check.Rule{
	Rule: diag.Rule{
		Name:     "evaluation-unlinked",
		Group:    "Evaluations",
		Severity: diag.Note,
		Summary:  "an evaluation should be referred to by an entry",
		Why: `An evaluation that no entry refers to has no effect: its model is not
registered, or the entry does not say what its role rests on.`,
		Repair: "Register the model, or run `modelgate reconcile`, which writes the missing\n" +
			"references.",
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-one-pro", "provider": "acme", "display_name": "One Pro", "eval_refs": []}]}
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
		if p.RegistryState != snapshot.Present {
			return // its own finding says so
		}
		linked, owner := map[*registry.Evaluation]bool{}, map[registry.Owner]string{}
		asked := map[string]bool{}
		for _, r := range referrers(p.Snapshot) {
			for _, ref := range r.refs {
				linked[ref.One] = true
				if ref.One == nil && !asked[ref.text] { // eval-ref-ambiguous asks which of them is meant
					asked[ref.text] = true
					for _, v := range ref.Among {
						linked[v] = true
					}
				}
			}
			for o := range r.own {
				owner[o] = r.ModelID
			}
		}
		for v := range p.Evaluations.All() {
			if !linked[v] {
				p.ReportEvaluation(v, v.At("fullModel"), "", unlinkedHelp(owner[v.Owner()]),
					"evaluation %q is referred to by no entry", v.Key())
			}
		}
	},
}

func unlinkedHelp(owner string) string {
	if owner == "" {
		return "register the model that was evaluated"
	}
	return fmt.Sprintf("run `modelgate reconcile`, which links it to %q", owner)
}
