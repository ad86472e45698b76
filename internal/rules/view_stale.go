package rules

import (
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/views"
)

var viewStale = &check.Rule{
	Rule: diag.Rule{
		Name:     "view-stale",
		Group:    "Form",
		Severity: diag.Warning,
		Summary:  "a generated view should say what the registry says",
		Why: `Older tools read a view and take it for the registry. One that was not
rendered again tells them of models as they used to be.

Views are optional: only those that are there, with the mark of modelgate, are
looked at. What counts is what a view says; its layout is its own.`,
		Repair: "Run `modelgate export`, or remove a view that no one reads.",
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "provider": "acme"}, {"model_id": "acme-two", "provider": "acme"}]}
-- metrics/views/by-provider.json --
{
  "generator": "modelgate",
  "generated_from": "registry/data/model_registry.json",
  "note": "Generated; do not edit. Change registry/data/model_registry.json and run ` + "`modelgate export`" + `.",
  "providers": {
    "acme": ["acme-one"]
  }
}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "provider": "acme"}, {"model_id": "acme-two", "provider": "acme"}]}
-- metrics/views/by-provider.json --
{
  "generator": "modelgate",
  "generated_from": "registry/data/model_registry.json",
  "note": "Generated; do not edit. Change registry/data/model_registry.json and run ` + "`modelgate export`" + `.",
  "providers": {
    "acme": ["acme-one", "acme-two"]
  }
}
-- metrics/views/generals.json --
{"generals": "a file that modelgate did not make"}
`,
	Check: func(p *check.Pass) {
		for _, f := range views.Check(p.Snapshot, p.Base) {
			if !f.Edited {
				reportView(p, f, "view %q is not what the registry gives: %s")
			}
		}
	},
}
