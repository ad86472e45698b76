package rules

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var statusTransition = &check.Rule{
	Rule: diag.Rule{
		Name:      "status-transition",
		Group:     "Lifecycle",
		Severity:  diag.Error,
		NeedsBase: true,
		Summary:   "a status must change step by step",
		Why: `Users of a model need a time in which it is deprecated before it is
archived, and an archived model must not come back unnoticed. Legal are
active to deprecated and back, and deprecated to archived; a new entry may have
any status.`,
		Repair: `Deprecate the model first and archive it in a later change. To bring an
archived model back, record the reason with ` + "`modelgate set-status ID active --reason …`.",
	},
	Bad: `
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "status": "active"}]}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "status": "archived"}]}
`,
	Good: `
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "status": "active"}]}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "status": "deprecated"}, {"model_id": "acme-two", "status": "archived"}]}
`,
	Check: func(p *check.Pass) {
		base := baseEntries(p)
		for e := range p.Registry.All() {
			was := base[e.ModelID]
			if len(was) == 0 || slices.ContainsFunc(was, func(b *registry.Entry) bool { return mayBecome(b.Status, e.Status) }) {
				continue
			}
			from := was[0].Status
			p.ReportEntry(e, e.At("status"), string(from)+" "+string(e.Status), transitionHelp(from),
				"status of %q goes from %q to %q, which is no legal step", e.ModelID, from, e.Status)
		}
	},
}

// mayBecome reports whether a status may follow another. Of a word that is no
// status nothing is said here; the schema reports it.
func mayBecome(from, to registry.Status) bool {
	next, ok := map[registry.Status][]registry.Status{
		registry.Active:     {registry.Active, registry.Deprecated},
		registry.Deprecated: {registry.Deprecated, registry.Active, registry.Archived},
		registry.Archived:   {registry.Archived},
	}[from]
	return !ok || !isStatus(to) || slices.Contains(next, to)
}

func isStatus(s registry.Status) bool {
	return s == registry.Active || s == registry.Deprecated || s == registry.Archived
}

func transitionHelp(from registry.Status) string {
	if from == registry.Archived {
		return "record why it comes back with `modelgate set-status ID active --reason …`"
	}
	return `set it to "deprecated" first, and archive it in a later change`
}
