package rules

import (
	"fmt"
	"path"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var duplicateIdentity = &check.Rule{
	Rule: diag.Rule{
		Name:     "duplicate-identity",
		Group:    "Duplicates",
		Severity: diag.Error,
		Summary:  "a model must be registered once, under whatever id",
		Why: `One model under two ids can hold two roles and vote twice. Two entries
are one model when provider and name are the same after normalisation ("Meta"
and "Meta AI" are one provider, "instruct" makes no difference), when they come
from the same source file, or when one bears the other's id as an alias.`,
		Repair: `Remove one of the entries and name its id among the other's aliases, or
correct the name, source file or alias that they share.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "llama-405b", "provider": "Meta", "display_name": "Llama 405B"},
 {"model_id": "meta-ai-llama-405b-instruct", "provider": "Meta AI", "display_name": "Llama 405B Instruct"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "llama-405b", "provider": "Meta", "display_name": "Llama 405B"},
 {"model_id": "llama-70b", "provider": "Meta", "display_name": "Llama 70B"}]}
`,
	Check: func(p *check.Pass) {
		claims := map[string][]claim{}
		for _, e := range byID(p.Registry) {
			told := map[string]bool{} // each other model once, whatever they share
			for _, c := range claimsOf(p, e) {
				if other := c.clash(claims[c.key]); other.entry != nil && !told[other.entry.ModelID] {
					told[other.entry.ModelID] = true
					reportIdentity(p, c, other)
				}
				claims[c.key] = append(claims[c.key], c)
			}
		}
	},
}

// A claim is something that only one model can have.
type claim struct {
	entry *registry.Entry
	shape string // the skeleton of the entry's id
	what  string // the kind, as messages say it
	value string
	key   string // kind and value; it names no other entry, so that entries may come and go
	at    diag.Place
	soft  bool // an entry's own id, which clashes with aliases alone
}

// claimsOf lists the entry's claims, the most telling first.
func claimsOf(p *check.Pass, e *registry.Entry) []claim {
	var out []claim
	shape := skeleton(e.ModelID)
	add := func(what, value string, at diag.Place) {
		if value != "" {
			out = append(out, claim{entry: e, what: what, shape: shape, value: value, key: what + " " + value, at: at})
		}
	}
	for _, id := range e.Identities() {
		add("identity", id, e.At("display_name"))
	}
	for i, src := range e.SourceFiles {
		if src = path.Clean(src); !isShared(p, src) {
			add("source file", src, e.AtElem("source_files", i))
		}
	}
	add("id or alias", e.ModelID, e.At("model_id"))
	out[len(out)-1].soft = true
	for i, alias := range e.Aliases {
		add("id or alias", alias, e.AtElem("aliases", i))
	}
	return out
}

// isShared reports whether a file speaks of many models, so that no entry can
// claim it, or is none at all.
func isShared(p *check.Pass, rel string) bool {
	paths := p.Layout.Paths
	return slices.Contains([]string{".", paths.Evaluations, paths.IndexJSON, paths.ModelsIndex}, rel)
}

// clash returns the first of the claims on the same thing that c contradicts;
// one without an entry when there is none.
func (c claim) clash(earlier []claim) claim {
	for _, o := range earlier {
		switch {
		case o.soft && c.soft:
			// two ids are never one alias
		case o.shape == c.shape:
			// duplicate-model-id or confusable-model-id says so
		default:
			return o
		}
	}
	return claim{}
}

func reportIdentity(p *check.Pass, c, other claim) {
	p.Report(diag.Finding{
		Place: c.at, Subject: c.entry.ModelID, ModelID: c.entry.ModelID, Key: c.key,
		Message: fmt.Sprintf("model %q has the same %s as model %q: %q",
			c.entry.ModelID, c.what, other.entry.ModelID, c.value),
		Help:    "remove one of the entries, or correct what they share",
		Related: []diag.Related{{Place: other.at, Message: "the other entry"}},
	})
}
