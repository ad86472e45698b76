package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/nearest"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var unknownProperty = &check.Rule{
	Rule: diag.Rule{
		Name:     "unknown-property",
		Group:    "Documents",
		Severity: diag.Warning,
		Summary:  "an entry should have no properties that its schema does not know",
		Why: `BIP-035 allows further properties, so a misspelt name passes the schema
and its value is lost without a word.`,
		Repair: `Correct the name. Properties of version 1.1 need "schema_version": "1.1";
anything else belongs into "notes" or into another file. One property more is
known in an entry of version 1.0: "x_modelgate_1_1", under which
` + "`modelgate migrate --to 1.0`" + ` keeps what only version 1.1 can say. The other
way, ` + "`modelgate migrate --to 1.1`" + ` sets a property that 1.0 does not know and
1.1 does aside, such as "aliases" as "x_modelgate_1_0_aliases".`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"schema_version": "1.0", "model_id": "acme-one", "provider": "acme", "display_name": "Acme One",
  "role": "specialist", "size_class": "small", "capabilities": [], "status": "active",
  "source_files": [], "eval_ref": [], "created_at": "2025-09-07T00:00:00Z"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"schema_version": "1.0", "model_id": "acme-one", "provider": "acme", "display_name": "Acme One",
  "role": "specialist", "size_class": "small", "capabilities": [], "status": "active",
  "source_files": [], "eval_refs": [], "created_at": "2025-09-07T00:00:00Z"}]}
`,
	Check: func(p *check.Pass) {
		searches := 0
		for _, n := range wrapper(p).Members() {
			known := []string{"schema_version", "models"}
			if isForeignProperty(n) || slices.Contains(known, n.Name) {
				continue
			}
			searches++
			doc := p.Registry.Doc
			reportDocument(p, fault{
				doc, doc.KeyPlace(n), n.Name,
				fmt.Sprintf("property %q of the registry is unknown", n.Name), knownHelp(n.Name, known, searches),
			})
		}
		for e := range p.Registry.All() {
			if _, known := entrySchema(e); !known {
				continue // schema-version-unknown says so
			}
			for _, n := range e.Node.Members() {
				if !isForeignProperty(n) && !isKept(e, n) && !slices.Contains(registry.FieldsOf(e.SchemaVersion), n.Name) {
					searches++
					reportProperty(p, e, n, searches)
				}
			}
		}
	},
}

// isForeignProperty reports whether a property is none of this rule's: an
// editor's "$schema" at the top, or what registry-not-specs reports.
func isForeignProperty(n *jsondoc.Node) bool {
	return n.Name == "$schema" && n.Parent.Parent == nil || isTracking(n.Name) || isVector(n)
}

// isKept reports whether a property is where an entry of version 1.0 keeps what
// only 1.1 can say.
func isKept(e *registry.Entry, n *jsondoc.Node) bool {
	return n.Name == registry.Kept && e.SchemaVersion == "1.0"
}

func reportProperty(p *check.Pass, e *registry.Entry, n *jsondoc.Node, searches int) {
	if slices.Contains(registry.Fields(), n.Name) {
		p.ReportEntry(e, e.Doc.KeyPlace(n), n.Name,
			fmt.Sprintf("give the entry the schema_version %q with `modelgate upsert` if it says what that version means by it, else remove it", "1.1"),
			"property %q belongs to schema_version %q, and the entry's is %q", n.Name, "1.1", e.SchemaVersion)
		return
	}
	// The same fault as before the migration, so the key is the same.
	if own, ok := strings.CutPrefix(n.Name, registry.OwnPrefix); ok && slices.Contains(registry.Fields(), own) && !slices.Contains(registry.FieldsOf("1.0"), own) {
		p.ReportEntry(e, e.Doc.KeyPlace(n), own,
			fmt.Sprintf("call it %q if it says what version 1.1 means by that, else remove it", own),
			"property %q is what the entry called %q in version 1.0, where it was unknown", n.Name, own)
		return
	}
	p.ReportEntry(e, e.Doc.KeyPlace(n), n.Name, knownHelp(n.Name, registry.FieldsOf(e.SchemaVersion), searches),
		"property %q of model %q is unknown", n.Name, e.ModelID)
}

func knownHelp(name string, known []string, searches int) string {
	if searches <= maxNearest {
		if near := nearest.List(strings.ToLower(name), known, 1); len(near) > 0 {
			return "did you mean " + near[0] + "?"
		}
	}
	return "remove it; known are " + strings.Join(known, ", ")
}
