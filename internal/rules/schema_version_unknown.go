package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
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
			if n := root.Get("schema_version"); n.Str() != "" && !isVersion(n.Text) {
				doc := p.Registry.Doc
				reportDocument(p, fault{
					doc, doc.Place(n), n.Text,
					fmt.Sprintf("schema_version of the registry is %q, which is unknown", n.Text), versionHelp(n.Text),
				})
			}
		}
		for e := range p.Registry.All() {
			if v := e.SchemaVersion; v != "" && !isVersion(v) {
				p.ReportEntry(e, e.At("schema_version"), v, versionHelp(v),
					"schema_version of model %q is %q, which is unknown", e.ModelID, v)
			}
		}
	},
}

// versions lists the schema versions of this program, oldest first.
func versions() []string { return []string{"1.0", "1.1"} }

func isVersion(v string) bool { return slices.Contains(versions(), v) }

func versionHelp(v string) string {
	if isNewer(v) {
		return "upgrade modelgate"
	}
	return `write "1.0" or "1.1"`
}

// isNewer reports whether v is a version after the newest known.
func isNewer(v string) bool {
	major, minor, ok := splitVersion(v)
	known := versions()
	newestMajor, newestMinor, _ := splitVersion(known[len(known)-1])
	return ok && (major > newestMajor || major == newestMajor && minor > newestMinor)
}

func splitVersion(v string) (major, minor int, ok bool) {
	a, b, _ := strings.Cut(v, ".")
	major, errMajor := strconv.Atoi(a)
	minor, errMinor := strconv.Atoi(b)
	return major, minor, errMajor == nil && errMinor == nil
}
