package rules

import (
	"fmt"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var generalSmallVariant = &check.Rule{
	Rule: diag.Rule{
		Name:     "general-small-variant",
		Group:    "Governance",
		Severity: diag.Error,
		Summary:  "a general must be no small variant by its name",
		Why: `BIP-035 forbids mini, low and nano variants among the generals, whatever
size class they declare. Names such as flash, fast, haiku and lite mark the
smaller models of their families too, and are refused unless someone says why
this one is not. Whole words of the id and the name count, whatever their case
and letters that look alike: "MiNi" and "m1ni" are mini, "gemini" is not.`,
		Repair: `Set "role" to "specialist". For a suspect word, a suppression with a
reason says why the model is large all the same; for a forbidden one it hides
nothing.`,
		Configure: "`policy.forbidden_variants` and `policy.suspect_variants` may add words, never\n" +
			"take any away.",
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one-mini", "role": "general", "size_class": "xl"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-gemini", "role": "general", "size_class": "xl"}]}
`,
	Check: func(p *check.Pass) {
		policy := p.Config.Policy
		for e := range p.Registry.All() {
			if e.Role != registry.General || tooSmall(p, e) {
				continue // general-too-small says so
			}
			if word := nameToken(e, policy.ForbiddenVariants); word != "" {
				p.Report(diag.Finding{
					Place: tokenPlace(e, word), Subject: e.Subject(), ModelID: e.ModelID, Key: word,
					Message:    fmt.Sprintf("model %q is general but its name says %q, a variant that no general may be", e.ModelID, word),
					Help:       "make the model a specialist",
					Unwaivable: fmt.Sprintf("%q is a variant that no reason makes a general", word),
				})
				continue
			}
			if word := nameToken(e, policy.SuspectVariants); word != "" {
				p.ReportEntry(e, tokenPlace(e, word), word,
					"make the model a specialist, or suppress the finding with the reason why it is large",
					"model %q is general but its name says %q, a variant that is often small", e.ModelID, word)
			}
		}
	},
}

// nameToken returns the first token of the entry's id and name that is one of
// the words or looks like it, or "".
func nameToken(e *registry.Entry, words []string) string {
	shapes := map[string]bool{}
	for _, w := range words {
		shapes[registry.Skeleton(w)] = true
	}
	for _, t := range e.NameTokens() {
		if shapes[registry.Skeleton(t)] {
			return t
		}
	}
	return ""
}

// tokenPlace returns where the token stands: in the id, else in the name.
func tokenPlace(e *registry.Entry, token string) diag.Place {
	idOnly := &registry.Entry{Provider: e.Provider, ModelID: e.ModelID}
	if slices.Contains(idOnly.NameTokens(), token) {
		return e.At("model_id")
	}
	return e.At("display_name")
}
