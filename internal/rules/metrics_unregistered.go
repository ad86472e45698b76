package rules

import (
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var metricsUnregistered = &check.Rule{
	Rule: diag.Rule{
		Name:     "metrics-unregistered",
		Group:    "Metrics",
		Severity: diag.Warning,
		Summary:  "a metrics file should belong to a registered model",
		Why: `A tested model that the registry does not know has no role, and every
list made from the registry leaves it out.`,
		Repair: "Run `modelgate import`, or name the file in the `source_files` of its entry.",
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
-- metrics/models/acme-one.json --
{"provider": "Acme", "fullModel": "Acme One"}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-one"},
 {"model_id": "acme-2", "source_files": ["metrics/models/acme-two.json"]}]}
-- metrics/models/acme-one.json --
{"provider": "Acme", "fullModel": "Acme One"}
-- metrics/models/acme-two.json --
{"provider": "Acme", "fullModel": "Acme Two"}
`,
	Check: func(p *check.Pass) {
		if p.RegistryState != snapshot.Present {
			return // its own finding says so
		}
		registered := map[string]bool{}
		for e := range p.Registry.All() {
			registered[e.ModelID] = true
			for _, src := range e.SourceFiles {
				registered[src] = true
			}
		}
		names := newMetricNames(p)
		for _, m := range p.Metrics {
			if !registered[m.ID] && !registered[m.Path] {
				names.report(p, m, m.At("fullModel"), "", "run `modelgate import`",
					"metrics file %q belongs to no registered model", m.Path)
			}
		}
	},
}
