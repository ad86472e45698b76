package rules

import (
	"math"
	"strconv"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

var evaluationScoreMismatch = &check.Rule{
	Rule: diag.Rule{
		Name:     "evaluation-score-mismatch",
		Group:    "Evaluations",
		Severity: diag.Warning,
		Summary:  "a score should be the sum of its checks",
		Why: `The rubric defines the score as the sum of the six checks. Another number
was changed alone, or is the mean of two runs of which one is lost.`,
		Repair: `Write the sum, or correct the check that is wrong.`,
	},
	Bad: `
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "status": "rejected", "score": 64,
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
			score, ok := number(v.Score)
			sum, all := sumOf(v.Checks)
			// The schema wants integers; the tolerance is for those who don't.
			if !ok || !all || math.Abs(score-sum) < 1e-6 {
				continue
			}
			p.ReportEvaluation(v, v.At("score"), "", "write "+points(sum)+", or correct a check",
				"score is %s but the checks add up to %s", v.Score.Text, points(sum))
		}
	},
}

func points(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }
