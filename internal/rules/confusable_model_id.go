package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var confusableModelID = &check.Rule{
	Rule: diag.Rule{
		Name:     "confusable-model-id",
		Group:    "Duplicates",
		Severity: diag.Error,
		Summary:  "a model_id must not look like another one",
		Why: `Ids that differ only by case, by the kind of separator or by letters that
look alike (a Cyrillic a, 0 for o, 1 for l) are taken for each other by people,
and by file systems that ignore case. Ids that are merely similar are fine.`,
		Repair: `Keep one of the entries when both mean one model; otherwise give one of
them an id that can be told apart.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-2-5-pro"},
 {"model_id": "acme-2.5-pro"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-2-5-flash"},
 {"model_id": "acme-2-5-pro"}]}
`,
	Check: func(p *check.Pass) {
		first, last := map[string]*registry.Entry{}, ""
		for _, e := range knownFirst(p, byID(p.Registry)) {
			if e.ModelID == last {
				continue // duplicate-model-id says so
			}
			last = e.ModelID
			s := registry.Skeleton(e.ModelID)
			other := first[s]
			if other == nil {
				first[s] = e
				continue
			}
			p.Report(diag.Finding{
				Place: e.At("model_id"), Subject: e.ModelID, ModelID: e.ModelID, Key: s,
				// %+q spells other than ASCII out, else both would look the same here.
				Message: fmt.Sprintf("model_id %+q can be taken for %+q", e.ModelID, other.ModelID),
				Help:    "keep one of the entries, or choose an id that can be told apart",
				Related: []diag.Related{{Place: other.At("model_id"), Message: "the other id"}},
			})
		}
	},
}
