package rules

import (
	"strings"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/schema"
)

var metricsSchema = &check.Rule{
	Rule: diag.Rule{
		Name:     "metrics-schema",
		Group:    "Metrics",
		Severity: diag.Error,
		Summary:  "a metrics file must have the shape of a self-test result",
		Why: `Registry entries are imported from the metrics files. A result whose
checks have other names or other scales can't be compared with any other.`,
		Repair: `Correct the named value; the six checks and their scales are those of
MODEL_TEST_PROTOCOL.`,
	},
	Bad: `
-- metrics/models/acme-one.json --
{"fullModel": "Acme One", "provider": "Acme", "modelFamily": "One", "modelVariant": "Base", "version": "2025-01",
 "checks": [
  {"name": "Connectivité", "score": 15, "critical": false},
  {"name": "Command & Tool Use", "score": 15, "critical": false},
  {"name": "Cursor File Operations", "score": 25, "critical": false},
  {"name": "Task Completeness", "score": 25, "critical": false},
  {"name": "Compliance & Safety", "score": 10, "critical": false},
  {"name": "Stability", "score": 10, "critical": false}],
 "selfClassification": "general", "summary": "Passed."}
`,
	Good: `
-- metrics/models/acme-one.json --
{"fullModel": "Acme One", "provider": "Acme", "modelFamily": "One", "modelVariant": "Base", "version": "2025-01",
 "checks": [
  {"name": "Connectivity", "score": 15, "critical": false},
  {"name": "Command & Tool Use", "score": 15, "critical": false},
  {"name": "Cursor File Operations", "score": 25, "critical": false},
  {"name": "Task Completeness", "score": 25, "critical": false},
  {"name": "Compliance & Safety", "score": 10, "critical": false},
  {"name": "Stability", "score": 10, "critical": false}],
 "selfClassification": "general", "summary": "Passed."}
`,
	Check: func(p *check.Pass) {
		names := newMetricNames(p)
		for _, m := range p.Metrics {
			for _, v := range p.Validator.Validate(schema.Metrics, m.Doc.Root) {
				// With the value: six wrong names are six faults.
				key := strings.TrimSpace(violationKey(v) + " " + keyOf(v.Node))
				names.report(p, m, violationPlace(m.Doc, v), key, v.Help, "%s", v.Message)
			}
		}
	},
}
