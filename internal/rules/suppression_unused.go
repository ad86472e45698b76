package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

var suppressionUnused = &check.Rule{
	Rule: diag.Rule{
		Name:     "suppression-unused",
		Group:    check.SuppressionGroup,
		Severity: diag.Warning,
		Summary:  "a suppression should hide something",
		Why: `A suppression that hides nothing is either obsolete or misspelled. Left
in place, it will hide the fault when it comes back. Only a full check tells it,
because a comparison does not see all there is to hide.`,
		Repair: "Remove it, or correct its rule and subject.",
	},
	Bad: `
-- .modelgate.yaml --
version: 1
suppressions:
  - {rule: source-file-missing, subject: acme-one, reason: "restored soon"}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
`,
	Good: `
-- .modelgate.yaml --
version: 1
suppressions:
  - {rule: source-file-missing, subject: acme-one, reason: "restored soon"}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "source_files": ["metrics/models/acme-one.json"]}]}
`,
	Check: func(p *check.Pass) {
		if !p.Full {
			return
		}
		for _, u := range p.Suppressions {
			if u.Problem == "" && !u.Expired && u.Hidden == 0 && u.Refused == "" {
				reportSuppression(p, u, "remove it, or correct its rule and subject",
					fmt.Sprintf("the suppression of %q for %q hides nothing", u.Rule, u.Subject))
			}
		}
	},
}

// reportSuppression tells a finding about a suppression, whose subject is what
// it suppresses.
func reportSuppression(p *check.Pass, u check.SuppressionUse, help, message string) {
	p.Report(diag.Finding{
		Place: u.Place, Subject: u.Rule + " " + u.Subject, Message: message, Help: help,
	})
}
