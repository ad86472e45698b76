package rules

import (
	"cmp"
	"fmt"
	"path"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var duplicateIdentity = &check.Rule{
	Rule: diag.Rule{
		Name:     "duplicate-identity",
		Group:    "Duplicates",
		Severity: diag.Error,
		Summary:  "a model must be registered once, under whatever id",
		Why: `One model under two ids can hold two roles and vote twice. Two entries
are one model when provider and name are the same but for case, blanks, dots,
underscores and hyphens ("Meta" and "Meta AI" are one provider), when they come
from the same source file, or when one bears the other's id as an alias. Near
names are different models: "Command R" and "Command R+", "Llama 70B" and
"Llama 70B Instruct".`,
		Repair: `Remove one of the entries and name its id among the other's aliases, or
correct the name, source file or alias that they share.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "llama-405b", "provider": "Meta", "display_name": "Llama 405B"},
 {"model_id": "meta-ai-llama", "provider": "Meta AI", "display_name": "Meta AI LLaMA-405B"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "llama-405b", "provider": "Meta", "display_name": "Llama 405B"},
 {"model_id": "llama-405b-instruct", "provider": "Meta", "display_name": "Llama 405B Instruct"}]}
`,
	Check: func(p *check.Pass) {
		was := map[pair][]clash{}
		if p.Base != nil {
			for _, c := range clashes(p, p.Base.Registry, nil) {
				was[c.pair()] = append(was[c.pair()], c)
			}
		}
		for _, c := range clashes(p, p.Registry, p.Base) {
			known := c
			// What a pair goes on sharing is the fault that was there.
			if old := was[c.pair()]; len(old) == 1 {
				known = old[0]
			}
			reportIdentity(p, c, known)
		}
	},
}

// A clash is a claim and the earlier one of another entry that it contradicts.
type clash struct{ claim, other claim }

// A pair is the ids of two entries, in order.
type pair [2]string

func (c clash) pair() pair {
	a, b := c.claim.entry.ModelID, c.other.entry.ModelID
	return pair{min(a, b), max(a, b)}
}

// clashes lists each pair of entries once, whatever it shares.
func clashes(p *check.Pass, f *registry.File, base *snapshot.Snapshot) []clash {
	type against struct {
		entry *registry.Entry
		other string
	}
	var out []clash
	claims, told := map[string]*claimants{}, map[against]bool{}
	for _, c := range claimsByAge(p, f, base) {
		if claims[c.key] == nil {
			claims[c.key] = &claimants{}
		}
		other := claims[c.key].against(c)
		claims[c.key].add(c)
		if other == nil || told[against{c.entry, other.entry.ModelID}] || told[against{other.entry, c.entry.ModelID}] {
			continue
		}
		told[against{c.entry, other.entry.ModelID}] = true
		out = append(out, clash{c, *other})
	}
	return out
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

// claimsByAge lists all claims: with a base first those that it has, then the
// others of entries that it has. A claim is held against earlier ones, so the
// change is told and what it clashes with is not. Were the older claim told, the
// copy of a model that has one already would pass for the old fault. Claims of
// one age go by id, so that entries may come, go and be sorted.
func claimsByAge(p *check.Pass, f *registry.File, base *snapshot.Snapshot) []claim {
	var out []claim
	for _, e := range byID(f) {
		out = append(out, claimsOf(p, e)...)
	}
	if base == nil {
		return out
	}
	type claimed struct{ id, key string }
	had := map[claimed]bool{}
	for _, e := range byID(base.Registry) {
		had[claimed{id: e.ModelID}] = true
		for _, c := range claimsOf(p, e) {
			had[claimed{e.ModelID, c.key}] = true
		}
	}
	age := func(c claim) int {
		switch {
		case had[claimed{c.entry.ModelID, c.key}]:
			return 0
		case had[claimed{id: c.entry.ModelID}]:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(out, func(a, b claim) int { return cmp.Compare(age(a), age(b)) })
	return out
}

// claimsOf lists the entry's claims, the most telling first.
func claimsOf(p *check.Pass, e *registry.Entry) []claim {
	var out []claim
	shape := registry.Skeleton(e.ModelID)
	add := func(what, value string, at diag.Place) {
		if value != "" {
			out = append(out, claim{entry: e, what: what, shape: shape, value: value, key: what + " " + value, at: at})
		}
	}
	add("name", registry.NameKey(e.Provider, e.DisplayName), e.At("display_name"))
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

// claimants are the claims on one thing, as far as later ones need them: of all
// claims, and of those that are not soft, the first and the first by an entry
// of another shape. Thousands of entries may claim one thing.
type claimants struct{ any, hard [2]*claim }

// against returns the first earlier claim that c contradicts, nil for none.
// Two ids are never one alias; of two entries of one shape duplicate-model-id
// or confusable-model-id speaks.
func (x *claimants) against(c claim) *claim {
	earlier := x.any
	if c.soft {
		earlier = x.hard
	}
	for _, o := range earlier {
		if o != nil && o.shape != c.shape {
			return o
		}
	}
	return nil
}

func (x *claimants) add(c claim) {
	keep(&x.any, c)
	if !c.soft {
		keep(&x.hard, c)
	}
}

func keep(first *[2]*claim, c claim) {
	switch {
	case first[0] == nil:
		first[0] = &c
	case first[1] == nil && c.shape != first[0].shape:
		first[1] = &c
	}
}

// reportIdentity tells c under the name of known, which is c itself or the
// clash of the same pair at the base.
func reportIdentity(p *check.Pass, c, known clash) {
	mine, other := c.claim, c.other
	p.Report(diag.Finding{
		Place: mine.at, Subject: mine.entry.ModelID, Identity: known.claim.entry.ModelID, ModelID: mine.entry.ModelID, Key: known.claim.key,
		Message: fmt.Sprintf("model %q has the same %s as model %q: %q",
			mine.entry.ModelID, mine.what, other.entry.ModelID, mine.value),
		Help:    "remove one of the entries, or correct what they share",
		Related: []diag.Related{{Place: other.at, Message: "the other entry"}},
	})
}
