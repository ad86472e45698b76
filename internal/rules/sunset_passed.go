package rules

import (
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var sunsetPassed = &check.Rule{
	Rule: diag.Rule{
		Name:     "sunset-passed",
		Group:    "Lifecycle",
		Severity: diag.Warning,
		Summary:  "a model whose last day has passed should be archived",
		Why: `"sunset_at" is the last moment at which a model may be used. While its
status says otherwise, tools go on using it.`,
		Repair: `Archive the model with ` + "`modelgate set-status ID archived --reason ...`" + `, or
move "sunset_at".`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.1", "models": [{"schema_version": "1.1", "model_id": "acme-one", "status": "deprecated",
  "lifecycle": {"deprecated_at": "2025-01-01T00:00:00Z", "reason": "acme-two answers better", "sunset_at": "2025-06-30T23:59:59Z"}}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.1", "models": [{"schema_version": "1.1", "model_id": "acme-one", "status": "archived",
  "lifecycle": {"deprecated_at": "2025-01-01T00:00:00Z", "reason": "acme-two answers better", "sunset_at": "2025-06-30T23:59:59Z"}}]}
`,
	Check: func(p *check.Pass) {
		for e := range p.Registry.All() {
			if e.SchemaVersion != "1.1" || e.Status != registry.Active && e.Status != registry.Deprecated {
				continue
			}
			n := e.Node.Get("lifecycle").Get("sunset_at")
			if at, ok := registry.ParseTime(n.Str()); ok && p.Now.After(at) {
				p.ReportEntry(e, e.Doc.Place(n), n.Text, "archive the model, or move the date",
					"sunset_at of model %q is %q, which has passed, and its status is %q", e.ModelID, n.Text, e.Status)
			}
		}
	},
}
