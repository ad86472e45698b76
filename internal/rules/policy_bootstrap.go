package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

var policyBootstrap = &check.Rule{
	Rule: diag.Rule{
		Name:      "policy-bootstrap",
		Group:     "Trust",
		Severity:  diag.Note,
		NeedsBase: true,
		Summary:   "a first config judges the change that brings it",
		Why: `A base with neither config nor registry has no policy to judge by, so the
proposed one is taken. It is the one case in which a change brings its own
judge, and reviewers should know.`,
		Repair: `Nothing is wrong. Review the config before merging.`,
	},
	Bad: `
-- base:README.md --
Nothing governed yet.
-- .modelgate.yaml --
version: 1
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
`,
	Good: `
-- base:README.md --
Nothing governed yet.
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
`,
	Check: func(p *check.Pass) {
		if p.Policy == nil || !p.Policy.Bootstrap {
			return
		}
		p.Report(diag.Finding{
			Place: diag.InFile(p.Policy.Path), Subject: p.Policy.Path,
			Message: fmt.Sprintf("the config %q judges the change that brings it, because the base has neither a config nor a registry", p.Policy.Path),
			Help:    "review the config before merging",
		})
	},
}
