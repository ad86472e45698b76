package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var schemaVersionUnknown = &check.Rule{
	Rule: diag.Rule{
		Name:     "schema-version-unknown",
		Group:    "Documents",
		Severity: diag.Error,
		Summary:  "a schema_version must be one that this program knows",
		Why: `An entry of an unknown version can't be held against a schema: whatever
else it says is unchecked.`,
		Repair: `Upgrade modelgate when the version is newer than the program; otherwise
write "1.0" or "1.1".`,
		Fixed: true,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"schema_version": "2.0", "model_id": "acme-one"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.1", "models": [{"schema_version": "1.0", "model_id": "acme-one"}]}
`,
	Check: func(p *check.Pass) {
		if root := wrapper(p); root != nil {
			if n := root.Get("schema_version"); n.Str() != "" && !registry.KnownVersion(n.Text) {
				doc := p.Registry.Doc
				reportDocument(p, fault{
					doc, doc.Place(n), n.Text,
					fmt.Sprintf("schema_version of the registry is %q, which is unknown", n.Text), versionHelp(n.Text),
				})
			}
		}
		for e := range p.Registry.All() {
			if v := e.SchemaVersion; v != "" && !registry.KnownVersion(v) {
				p.ReportEntry(e, e.At("schema_version"), v, versionHelp(v),
					"schema_version of model %q is %q, which is unknown", e.ModelID, v)
			}
		}
	},
}

func versionHelp(v string) string {
	if registry.NewerVersion(v) {
		return "upgrade modelgate"
	}
	return `write "1.0" or "1.1"`
}
