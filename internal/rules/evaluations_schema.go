package rules

import (
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/schema"
)

var evaluationsSchema = &check.Rule{
	Rule: diag.Rule{
		Name:     "evaluations-schema",
		Group:    "Evaluations",
		Severity: diag.Error,
		Summary:  "an evaluation must follow its schema",
		Why: `Roles rest on evaluations. One without its six checks, or with events
that nobody defined, can't be held against the rubric.`,
		Repair: `Correct the value named. A rejected evaluation keeps its checks and
scores: the rubric lets a decision override the result, not erase it.`,
	},
	Bad: `
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "status": "rejected",
  "checks": [], "updatedAt": "2025-01-01T00:00:00Z"}]}
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
		if p.Evaluations == nil {
			return
		}
		doc := p.Evaluations.Doc
		for _, v := range p.Validator.Validate(schema.EvaluationsFile, doc.Root) {
			reportDocument(p, fault{doc, violationPlace(doc, v), violationKey(v), v.Message, v.Help})
		}
		for e := range p.Evaluations.All() {
			for _, v := range p.Validator.Validate(schema.Evaluation, e.Node) {
				p.ReportEvaluation(e, violationPlace(doc, v), violationKey(v), v.Help, "%s", v.Message)
			}
		}
	},
}

// sixtyPoints are checks that add up to 60, for the examples.
const sixtyPoints = `   {"name": "Connectivity", "score": 15, "critical": false},
   {"name": "Command & Tool Use", "score": 10, "critical": false},
   {"name": "Cursor File Operations", "score": 10, "critical": false},
   {"name": "Task Completeness", "score": 10, "critical": false},
   {"name": "Compliance & Safety", "score": 10, "critical": false},
   {"name": "Stability", "score": 5, "critical": false}`
