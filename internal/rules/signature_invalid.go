package rules

import (
	"fmt"
	"strings"

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
keys may sign is read from the target branch, so no change can bring its own. A
release bundle's signature must be of its manifest; the files that the manifest
lists move on with every commit and are compared by modelgate verify alone.`,
		Repair: `Sign the entry again with modelgate sign --key FILE ID, or remove the
signature. A bundle is signed anew with modelgate sign --key FILE --release.`,
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
		lintSigners(p)
		allowed, _ := seal.ParseAllowedSigners(p.Input.AllowedSigners)
		reportRelease(p, allowed)
		if p.RegistryState == snapshot.Broken {
			return
		}
		for _, sig := range p.Signatures {
			if key, why := signatureFault(p, sig, allowed); why != "" {
				p.Report(diag.Finding{
					Place: diag.InFile(sig.Path), Subject: sig.ModelID, ModelID: sig.ModelID, Key: key,
					Message: fmt.Sprintf("the signature of model %q does not hold: %s", sig.ModelID, why),
					Help:    repair(p, key, fmt.Sprintf("sign the entry again with `modelgate sign --key FILE %s`, or remove the signature", sig.ModelID)),
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
	key, why = sealFault(p, data, sig.Src, allowed)
	return key + " " + entryDigest(e), why
}

// noSigners is the fault that no list says who may sign; signing again is no
// repair.
const noSigners = "no-signers"

// repair says what to do about a fault, else the usual.
func repair(p *check.Pass, fault, usual string) string {
	if !strings.HasPrefix(fault, noSigners) {
		return usual
	}
	return fmt.Sprintf("bring %s to the target first, in a change of its own", p.Layout.Path(p.Layout.AllowedSigners))
}

// sealFault says what is wrong with a signature of data, and why; "" when it
// holds.
func sealFault(p *check.Pass, data, sig []byte, allowed *seal.AllowedSigners) (key, why string) {
	if p.Input.AllowedSigners == nil {
		name := p.Layout.Path(p.Layout.AllowedSigners)
		if p.Base != nil && p.Exists(p.Layout.AllowedSigners) {
			return noSigners, fmt.Sprintf("the target has no %s yet, by which it could be judged", name)
		}
		return noSigners, fmt.Sprintf("there is no %s, so no key is allowed to sign", name)
	}
	if _, err := seal.Verify(data, sig, allowed, seal.Demand{Namespace: seal.Namespace, At: p.Now}); err != nil {
		return "refused", err.Error()
	}
	return "", ""
}

// reportRelease holds a bundle's manifest and its signature against each other.
func reportRelease(p *check.Pass, allowed *seal.AllowedSigners) {
	if p.Release == nil {
		return
	}
	if key, why := releaseFault(p, allowed); why != "" {
		name := p.Layout.ManifestPath()
		if p.Release.Manifest == nil {
			name += ".sig" // what there is
		}
		p.Report(diag.Finding{
			Place: diag.InFile(name), Subject: name, Key: key,
			Message: "the signature of the release bundle does not hold: " + why,
			Help:    repair(p, key, "sign a new bundle with `modelgate sign --key FILE --release`, or remove its manifest and its signature"),
		})
	}
}

func releaseFault(p *check.Pass, allowed *seal.AllowedSigners) (key, why string) {
	switch {
	case p.Release.Manifest == nil:
		return "no-manifest", "its manifest is not there"
	case p.Release.Signature == nil:
		return "no-signature", "it is not there"
	}
	if key, why := sealFault(p, p.Release.Manifest, p.Release.Signature, allowed); why != "" {
		return key + " " + shortDigest(p.Release.Manifest), why
	}
	if _, err := seal.ParseManifest(p.Release.Manifest); err != nil {
		return "manifest", err.Error()
	}
	return "", ""
}

// lintSigners tells the lines of the allowed signers file that can't be read:
// of the head's own where it proposes another than the one in force.
func lintSigners(p *check.Pass) {
	file := check.Signers{Path: p.Layout.Path(p.Layout.AllowedSigners), Src: p.Input.AllowedSigners}
	if p.ProposedSigners != nil {
		file = *p.ProposedSigners
	}
	_, problems := seal.ParseAllowedSigners(file.Src)
	for _, x := range problems {
		at := diag.InFile(file.Path)
		if x.Line > 0 {
			at.Start = diag.Position{Line: x.Line, Column: 1}
			at.End = at.Start
		}
		p.Report(diag.Finding{
			Place: at, Subject: at.File, Key: x.Message, Message: x.Message, Help: x.Help,
		})
	}
}
