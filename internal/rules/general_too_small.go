package rules

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var generalTooSmall = &check.Rule{
	Rule: diag.Rule{
		Name:     "general-too-small",
		Group:    "Governance",
		Severity: diag.Error,
		Summary:  "a general must be of a large size class",
		Why: `Generals vote for the whole hive. BIP-035 reserves that role for large
models; smaller ones take part as specialists.`,
		Repair: `Set "role" to "specialist", or correct "size_class" when the model
really is large.`,
		Configure: "`policy.general_size_classes` may narrow the size classes, never widen them.",
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "a", "role": "general", "size_class": "mini"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "a", "role": "specialist", "size_class": "mini"}]}
`,
	Check: func(p *check.Pass) {
		base := baseEntries(p)
		for e := range p.Registry.All() {
			if tooSmall(p, e) {
				p.ReportEntry(e, e.At("size_class"), string(smallest(p, e, base[e.ModelID])),
					`make the model a specialist, or correct its size_class`,
					"model %q is general but its size class is %q", e.ModelID, e.SizeClass)
			}
		}
	},
}

// smallest is the size class of a general that is too small: the base's where
// that is smaller still, for what grew is the fault that was there.
func smallest(p *check.Pass, e *registry.Entry, base []*registry.Entry) registry.SizeClass {
	was := slices.DeleteFunc(slices.Clone(base), func(b *registry.Entry) bool { return !tooSmall(p, b) })
	if len(was) == 1 && was[0].SizeClass.Rank() < e.SizeClass.Rank() {
		return was[0].SizeClass
	}
	return e.SizeClass
}

// tooSmall reports whether e is a general of a known size class that the
// policy does not allow. An unknown class is the schema's to report.
func tooSmall(p *check.Pass, e *registry.Entry) bool {
	return e.Role == registry.General && e.SizeClass.Rank() > 0 &&
		!slices.Contains(p.Config.Policy.GeneralSizeClasses, string(e.SizeClass))
}
