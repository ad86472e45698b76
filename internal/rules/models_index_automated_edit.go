package rules

import (
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

var modelsIndexAutomatedEdit = &check.Rule{
	Rule: diag.Rule{
		Name:      "models-index-automated-edit",
		Group:     "Specifications page",
		Severity:  diag.Error,
		NeedsBase: true,
		Summary:   "no automation may change the specifications page",
		Why: `BIP-035 leaves MODELS_INDEX.md to people. The page is held against the
base; where it differs, in text, name or kind, the pull request's author and the
author, committer and trailers of every commit that touches it are looked at.
GitHub as committer is neutral: it stands for edits on the website.`,
		Repair: `Take the change out of the pull request, or have a person make it in
commits of their own. Whoever is no automation is taken off the lists of
.modelgate.yaml.`,
		Configure: "`automation.accounts`, `automation.emails` and `automation.trailers` list\n" +
			"automation beside accounts of type Bot and the built-in agents.",
	},
	Bad: `
-- base:guidelines/MODELS_INDEX.md --
# Models
-- guidelines/MODELS_INDEX.md --
# Models

## Acme One
-- commits.json --
{"Commits": [{"ID": "0123456789abcdef0123456789abcdef01234567", "Paths": ["guidelines/MODELS_INDEX.md"],
  "Author": {"Name": "acme-helper[bot]", "Email": "1+acme-helper[bot]@users.noreply.github.com"},
  "Committer": {"Name": "GitHub", "Email": "noreply@github.com"}}]}
`,
	Good: `
-- base:guidelines/MODELS_INDEX.md --
# Models
-- guidelines/MODELS_INDEX.md --
# Models

## Acme One
-- commits.json --
{"Commits": [{"ID": "0123456789abcdef0123456789abcdef01234567", "Paths": ["guidelines/MODELS_INDEX.md"],
  "Author": {"Name": "Robot Smith", "Email": "smith@acme.example"},
  "Committer": {"Name": "GitHub", "Email": "noreply@github.com"}}]}
`,
	Check: func(p *check.Pass) {
		if p.Commits == nil {
			return // unknown is no verdict
		}
		for _, c := range specsChanges(p) {
			told := map[string]bool{}
			for _, a := range automationBehind(p, c) {
				if key := strings.ToLower(a.who); !told[key] {
					told[key] = true
					reportAutomatedEdit(p, c, a)
				}
			}
		}
	},
}

func reportAutomatedEdit(p *check.Pass, c specsChange, a automation) {
	help := "leave this page to people: take the change out, or have a person make it in commits of their own"
	if p.Commits.Local {
		help += "; this was decided from git alone, without the accounts that GitHub knows"
	}
	p.Report(diag.Finding{
		Place: c.place(), Subject: c.path, Key: strings.ToLower(a.who),
		Message: fmt.Sprintf("the specifications page %q is %s by automation, %q as %s: %s", c.path, c.what, a.who, a.as, a.why),
		Help:    help,
	})
}
