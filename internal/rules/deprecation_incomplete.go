package rules

import (
	"strings"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var deprecationIncomplete = &check.Rule{
	Rule: diag.Rule{
		Name:     "deprecation-incomplete",
		Group:    "Lifecycle",
		Severity: diag.Warning,
		Summary:  "a deprecated entry of version 1.1 should say since when and why",
		Why: `Whoever uses a model that is deprecated has to decide when to leave it.
Without a date and a reason there is nothing to decide by. Entries of version
1.0 have no place for either.`,
		Repair: `Write "deprecated_at" (RFC 3339) and "reason" into "lifecycle";
` + "`modelgate set-status ID deprecated --reason ...`" + ` does so.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.1", "models": [{"schema_version": "1.1", "model_id": "acme-one", "status": "deprecated",
  "lifecycle": {"deprecated_at": "2025-01-01T00:00:00Z"}}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.1", "models": [
 {"schema_version": "1.1", "model_id": "acme-one", "status": "deprecated",
  "lifecycle": {"deprecated_at": "2025-01-01T00:00:00Z", "reason": "acme-two answers better"}},
 {"schema_version": "1.0", "model_id": "acme-zero", "status": "deprecated"}]}
`,
	Check: func(p *check.Pass) {
		for e := range p.Registry.All() {
			if e.SchemaVersion != "1.1" || e.Status != registry.Deprecated {
				continue
			}
			if missing := missingOfDeprecation(e); len(missing) > 0 {
				what := strings.Join(missing, " and no ")
				p.ReportEntry(e, deprecationPlace(e), "",
					`write "deprecated_at" and "reason" into "lifecycle"`,
					"model %q is deprecated, and its lifecycle has no %s", e.ModelID, what)
			}
		}
	},
}

// missingOfDeprecation lists the properties that are not there or say nothing.
// Of those that have a wrong type the schema speaks.
func missingOfDeprecation(e *registry.Entry) []string {
	lifecycle := e.Node.Get("lifecycle")
	if lifecycle != nil && !lifecycle.Is(jsondoc.Object) {
		return nil
	}
	var out []string
	for _, name := range []string{"deprecated_at", "reason"} {
		n := lifecycle.Get(name)
		if n == nil || name == "reason" && n.Is(jsondoc.String) && strings.TrimSpace(n.Text) == "" {
			out = append(out, name)
		}
	}
	return out
}

// deprecationPlace is where the missing property belongs, or what demands it.
func deprecationPlace(e *registry.Entry) diag.Place {
	if e.Node.Get("lifecycle") != nil {
		return e.At("lifecycle")
	}
	return e.At("status")
}
