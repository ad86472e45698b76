package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var evaluationStatusMismatch = &check.Rule{
	Rule: diag.Rule{
		Name:     "evaluation-status-mismatch",
		Group:    "Evaluations",
		Severity: diag.Warning,
		Summary:  "a status should be what the rubric makes of the checks",
		Why: `MODEL_TEST_PROTOCOL: general from 85 points without a critical fault,
contributor from 65 to 84, rejected below or with a critical fault in
Connectivity, Cursor File Operations or Task Completeness. A master decision
may override this, but only to "rejected".`,
		Repair: `Write the status that the checks give, or correct the check that is
wrong. A model that the master rejects has a masterDecision that says so.`,
	},
	Bad: `
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "status": "contributor", "score": 60,
  "checks": [
` + sixtyPoints + `],
  "updatedAt": "2025-01-01T00:00:00Z"}]}
`,
	Good: `
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "status": "rejected", "score": 60,
  "checks": [
` + sixtyPoints + `],
  "updatedAt": "2025-01-01T00:00:00Z"}]}
`,
	Check: func(p *check.Pass) {
		for v := range p.Evaluations.All() {
			if !slices.Contains([]string{"general", "contributor", "rejected"}, v.Status) {
				continue // the schema says so
			}
			rated, ok := rate(v.Checks)
			if !ok || v.Status == rated.status || isRejectedByMaster(v) {
				continue
			}
			p.ReportEvaluation(v, v.At("status"), v.Status, fmt.Sprintf("write %q, or correct a check", rated.status),
				"status is %q but %s mean %q", v.Status, rated, rated.status)
		}
	},
}

// isRejectedByMaster reports whether a decision overrides the rubric, which it
// may do in one direction only.
func isRejectedByMaster(v *registry.Evaluation) bool {
	return v.Status == "rejected" && v.MasterDecision.Get("decision").Str() == "rejected"
}

// String says what the rating rests on: `62 points and critical faults in
// "Connectivity"`.
func (v verdict) String() string {
	s := points(v.sum) + " points"
	if len(v.critical) > 0 {
		s += fmt.Sprintf(" and critical faults in \"%s\"", strings.Join(v.critical, `", "`))
	}
	return s
}
