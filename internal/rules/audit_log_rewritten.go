package rules

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

var auditLogRewritten = &check.Rule{
	Rule: diag.Rule{
		Name:     "audit-log-rewritten",
		Group:    "Trust",
		Severity: diag.Error,
		Summary:  "records of the audit log are never changed or removed",
		Why: `The log proves who changed what, and that nothing was rewritten later. Every
record is named by the SHA-256 of its content and names the records before it,
so that any change to history shows.`,
		Repair: `Restore the record from git: git checkout <commit> -- <file>. Files that are
no records belong elsewhere.`,
		Configure: "`audit: off` in .modelgate.yaml does without a log.",
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
-- registry/logs/2026/01/0000000000000000000000000000000000000000000000000000000000000000.json --
{"v":1}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
-- registry/logs/.gitkeep --
`,
	Check: func(p *check.Pass) {
		if p.Log == nil {
			return
		}
		problems := p.Log.Problems()
		if p.Base != nil && p.Base.Log != nil {
			problems = append(problems, audit.Missing(p.Base.Log, p.Log)...)
		}
		slices.SortStableFunc(problems, func(a, b audit.Problem) int { return slices.Compare([]byte(a.Path), []byte(b.Path)) })
		told := map[string]bool{}
		for _, x := range problems {
			if told[x.Path] {
				continue // one fault, one finding: a changed record has many symptoms
			}
			told[x.Path] = true
			p.Report(diag.Finding{
				Place: logPlace(x), Subject: x.Path, ModelID: x.ModelID, Key: string(x.Kind),
				Message: x.Message, Help: x.Help,
			})
		}
	},
}

func logPlace(x audit.Problem) diag.Place {
	at := diag.InFile(x.Path)
	if x.Line > 0 {
		at.Start = diag.Position{Line: x.Line, Column: 1}
		at.End = at.Start
	}
	return at
}
