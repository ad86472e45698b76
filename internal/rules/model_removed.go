package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var modelRemoved = &check.Rule{
	Rule: diag.Rule{
		Name:      "model-removed",
		Group:     "Lifecycle",
		Severity:  diag.Error,
		NeedsBase: true,
		Summary:   "only an archived model that nothing refers to may be removed",
		Why: `A removed entry takes its history and its references with it. Archiving
keeps both, and says to everyone that the model is no longer in use.`,
		Repair: `Put the entry back and archive it. To remove an archived one, first
remove what refers to it: lifecycle.replaced_by of other entries, model_id of
evaluations, its metrics file.`,
	},
	Bad: `
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "status": "active"}]}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
`,
	Good: `
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "status": "archived"}]}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
`,
	Check: func(p *check.Pass) {
		if p.RegistryState != snapshot.Present {
			return // its own finding says so
		}
		at := p.Registry.Doc.KeyPlace(p.Registry.Doc.Root.Get("models"))
		removed := baseEntries(p)
		for e := range p.Registry.All() {
			delete(removed, e.ModelID)
		}
		references := referencesTo(p, removed)
		for id, was := range removed {
			why := "something still refers to it"
			if b := unarchived(was); b != nil {
				why = fmt.Sprintf("its status was %s and not \"archived\"", said(b.Node.Get("status")))
			} else if len(references[id]) == 0 {
				continue
			}
			p.Report(diag.Finding{
				Place: at, Subject: id, ModelID: id,
				Message: fmt.Sprintf("model %q is removed, but %s", id, why),
				Help:    `put the entry back, with the status "archived" when the model is out of use`,
				Related: references[id],
			})
		}
	},
}

// unarchived returns the first entry that is not archived, or nil.
func unarchived(entries []*registry.Entry) *registry.Entry {
	for _, e := range entries {
		if e.Status != registry.Archived {
			return e
		}
	}
	return nil
}

// referencesTo lists what refers to each of the ids apart from its own entry.
func referencesTo(p *check.Pass, ids map[string][]*registry.Entry) map[string][]diag.Related {
	out := map[string][]diag.Related{}
	add := func(id string, at diag.Place, format, value string) {
		out[id] = append(out[id], diag.Related{Place: at, Message: fmt.Sprintf(format, value)})
	}
	for e := range p.Registry.All() {
		by := e.Node.Get("lifecycle").Get("replaced_by")
		if ids[by.Str()] != nil {
			add(by.Str(), e.Doc.Place(by), "%q is replaced by it", e.ModelID)
		}
	}
	for v := range p.Evaluations.All() {
		if ids[v.ModelID] != nil {
			add(v.ModelID, v.At("model_id"), "the evaluation %q is of it", v.Key())
		}
	}
	for _, m := range p.Metrics {
		if ids[m.ID] != nil {
			add(m.ID, m.At("fullModel"), "%q is its metrics file", m.Path)
		}
	}
	return out
}
