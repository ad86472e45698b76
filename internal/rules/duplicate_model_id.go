package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var duplicateModelID = &check.Rule{
	Rule: diag.Rule{
		Name:     "duplicate-model-id",
		Group:    "Duplicates",
		Severity: diag.Error,
		Summary:  "a model_id must be used once",
		Why: `Of two entries with one id nobody can say which holds. Two branches that
each add a model merge into such a file without a conflict.`,
		Repair: `Remove the entry that is wrong, or give it the id of its own model.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-one"},
 {"model_id": "acme-one"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-one"},
 {"model_id": "acme-two"}]}
`,
	Check: func(p *check.Pass) {
		first := map[string]*registry.Entry{}
		for e := range p.Registry.All() {
			if e.ModelID == "" {
				continue
			}
			if first[e.ModelID] == nil {
				first[e.ModelID] = e
				continue
			}
			p.Report(diag.Finding{
				Place: e.At("model_id"), Subject: e.ModelID, ModelID: e.ModelID,
				Message: fmt.Sprintf("model_id %q is used again", e.ModelID),
				Help:    "remove one of the entries, or correct its id",
				Related: []diag.Related{{Place: first[e.ModelID].At("model_id"), Message: "first use of the id"}},
			})
		}
	},
}
