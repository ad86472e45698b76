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
and letters that look alike: "MiNi", "GPTMini" and "m1ni" are mini, "gemini" is
not. A provider's name in front counts where such a word stands in it, as in
"OpenAIMini"; the company MiniMax is exempt.`,
		Repair: `Set "role" to "specialist". For a suspect word, a suppression with a
reason says why the model is large all the same; for a forbidden one it hides
nothing.`,
		Configure: "`policy.forbidden_variants` may add words, never take any away;\n" +
			"`policy.suspect_variants` may be any list.",
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
		forbidden, suspect := registry.NewWords(p.Config.Policy.ForbiddenVariants), registry.NewWords(p.Config.Policy.SuspectVariants)
		for e := range p.Registry.All() {
			if e.Role != registry.General || tooSmall(p, e) {
				continue // general-too-small says so
			}
			if word := e.NameToken(forbidden); word != "" {
				p.Report(diag.Finding{
					Place: tokenPlace(e, word, forbidden), Subject: e.Subject(), ModelID: e.ModelID, Key: word,
					Message:    fmt.Sprintf("model %q is general but its name says %q, a variant that no general may be", e.ModelID, word),
					Help:       "make the model a specialist",
					Unwaivable: fmt.Sprintf("%q is a variant that no reason makes a general", word),
				})
				continue
			}
			if word := e.NameToken(suspect); word != "" {
				p.ReportEntry(e, tokenPlace(e, word, suspect), word,
					"make the model a specialist, or suppress the finding with the reason why it is large",
					"model %q is general but its name says %q, a variant that is often small", e.ModelID, word)
			}
		}
	},
}

// tokenPlace returns where the token stands: in the id, else in the name.
func tokenPlace(e *registry.Entry, token string, words registry.Words) diag.Place {
	idOnly := &registry.Entry{Provider: e.Provider, ModelID: e.ModelID}
	if slices.Contains(idOnly.NameTokens(words), token) {
		return e.At("model_id")
	}
	return e.At("display_name")
}
