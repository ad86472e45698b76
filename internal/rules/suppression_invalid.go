package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

var suppressionInvalid = &check.Rule{
	Rule: diag.Rule{
		Name:     "suppression-invalid",
		Group:    check.SuppressionGroup,
		Severity: diag.Error,
		Summary:  "a suppression must name a rule, a subject and a reason",
		Why: `A suppression that can't be understood, or that is about what BIP-035
leaves to nobody's judgement, hides nothing, while its author believes that it
does.`,
		Repair: "Correct what the finding names. `modelgate rules` lists the rules;\n" +
			"document rules can't be suppressed.",
	},
	Bad: `
-- .modelgate.yaml --
version: 1
suppressions:
  - {rule: source-file-missing, subject: acme-one}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
`,
	Good: `
-- .modelgate.yaml --
version: 1
suppressions:
  - {rule: source-file-missing, subject: acme-one, reason: "restored soon"}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
`,
	Check: func(p *check.Pass) {
		for _, u := range p.Suppressions {
			switch {
			case u.Problem != "":
				reportSuppression(p, u, "correct it, or remove it",
					fmt.Sprintf("a suppression is invalid and hides nothing: %s", u.Problem))
			case u.Refused != "" && u.Hidden == 0:
				reportSuppression(p, u, "repair what it is about, and remove it",
					fmt.Sprintf("the suppression of %q for %q hides nothing: %s", u.Rule, u.Subject, u.Refused))
			}
		}
	},
}
