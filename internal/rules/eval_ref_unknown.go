package rules

import (
	"cmp"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var evalRefUnknown = &check.Rule{
	Rule: diag.Rule{
		Name:     "eval-ref-unknown",
		Group:    "Evaluations",
		Severity: diag.Error,
		Summary:  "an eval_ref must name an evaluation",
		Why: `An entry's role rests on its evaluations. A reference that leads nowhere
is a role without evidence.`,
		Repair: `Write the evaluation's id, or its full key
eval-<provider>-<family>-<variant>-<date>. The finding names the nearest keys.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "eval_refs": ["eval-acme-two-2025-01-01"]}]}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One", "modelFamily": "One", "modelVariant": "Base", "updatedAt": "2025-01-01T00:00:00Z"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "eval_refs": ["eval-acme-one-base-2025-01-01"]}]}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One", "modelFamily": "One", "modelVariant": "Base", "updatedAt": "2025-01-01T00:00:00Z"}]}
`,
	Check: func(p *check.Pass) {
		if p.EvaluationsState == snapshot.Broken {
			return // its own finding says so
		}
		keys := &finder{list: p.Evaluations.Keys}
		for e := range p.Registry.All() {
			for i, ref := range e.EvalRefs {
				if !isText(e, "eval_refs", i) || p.Evaluations.Resolve(ref, e).Match != registry.MatchUnknown {
					continue
				}
				p.ReportEntry(e, e.AtElem("eval_refs", i), ref, unknownRefHelp(p, ref, keys),
					"eval_refs[%d] is %q, which no evaluation has", i, ref)
			}
		}
	},
}

func unknownRefHelp(p *check.Pass, ref string, keys *finder) string {
	if p.EvaluationsState == snapshot.Absent {
		return fmt.Sprintf("add %s, or remove the reference", p.Layout.Path(p.Layout.Paths.Evaluations))
	}
	return cmp.Or(keys.find(ref), "write the key of an existing evaluation")
}
