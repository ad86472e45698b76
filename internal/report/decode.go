package report

import (
	"encoding/json"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

// Decode reads a JSON report that another run wrote, for telling it elsewhere.
// The text must conform to schemas/report.schema.json; it may still be hostile,
// as all text of a report may. A finding's fingerprint becomes its Key, since
// what it was made from is not in the report.
func Decode(src []byte) (Run, error) {
	var doc jsonDocument
	if err := json.Unmarshal(src, &doc); err != nil {
		return Run{}, fmt.Errorf("read the report: %w", err)
	}
	run := Run{
		Version: doc.Tool.Version, Repo: Repo(doc.Repo), Scope: doc.Scope, Pass: doc.Verdict == "pass",
		Summary: Summary(doc.Summary), FailOn: "error",
	}
	for _, f := range doc.Findings {
		run.Findings = append(run.Findings, decoded(f))
	}
	for _, c := range doc.Changes {
		item := change.Item{Kind: c.Kind, ID: c.ID, Change: c.Change}
		for _, f := range c.Fields {
			item.Fields = append(item.Fields, change.Field(f))
		}
		run.Changes = append(run.Changes, item)
	}
	for _, p := range doc.Plans {
		run.Plans = append(run.Plans, Plan(p))
	}
	return run, nil
}

func decoded(f jsonFinding) diag.Finding {
	out := diag.Finding{
		Rule: f.Rule, Severity: f.Severity, State: f.State, Subject: f.Subject, ModelID: f.ModelID,
		Key: f.Fingerprint, Message: f.Message, Help: f.Help,
		Place: diag.Place{
			File: f.File, Pointer: f.Pointer,
			Start: diag.Position{Line: f.Line, Column: f.Column},
			End:   diag.Position{Line: f.EndLine, Column: f.EndColumn},
		},
	}
	for _, r := range f.Related {
		at := diag.Place{File: r.File, Start: diag.Position{Line: r.Line, Column: r.Column}}
		out.Related = append(out.Related, diag.Related{Place: at, Message: r.Message})
	}
	return out
}
