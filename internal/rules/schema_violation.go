package rules

import (
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/schema"
)

var schemaViolation = &check.Rule{
	Rule: diag.Rule{
		Name:     "schema-violation",
		Group:    "Documents",
		Severity: diag.Error,
		Summary:  "a registry entry must follow its schema",
		Why: `Every reader of the registry relies on the schema of BIP-035: which
properties an entry has, and what they may hold.`,
		Repair: `Correct the value named. The schemas are model_registry.schema.json and,
for schema_version 1.1, model_registry-1.1.schema.json.`,
		Fixed: true,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"schema_version": "1.0", "model_id": "acme-one", "provider": "acme", "display_name": "Acme One",
  "role": "specialist", "size_class": "tiny", "capabilities": [], "status": "active",
  "source_files": [], "created_at": "2025-09-07T00:00:00Z"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"schema_version": "1.0", "model_id": "acme-one", "provider": "acme", "display_name": "Acme One",
  "role": "specialist", "size_class": "small", "capabilities": [], "status": "active",
  "source_files": [], "created_at": "2025-09-07T00:00:00Z"}]}
`,
	Check: func(p *check.Pass) {
		checkWrapper(p)
		for e := range p.Registry.All() {
			s, known := entrySchema(e)
			if !known {
				continue // schema-version-unknown says so
			}
			for _, v := range p.Validator.Validate(s, e.Node) {
				p.ReportEntry(e, violationPlace(e.Doc, v), violationKey(v), v.Help, "%s", v.Message)
			}
		}
	},
}

func checkWrapper(p *check.Pass) {
	if p.Registry == nil {
		return
	}
	doc := p.Registry.Doc
	if wrapper(p) == nil && doc.Name != p.Layout.Path(p.Layout.Paths.Registry) {
		return
	}
	if v := p.Registry.SchemaVersion; v != "" && !registry.KnownVersion(v) {
		return // schema-version-unknown says so
	}
	for _, v := range p.Validator.Validate(schema.RegistryFile, doc.Root) {
		reportDocument(p, fault{doc, violationPlace(doc, v), violationKey(v), v.Message, v.Help})
	}
}

// entrySchema returns the schema of an entry's version. An entry without one
// is held against 1.0, which says that it is missing.
func entrySchema(e *registry.Entry) (schema.Schema, bool) {
	switch e.SchemaVersion {
	case "1.0", "":
		return schema.Entry10, true
	case "1.1":
		return schema.Entry11, true
	}
	return "", false
}
