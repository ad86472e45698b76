package cli

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/importer"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// importText is the result of an import for a person: what it could not
// decide, then what it did.
func importText(res importer.Result, dryRun bool) string {
	var b strings.Builder
	for _, f := range res.Findings {
		fmt.Fprintf(&b, "%s\n", line(f))
		if f.Help != "" {
			fmt.Fprintf(&b, "  help: %s\n", report.Clean(f.Help))
		}
	}
	for _, t := range res.Templates {
		fmt.Fprintf(&b, "template for %s, to be completed for `modelgate upsert`:\n%s\n",
			report.Clean(t.ModelID), t.JSON)
	}
	did := "imported"
	if dryRun {
		did = "would import"
	}
	fmt.Fprintf(&b, "%s: %d added, %d completed, %d unchanged, %d skipped\n",
		did, len(res.Added), len(res.Updated), len(res.Unchanged), len(res.Skipped))
	return b.String()
}

// importDocument is the result of an import for programs.
type importDocument struct {
	SchemaVersion string          `json:"schema_version"`
	DryRun        bool            `json:"dry_run"`
	Added         []string        `json:"added"`
	Completed     []string        `json:"completed"`
	Unchanged     []string        `json:"unchanged"`
	Skipped       []string        `json:"skipped"`
	Findings      []importFinding `json:"findings"`
}

type importFinding struct {
	Rule     string        `json:"rule"`
	Severity diag.Severity `json:"severity"`
	Message  string        `json:"message"`
	Help     string        `json:"help"`
	File     string        `json:"file"`
	Line     int           `json:"line"`
	Column   int           `json:"column"`
	Subject  string        `json:"subject"`
	ModelID  string        `json:"model_id"`
}

func importJSON(res importer.Result, dryRun bool) importDocument {
	doc := importDocument{
		SchemaVersion: "1", DryRun: dryRun,
		Added: list(res.Added), Completed: list(res.Updated),
		Unchanged: list(res.Unchanged), Skipped: list(res.Skipped),
		Findings: []importFinding{},
	}
	for _, f := range res.Findings {
		doc.Findings = append(doc.Findings, importFinding{
			Rule: f.Rule, Severity: f.Severity, Message: f.Message, Help: f.Help,
			File: f.Place.File, Line: f.Place.Start.Line, Column: f.Place.Start.Column,
			Subject: cmp.Or(f.Subject, f.ModelID), ModelID: f.ModelID,
		})
	}
	return doc
}

// list is never null in JSON.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
