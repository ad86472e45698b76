package report_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// endless is a run about a model whose id is a million letters long.
func endless() (run report.Run, id string) {
	id = strings.Repeat("a", 1<<20)
	run = clean()
	run.Findings = []diag.Finding{{
		Rule: "general-too-small", Severity: diag.Error, State: diag.New, Subject: id, ModelID: id,
		Place:   diag.Place{File: "f.json", Start: diag.Position{Line: 1, Column: 1}},
		Message: fmt.Sprintf("model %q is general but its size class is %q", id, "mini"),
		Help:    fmt.Sprintf("write %q", id),
		Related: []diag.Related{{Place: diag.InFile("f.json"), Message: fmt.Sprintf("%q is here", id)}},
		Fix:     &diag.Fix{File: "f.json", Edits: []diag.Edit{{Text: id}}},
	}}
	run.Notices = []string{id}
	run.Plans = []report.Plan{{Command: "modelgate import", Path: "f.json", Why: id}}
	run.Changes = []change.Item{{ID: id, Fields: []change.Field{{Name: "notes", Old: id, New: id}}}}
	return run, id
}

func TestAnEndlessValueMakesNoEndlessReport(t *testing.T) {
	t.Parallel()
	run, _ := endless()
	reporters := map[string]struct {
		report func(io.Writer) report.Reporter
		most   int // bytes of a line
	}{
		"text":     {func(w io.Writer) report.Reporter { return report.NewText(w, report.Options{}) }, 1200},
		"log":      {func(w io.Writer) report.Reporter { return report.NewText(w, report.Options{ActionMode: true}) }, 1200},
		"markdown": {func(w io.Writer) report.Reporter { return report.NewMarkdown(w, report.Options{}) }, 5000},
		"junit":    {func(w io.Writer) report.Reporter { return report.NewJUnit(w) }, 5000},
		"json":     {func(w io.Writer) report.Reporter { return report.NewJSON(w) }, 101_000},
		"sarif":    {func(w io.Writer) report.Reporter { return report.NewSARIF(w) }, 202_000}, // message and help are one
	}
	for name, tt := range reporters {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := tt.report(&b).Report(t.Context(), run); err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(b.String(), "\n") {
				if len(line) > tt.most {
					t.Errorf("line %d has %d bytes, want at most %d: %.80s", i+1, len(line), tt.most, line)
				}
			}
			if name != "json" && name != "sarif" && !strings.Contains(b.String(), "is general but its size class is") {
				t.Errorf("the report does not say what is wrong:\n%.2000s", b.String())
			}
		})
	}
}

func TestAnAnnotationOfAnEndlessValueSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	run, id := endless()
	run.Scope = "new"
	got := report.PlanAnnotations(run, 10)[0]
	want := fmt.Sprintf("model %q is general but its size class is %q\nhelp: write %q", id[:199]+"…", "mini", id[:199]+"…")
	if got.Message != want {
		t.Errorf("message = %.600q, want %q", got.Message, want)
	}
}

func TestAProgramReadsValuesWhole(t *testing.T) {
	t.Parallel()
	run := clean()
	value := strings.Repeat("é", 90_000)
	run.Findings = []diag.Finding{{Rule: "r", Severity: diag.Error, State: diag.New, Subject: value, Message: value}}
	var b bytes.Buffer
	if err := report.NewJSON(&b).Report(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(b.String(), value); got != 2 {
		t.Errorf("the value of 90,000 letters is there %d times, want whole as message and as subject", got)
	}
}
