package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/views"
)

var viewEdited = &check.Rule{
	Rule: diag.Rule{
		Name:     "view-edited",
		Group:    "Form",
		Severity: diag.Error,
		Summary:  "a generated view must not be changed by hand",
		Why: `The registry is the one place where models are described. A change made
in a view is seen by some tools and not by others, and the next export undoes
it.

A view counts as changed by hand when it says what the registry gives neither
before nor after the change, or no longer says what it gives both times. Only a
comparison with a base can tell; elsewhere ` + "`view-stale`" + ` speaks of the
difference.`,
		Repair: `Make the change in the registry, then run ` + "`modelgate export`" + `. That alone is
enough where the view was rendered from an earlier state of the same branch.`,
		NeedsBase: true,
	},
	Bad: `
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "provider": "acme"}]}
-- base:metrics/views/by-provider.json --
{
  "generator": "modelgate",
  "generated_from": "registry/data/model_registry.json",
  "note": "Generated; do not edit. Change registry/data/model_registry.json and run ` + "`modelgate export`" + `.",
  "providers": {
    "acme": ["acme-one"]
  }
}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "provider": "acme"}]}
-- metrics/views/by-provider.json --
{
  "generator": "modelgate",
  "generated_from": "registry/data/model_registry.json",
  "note": "Generated; do not edit. Change registry/data/model_registry.json and run ` + "`modelgate export`" + `.",
  "providers": {
    "acme": ["acme-one", "acme-two"]
  }
}
`,
	Good: `
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "provider": "acme"}]}
-- base:metrics/views/by-provider.json --
{
  "generator": "modelgate",
  "generated_from": "registry/data/model_registry.json",
  "note": "Generated; do not edit. Change registry/data/model_registry.json and run ` + "`modelgate export`" + `.",
  "providers": {
    "acme": ["acme-one"]
  }
}
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
`,
	Check: func(p *check.Pass) {
		for _, f := range views.Check(p.Snapshot, p.Base) {
			if f.Edited {
				reportView(p, f, "view %q was changed by hand: %s")
			}
		}
	},
}

// reportView tells a fault of a view. format takes the view's name and what is
// wrong with it. A view is one subject, whatever part of it differs: the same
// command repairs them all.
func reportView(p *check.Pass, f views.Fault, format string) {
	p.Report(diag.Finding{
		Place: f.Place, Subject: f.Path, Key: f.View, Help: "run `modelgate export`",
		Message: fmt.Sprintf(format, f.View, f.What),
	})
}
