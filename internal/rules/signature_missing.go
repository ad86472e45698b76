package rules

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var signatureMissing = &check.Rule{
	Rule: diag.Rule{
		Name:     "signature-missing",
		Group:    "Trust",
		Severity: diag.Error,
		Summary:  "where signing is required, every entry has a signature",
		Why: `Signatures are optional. A repository that requires them wants to know who
vouches for each entry, whoever merged it.`,
		Repair:    "Sign the entry with modelgate sign --key FILE ID.",
		Configure: "`signing.required: true` switches it on.",
	},
	Bad: `
-- .modelgate.yaml --
version: 1
signing: {required: true}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "a"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "a"}]}
`,
	Check: func(p *check.Pass) {
		if !p.Config.Signing.Required {
			return
		}
		for e := range p.Registry.All() {
			// By the entry's digest: an edit that nobody vouches for is a new fault.
			signed := slices.ContainsFunc(p.Signatures, func(s snapshot.Signature) bool { return s.ModelID == e.ModelID })
			if e.ModelID != "" && !signed {
				p.ReportEntry(e, e.At("model_id"), entryDigest(e), "sign it with `modelgate sign --key FILE "+e.ModelID+"`",
					"model %q has no signature, which `signing.required` wants", e.ModelID)
			}
		}
	},
}
