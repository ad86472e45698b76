package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

var policyChanged = &check.Rule{
	Rule: diag.Rule{
		Name:      "policy-changed",
		Group:     "Trust",
		Severity:  diag.Note,
		NeedsBase: true,
		Summary:   "a proposed change of the policy takes effect once merged",
		Why: `The base's config and its list of allowed signers judge a change, so that no
pull request can switch off the check that judges it. Reviewers should still
see what the new ones will bring: the finding previews what would appear and
vanish under them.`,
		Repair: `Nothing is wrong. Review the preview before merging.`,
	},
	Bad: `
-- base:.modelgate.yaml --
version: 1
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
-- .modelgate.yaml --
version: 1
rules: {source-file-missing: off}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "source_files": ["metrics/models/acme-one.json"]}]}
`,
	Good: `
-- base:.modelgate.yaml --
version: 1
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
-- .modelgate.yaml --
# A comment is no policy.
version: 1
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
`,
	Check: func(p *check.Pass) {
		if p.Policy == nil || !p.Policy.Changed && p.ProposedSigners == nil {
			return
		}
		what, file := alteredPolicy(p.Policy, p.ProposedSigners)
		p.Report(diag.Finding{
			Place: diag.InFile(file), Subject: file,
			Message: fmt.Sprintf("this change alters %s, which takes effect once merged; the base's policy judged this run", what),
			Help:    policyMeans(p.Policy),
			Related: policyPreview(p.Policy),
		})
	},
}

// alteredPolicy names what a change of the policy alters, and the file to
// review first.
func alteredPolicy(policy *check.Policy, proposed *check.Signers) (what, file string) {
	config := fmt.Sprintf("the policy in %q", policy.Path)
	if proposed == nil {
		return config, policy.Path
	}
	signers := fmt.Sprintf("the list of allowed signers in %q", proposed.Path)
	if !policy.Changed {
		return signers, proposed.Path
	}
	return config + " and " + signers, policy.Path
}

func policyMeans(policy *check.Policy) string {
	if policy.Problem != "" {
		return "under the new policy nothing could be checked: " + policy.Problem
	}
	return fmt.Sprintf("under the new policy %s would appear and %s vanish",
		findings(len(policy.Appear)), findings(len(policy.Vanish)))
}

// maxPreview bounds the preview: a config that moves a root changes every finding.
const maxPreview = 20

func policyPreview(policy *check.Policy) []diag.Related {
	var out []diag.Related
	list := func(fs []diag.Finding, verb string) {
		for _, f := range fs[:min(len(fs), maxPreview-len(out))] {
			out = append(out, diag.Related{
				Place:   f.Place,
				Message: fmt.Sprintf("%s of %q would %s", f.Rule, f.Subject, verb),
			})
		}
	}
	list(policy.Appear, "appear")
	list(policy.Vanish, "vanish")
	return out
}

func findings(n int) string {
	if n == 1 {
		return "1 finding"
	}
	return fmt.Sprintf("%d findings", n)
}
