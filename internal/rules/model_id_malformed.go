package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// maxModelID is the length in bytes of the longest valid id.
const maxModelID = 128

var modelIDMalformed = &check.Rule{
	Rule: diag.Rule{
		Name:     "model-id-malformed",
		Group:    "Governance",
		Severity: diag.Error,
		Summary:  "a model_id must be plain lower-case words",
		Why: `Ids are file names, keys and parts of other keys, on file systems that
ignore case too. They are lower-case letters and digits, joined by a single
dot, underscore or hyphen, and at most 128 characters long.`,
		Repair: `Write the id in that form. The metrics file of the model bears the same
name.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "Acme One"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one-2.5"}]}
`,
	Check: func(p *check.Pass) {
		for e := range p.Registry.All() {
			switch id := e.ModelID; {
			case !e.Node.Get("model_id").Is(jsondoc.String), registry.ValidModelID(id):
				// what is no string is the schema's
			case len(id) > maxModelID:
				p.ReportEntry(e, e.At("model_id"), "", "choose a shorter id",
					"model_id %q has %d bytes, more than the limit of %d", id, len(id), maxModelID)
			default:
				p.ReportEntry(e, e.At("model_id"), "", modelIDHelp(id),
					"model_id is %q, which is not lower-case words joined by '.', '_' or '-'", id)
			}
		}
	},
}

func modelIDHelp(id string) string {
	if s := registry.Slug(id); s != "" {
		return fmt.Sprintf("write %q", s)
	}
	return "use the letters a to z and digits"
}
