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
		uses, base := map[string][]*registry.Entry{}, baseEntries(p)
		for e := range p.Registry.All() {
			if e.ModelID != "" {
				uses[e.ModelID] = append(uses[e.ModelID], e)
			}
		}
		for id, entries := range uses { // in any order: findings are sorted
			if len(entries) > 1 {
				reportUses(p, untouchedFirst(entries, base[id]))
			}
		}
	},
}

func reportUses(p *check.Pass, entries []*registry.Entry) {
	for _, e := range entries[1:] {
		p.Report(diag.Finding{
			Place: e.At("model_id"), Subject: e.ModelID, ModelID: e.ModelID,
			Message: fmt.Sprintf("model_id %q is used again", e.ModelID),
			Help:    "remove one of the entries, or correct its id",
			Related: []diag.Related{{Place: entries[0].At("model_id"), Message: "the other use of the id"}},
		})
	}
}

// untouchedFirst puts the entries that are the same in the base before those
// that were added or changed: of one id they are told.
func untouchedFirst(entries, base []*registry.Entry) []*registry.Entry {
	was := map[string]bool{}
	for _, e := range base {
		was[canonical(e.Node.Value())] = true
	}
	return putFirst(entries, func(e *registry.Entry) bool { return was[canonical(e.Node.Value())] })
}
