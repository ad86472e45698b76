package rules

import (
	"fmt"
	"time"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

var suppressionExpired = &check.Rule{
	Rule: diag.Rule{
		Name:     "suppression-expired",
		Group:    check.SuppressionGroup,
		Severity: diag.Error,
		Summary:  "a suppression must not be past its date",
		Why: `A suppression is a promise to repair something until a day. It lasts to
the end of that day in UTC and hides nothing afterwards.`,
		Repair: "Repair what it hid and remove it, or extend it with a reason that holds today.",
	},
	Bad: `
-- .modelgate.yaml --
version: 1
suppressions:
  - {rule: source-file-missing, subject: acme-one, reason: "restored soon", expires: 2025-12-31}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
`,
	Good: `
-- .modelgate.yaml --
version: 1
suppressions:
  - {rule: source-file-missing, subject: acme-one, reason: "restored soon", expires: 2026-01-01}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
`,
	Check: func(p *check.Pass) {
		for _, u := range p.Suppressions {
			if u.Problem == "" && u.Expired {
				// Expires is the first instant after the last day.
				last := u.Expires.AddDate(0, 0, -1).Format(time.DateOnly)
				reportSuppression(p, u, "repair what it hid and remove it, or extend it",
					fmt.Sprintf("the suppression of %q for %q expired with %s", u.Rule, u.Subject, last))
			}
		}
	},
}
