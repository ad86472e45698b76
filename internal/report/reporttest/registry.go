package reporttest

import (
	"time"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// richRegistry holds every role, generals with one, several and no scores, and
// a model whose every word is hostile.
func richRegistry() *report.Overview {
	return &report.Overview{Models: []report.ModelRow{
		{
			ID: "atlas-405b", Provider: "meridian", Name: "Atlas 405B", Role: "general", SizeClass: "xl", Status: "active",
			Evaluations: []report.EvalPoint{
				scored("atlas-405b@2025-01-10", 2025, time.January, 10, 71, "contributor"),
				scored("atlas-405b@2025-05-02", 2025, time.May, 2, 84.5, "contributor"),
				scored("atlas-405b@2025-09-07", 2025, time.September, 7, 93, "general"),
			},
		},
		{
			ID: "kiln-180b", Provider: "kiln", Name: "Kiln 180B", Role: "general", SizeClass: "large", Status: "active",
			Evaluations: []report.EvalPoint{
				scored("kiln-180b@2025-09-08", 2025, time.September, 8, 88, "general"),
				{Key: "kiln-180b", Status: "general"},
			},
		},
		{ID: "kiln-9b", Provider: "kiln", Name: "Kiln 9B", Role: "specialist", SizeClass: "mini", Status: "deprecated"},
		{ID: "meridian-coder", Provider: "meridian", Role: "experimental", SizeClass: "small", Status: "archived"},
		{
			ID: Hostile, Provider: Hostile, Name: Hostile, Role: "general", SizeClass: Hostile, Status: Hostile,
			Evaluations: []report.EvalPoint{{Key: Hostile, Status: Hostile}},
		},
		{},
	}}
}

func scored(key string, year int, month time.Month, day int, score float64, status string) report.EvalPoint {
	return report.EvalPoint{Key: key, Date: time.Date(year, month, day, 0, 0, 0, 0, time.UTC), Score: &score, Status: status}
}

// richRules is a part of the catalogue: not every rule of the findings, and
// one of none.
func richRules() []diag.Rule {
	return []diag.Rule{
		{
			Name: "general-too-small", Group: "Governance", Severity: diag.Error,
			Summary: "a general model must be large, xl or xxl",
			Why: `Generals vote for the whole hive, so that role is for large models.

Keys are written as eval-<provider>-<date> & "quoted".`,
			Repair:    "Make it a specialist, or correct `size_class` <now>.",
			Configure: "`policy.general_size_classes` lists the classes.",
		},
		{Name: "evaluation-unlinked", Group: "Evaluations", Severity: diag.Note, Summary: "an evaluation should be linked"},
		{Name: "path-unsafe", Group: "Documents", Severity: diag.Error, Summary: "a governed file must be a regular file", Fixed: true},
	}
}
