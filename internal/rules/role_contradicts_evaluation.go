package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
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
		was := map[string][]contradiction{}
		if p.Base != nil {
			for _, c := range contradictions(p.Base) {
				was[c.ModelID] = append(was[c.ModelID], c)
			}
		}
		for _, c := range contradictions(p.Snapshot) {
			key := c.fault()
			if b := was[c.ModelID]; len(b) == 1 && c.ModelID != "" && c.noWorseThan(b[0]) {
				key = b[0].fault() // what became better is the fault that was there
			}
			reportContradiction(p, c, key)
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

// A contradiction is an entry that its newest evaluation does not bear out, and
// what that gives.
type contradiction struct {
	*registry.Entry
	newest *registry.Evaluation
	role   registry.Role
	status registry.Status
}

func contradictions(s *snapshot.Snapshot) []contradiction {
	var out []contradiction
	for _, r := range referrers(s) {
		v := r.ground()
		if v == nil {
			continue
		}
		role, status, ok := v.RoleFor()
		if c := (contradiction{r.Entry, v, role, status}); ok && c.fault() != "" {
			out = append(out, c)
		}
	}
	return out
}

// fault holds the value at fault and what it should be, so that a role raised
// further, or an evaluation that turned worse, is a new finding; "" where there
// is none. It is of the role rather than the status.
func (c contradiction) fault() string {
	switch {
	case c.ofRole():
		return fmt.Sprintf("role %s for %s", c.Role, c.role)
	case c.ofStatus():
		return "status " + string(c.Status)
	}
	return ""
}

func (c contradiction) ofRole() bool { return c.Role.Rank() > c.role.Rank() }

func (c contradiction) ofStatus() bool {
	return c.Status == registry.Active && c.status == registry.Archived
}

// noWorseThan reports whether c ranks no higher than b by an evaluation that is
// no lower, and has no fault that b has not.
func (c contradiction) noWorseThan(b contradiction) bool {
	return c.Role.Rank() <= b.Role.Rank() && c.role.Rank() >= b.role.Rank() && (b.ofStatus() || !c.ofStatus())
}

// reportContradiction tells one finding about an entry.
func reportContradiction(p *check.Pass, c contradiction, key string) {
	f := diag.Finding{Subject: c.Subject(), ModelID: c.ModelID, Key: key}
	if c.ofRole() {
		f.Place = c.At("role")
		f.Message = fmt.Sprintf("role of model %q is %q but its newest evaluation gives %q", c.ModelID, c.Role, c.role)
	} else {
		f.Place = c.At("status")
		f.Message = fmt.Sprintf("status of model %q is %q but its newest evaluation has rejected it", c.ModelID, c.Status)
	}
	f.Help = fmt.Sprintf("evaluation %q is %q: set \"role\" to %q", c.newest.Key(), c.newest.Status, c.role)
	if c.status == registry.Archived {
		f.Help += fmt.Sprintf(" and \"status\" to %q", c.status)
	}
	f.Related = []diag.Related{{Place: c.newest.At("status"), Message: "the evaluation's status"}}
	p.Report(f)
}
