package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

var modelsIndexDeleted = &check.Rule{
	Rule: diag.Rule{
		Name:      "models-index-deleted",
		Group:     "Specifications page",
		Severity:  diag.Warning,
		NeedsBase: true,
		Summary:   "the specifications page should not be deleted",
		Why: `MODELS_INDEX.md tells people what the models are. Other documents point
to it, and no tool can write it anew.`,
		Repair: `Put the page back, or move it to the place that paths.models_index
names.`,
		Configure: "`paths.models_index` says where the page stands.",
	},
	Bad: `
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
-- base:guidelines/MODELS_INDEX.md --
# Models
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
`,
	Good: `
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
-- base:MODELS_INDEX.md --
# Models
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
-- guidelines/MODELS_INDEX.md --
# Models
`,
	Check: func(p *check.Pass) {
		for _, c := range specsChanges(p) {
			if c.what != "deleted" {
				continue
			}
			p.Report(diag.Finding{
				Place: c.place(), Subject: c.path,
				Message: fmt.Sprintf("the specifications page %q is deleted", c.path),
				Help:    "put it back, or move it to " + p.Layout.Path(p.Layout.Paths.ModelsIndex),
			})
		}
	},
}
