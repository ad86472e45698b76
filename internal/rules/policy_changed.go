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
see what the new ones will bring: the finding previews what would appear,
vanish and change its severity under them.`,
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
	return fmt.Sprintf("under the new policy %s would appear and %s vanish%s",
		findings(len(policy.Appear)), findings(len(policy.Vanish)), rerankings(policy.Reranked))
}

// rerankings counts the findings that change their severity, worst first; ""
// for none.
func rerankings(list []check.Reranked) string {
	type step struct{ was, is diag.Severity }
	n := map[step]int{}
	for _, f := range list {
		n[step{f.Was, f.Severity}]++
	}
	out := ""
	for _, was := range diag.Severities() {
		for _, is := range diag.Severities() {
			if n := n[step{was, is}]; n > 0 {
				out += fmt.Sprintf("; %s would change from %s to %s", findings(n), was, is)
			}
		}
	}
	return out
}

// maxPreview bounds the preview: a config that moves a root changes every finding.
const maxPreview = 20

func policyPreview(policy *check.Policy) []diag.Related {
	var out []diag.Related
	tell := func(f diag.Finding, verb string) {
		if len(out) < maxPreview {
			out = append(out, diag.Related{
				Place:   f.Place,
				Message: fmt.Sprintf("%s of %q would %s", f.Rule, f.Subject, verb),
			})
		}
	}
	for _, f := range policy.Appear {
		tell(f, "appear")
	}
	for _, f := range policy.Vanish {
		tell(f, "vanish")
	}
	for _, f := range policy.Reranked {
		tell(f.Finding, fmt.Sprintf("change from %s to %s", f.Was, f.Severity))
	}
	return out
}

func findings(n int) string {
	if n == 1 {
		return "1 finding"
	}
	return fmt.Sprintf("%d findings", n)
}
