package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/seal"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var signatureInvalid = &check.Rule{
	Rule: diag.Rule{
		Name:     "signature-invalid",
		Group:    "Trust",
		Severity: diag.Error,
		Summary:  "a signature must be of the entry as it stands, by an allowed key",
		Why: `A signature that does not hold is worse than none: readers believe it. Which
keys may sign is read from the target branch, so no change can bring its own.`,
		Repair: `Sign the entry again with modelgate sign --key FILE ID, or remove the
signature.`,
		Configure: "`signing.allowed_signers` names the file of allowed keys, in OpenSSH's format.",
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "a"}]}
-- registry/allowed_signers --
-- registry/signatures/a.sig --
no signature
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "a"}]}
-- registry/signatures/.gitkeep --
`,
	Check: func(p *check.Pass) {
		if p.RegistryState == snapshot.Broken || len(p.Signatures) == 0 {
			return
		}
		allowed, problems := seal.ParseAllowedSigners(p.Input.AllowedSigners)
		for _, x := range problems {
			reportSigners(p, x)
		}
		for _, sig := range p.Signatures {
			if key, why := signatureFault(p, sig, allowed); why != "" {
				p.Report(diag.Finding{
					Place: diag.InFile(sig.Path), Subject: sig.ModelID, ModelID: sig.ModelID, Key: key,
					Message: fmt.Sprintf("the signature of model %q does not hold: %s", sig.ModelID, why),
					Help:    fmt.Sprintf("sign the entry again with `modelgate sign --key FILE %s`, or remove the signature", sig.ModelID),
				})
			}
		}
	},
}

// signatureFault says why a signature does not hold; "" when it does. The key
// holds the entry's digest: an edit that the signature is not of is a new fault.
func signatureFault(p *check.Pass, sig snapshot.Signature, allowed *seal.AllowedSigners) (key, why string) {
	e := p.Registry.Find(sig.ModelID)
	if e == nil {
		return "no-entry", "no such model is registered"
	}
	data, err := audit.Canonical(e.Doc.Raw(e.Node))
	if err != nil {
		return "entry " + entryDigest(e), err.Error()
	}
	if p.Input.AllowedSigners == nil {
		return "no-signers " + entryDigest(e), fmt.Sprintf("there is no %s, so no key is allowed to sign", p.Layout.Path(p.Layout.AllowedSigners))
	}
	if _, err := seal.Verify(data, sig.Src, allowed, seal.Demand{Namespace: seal.Namespace, At: p.Now}); err != nil {
		return "refused " + entryDigest(e), err.Error()
	}
	return "", ""
}

func reportSigners(p *check.Pass, x seal.Problem) {
	at := diag.InFile(p.Layout.Path(p.Layout.AllowedSigners))
	if x.Line > 0 {
		at.Start = diag.Position{Line: x.Line, Column: 1}
		at.End = at.Start
	}
	p.Report(diag.Finding{
		Place: at, Subject: at.File, Key: x.Message, Message: x.Message, Help: x.Help,
	})
}
