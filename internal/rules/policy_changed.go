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
		Why: `The base's config judges a change, so that no pull request can switch off
the check that judges it. Reviewers should still see what the new config will
bring: the finding previews what would appear and vanish under it.`,
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
		if p.Policy == nil || !p.Policy.Changed {
			return
		}
		p.Report(diag.Finding{
			Place: diag.InFile(p.Policy.Path), Subject: p.Policy.Path,
			Message: fmt.Sprintf("this change alters the policy in %q, which takes effect once merged; the base's policy judged this run", p.Policy.Path),
			Help:    policyMeans(p.Policy),
			Related: policyPreview(p.Policy),
		})
	},
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
