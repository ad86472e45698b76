package rules

import (
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var sizeContradictsName = &check.Rule{
	Rule: diag.Rule{
		Name:     "size-contradicts-name",
		Group:    "Governance",
		Severity: diag.Warning,
		Summary:  "a size class should fit the size that the model's name states",
		Why: `The size class decides who may be a general, and names often state the
size: a model called 405B is not small. Of a mixture of experts all parameters
count, not the active ones. Where a name states none, the words nano, mini, low
and lite contradict a large size class.`,
		Repair: `Correct "size_class"; the finding names the class that the stated number
of parameters gives.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-405b", "role": "specialist", "size_class": "small"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-405b-a22b", "role": "specialist", "size_class": "xl"}]}
`,
	Check: func(p *check.Pass) {
		small := registry.NewWords([]string{"nano", "mini", "low", "lite"})
		for e := range p.Registry.All() {
			if e.SizeClass.Rank() == 0 {
				continue // the schema says so
			}
			if stated := statedParameters(e); stated.Total > 0 {
				if want := registry.SizeOf(stated.Total); contradicts(e.SizeClass, want) {
					p.ReportEntry(e, e.At("size_class"), string(e.SizeClass), `set "size_class" to "`+string(want)+`"`,
						"model %q has size class %q but its name says %q, which is %q",
						e.ModelID, e.SizeClass, stated.Text, want)
				}
				continue
			}
			word := e.NameToken(small)
			// Of a general, general-small-variant says so.
			if word != "" && e.SizeClass.Rank() >= registry.Large.Rank() && e.Role != registry.General {
				p.ReportEntry(e, e.At("size_class"), string(e.SizeClass), "correct the size class, or the name",
					"model %q has size class %q but its name says %q", e.ModelID, e.SizeClass, word)
			}
		}
	},
}

// statedParameters returns the sizes that the entry's name states, else those
// of its id. What the name calls active parameters is no total in the id.
func statedParameters(e *registry.Entry) registry.Parameters {
	name, id := registry.ParseParameters(e.DisplayName), registry.ParseParameters(e.ModelID)
	if name.Total > 0 || id.Total == name.Active {
		return name
	}
	return id
}

// contradicts reports whether two size classes are too far apart for a matter
// of taste: two steps, or one across the line that generals must be above.
func contradicts(declared, stated registry.SizeClass) bool {
	d, s, large := declared.Rank(), stated.Rank(), registry.Large.Rank()
	return max(d, s)-min(d, s) >= 2 || (d >= large) != (s >= large)
}
