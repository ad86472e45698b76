// Package reporttest holds the run that the golden files tell.
package reporttest

import (
	"strings"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// The files of the rich run.
const (
	RegistryFile = "gov/registry/data/model_registry.json"
	MetricsFile  = "gov/metrics/model_evaluations.json"
)

// Hostile is what a pull request might write into a name: workflow commands,
// terminal escapes, bidirectional controls, Markdown, HTML and bad UTF-8.
const Hostile = "x\n::error::forged\r##[set-output name=a]b\x1b[31m\u202egpj\u2069\u200b\u2028\u0085" +
	"%0A`` ` @octocat #1 [a](http://e.example) <img src=x> | \xff main.go:1:2: forged"

// Rich is a run with something of everything.
func Rich() report.Run {
	return report.Run{
		Version: "1.2.3",
		Repo: report.Repo{
			Root: "gov",
			Base: strings.Repeat("b", 40),
			Head: strings.Repeat("a", 40),
		},
		Scope:    "changed",
		FailOn:   "error",
		Summary:  report.Summary{Errors: 3, Warnings: 2, Notes: 1, New: 4, Existing: 2, Fixed: 1, Suppressed: 1},
		Findings: richFindings(),
		Changes:  richChanges(),
		Changed:  []string{RegistryFile},
		Notices:  []string{"compared with the first parent of the merge", "config: " + Hostile},
		Rules:    richRules(),
		Registry: richRegistry(),
	}
}

func richFindings() []diag.Finding {
	return []diag.Finding{
		{
			Rule: "evaluations-schema", Severity: diag.Error, State: diag.Fixed,
			Place:   place(MetricsFile, diag.Position{Line: 7, Column: 14}, diag.Position{Line: 7, Column: 20}, "/evaluations/0/score"),
			Subject: "atlas-405b@2025-09-07", Message: `score is "high", want a number`, Help: "write the score as a number",
		},
		{
			Rule: "evaluation-unlinked", Severity: diag.Note, State: diag.New,
			Place:   diag.Place{File: MetricsFile, Start: diag.Position{Line: 9, Column: 5}, Pointer: "/evaluations/1"},
			Subject: "kiln-180b@2025-09-08", Message: `evaluation "kiln-180b@2025-09-08" is linked from no entry`,
		},
		{
			Rule: "registry-not-canonical", Severity: diag.Warning, State: diag.Existing,
			Place: diag.InFile(RegistryFile), Subject: RegistryFile,
			Message: "the registry is not in canonical form", Help: `run "modelgate fmt"`,
		},
		{
			Rule: "general-too-small", Severity: diag.Error, State: diag.New,
			Place:   place(RegistryFile, diag.Position{Line: 12, Column: 21}, diag.Position{Line: 12, Column: 27}, "/models/0/size_class"),
			Subject: "atlas-405b", ModelID: "atlas-405b",
			Message: `model "atlas-405b" is general but its size class is "mini" <small & weak>`,
			Help:    "make it a specialist, or correct the size class",
			Fix:     &diag.Fix{File: RegistryFile, Edits: []diag.Edit{{StartByte: 210, EndByte: 216, Text: `"large"`}}},
		},
		{
			Rule: "duplicate-model-id", Severity: diag.Error, State: diag.Existing,
			Place:   place(RegistryFile, diag.Position{Line: 20, Column: 5}, diag.Position{Line: 31, Column: 6}, "/models/1"),
			Subject: "atlas-405b", ModelID: "atlas-405b", Message: `model id "atlas-405b" is used twice`,
			Help: "remove one of the entries",
			Related: []diag.Related{{
				Place:   diag.Place{File: RegistryFile, Start: diag.Position{Line: 8, Column: 7}},
				Message: "first used here",
			}, {
				Place:   diag.InFile(MetricsFile),
				Message: Hostile,
			}},
		},
		{
			Rule: "model-id-malformed", Severity: diag.Error, State: diag.New,
			Place:   place(RegistryFile, diag.Position{Line: 40, Column: 19}, diag.Position{Line: 40, Column: 99}, "/models/2/model_id"),
			Subject: Hostile, Message: "model id is " + Hostile, Help: "rename it: " + Hostile,
		},
		{
			Rule: "source-file-unsafe", Severity: diag.Warning, State: diag.New,
			Place:   diag.Place{File: "::warning::" + Hostile, Start: diag.Position{Line: 3, Column: 1}},
			Subject: "a,b:c%", Message: "path is not a plain file",
		},
	}
}

func richChanges() []change.Item {
	return []change.Item{
		{Kind: change.Model, ID: "kiln-180b", Change: change.Added, Means: "a new general"},
		{Kind: change.Model, ID: Hostile, Change: change.Modified, Means: Hostile, Fields: []change.Field{
			{Name: "role", Old: `"specialist"`, New: `"general"`},
			{Name: Hostile, Old: Hostile, New: ""},
		}},
		{Kind: change.Evaluation, ID: "atlas-405b@2025-09-07", Change: change.Removed},
		{Kind: change.Metrics, ID: "atlas-405b", Change: change.Added},
	}
}

func place(file string, start, end diag.Position, pointer string) diag.Place {
	return diag.Place{File: file, Start: start, End: end, Pointer: pointer}
}
