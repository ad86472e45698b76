package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var roleContradictsEvaluation = &check.Rule{
	Rule: diag.Rule{
		Name:     "role-contradicts-evaluation",
		Group:    "Evaluations",
		Severity: diag.Error,
		Summary:  "a role must not rank above the newest evaluation",
		Why: `The evaluation decides what a model may do: general makes a general,
contributor a specialist, and a rejected model is experimental and no longer
active. The newest evaluation counts, whether the entry refers to it or not;
a role below it is the hive's choice.`,
		Repair: `Lower "role", or "status" of a rejected model, to what the evaluation
gives; or have the model evaluated again.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-one-pro", "provider": "acme", "display_name": "One Pro", "role": "general", "size_class": "xl", "status": "active",
  "eval_refs": ["eval-acme-one-pro-2025-01-01"]}]}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "status": "contributor",
  "updatedAt": "2025-01-01T00:00:00Z"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-one-pro", "provider": "acme", "display_name": "One Pro", "role": "specialist", "size_class": "xl", "status": "active",
  "eval_refs": ["eval-acme-one-pro-2025-01-01"]}]}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "status": "contributor",
  "updatedAt": "2025-01-01T00:00:00Z"}]}
`,
	Check: func(p *check.Pass) {
		for _, r := range referrers(p.Snapshot) {
			v := r.ground()
			if v == nil {
				continue
			}
			if role, status, ok := v.RoleFor(); ok {
				reportContradiction(p, r.Entry, v, role, status)
			}
		}
	},
}

// ground returns the evaluation that the role of an entry rests on: the newest
// of its own, which it can't escape by not naming them, and of those that it
// refers to. Nil when there is none.
func (r referrer) ground() *registry.Evaluation {
	v := r.newest
	for _, ref := range r.refs {
		if !ref.foreign {
			v = registry.Newer(v, ref.One)
		}
	}
	return v
}

// reportContradiction tells one finding about an entry, of the role rather
// than the status. The key holds the value at fault and what it should be, so
// that a role raised further, or an evaluation that turned worse, is a new finding.
func reportContradiction(p *check.Pass, e *registry.Entry, v *registry.Evaluation, role registry.Role, status registry.Status) {
	f := diag.Finding{Subject: e.Subject(), ModelID: e.ModelID}
	switch {
	case e.Role.Rank() > role.Rank():
		f.Place, f.Key = e.At("role"), fmt.Sprintf("role %s for %s", e.Role, role)
		f.Message = fmt.Sprintf("role of model %q is %q but its newest evaluation gives %q", e.ModelID, e.Role, role)
	case e.Status == registry.Active && status == registry.Archived:
		f.Place, f.Key = e.At("status"), "status "+string(e.Status)
		f.Message = fmt.Sprintf("status of model %q is %q but its newest evaluation has rejected it", e.ModelID, e.Status)
	default:
		return
	}
	f.Help = fmt.Sprintf("evaluation %q is %q: set \"role\" to %q", v.Key(), v.Status, role)
	if status == registry.Archived {
		f.Help += fmt.Sprintf(" and \"status\" to %q", status)
	}
	f.Related = []diag.Related{{Place: v.At("status"), Message: "the evaluation's status"}}
	p.Report(f)
}
