package action_test

import (
	"bytes"
	"errors"
	"maps"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/action"
	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// commandOf is the command that an annotation must come out as.
func commandOf(a report.Annotation) runnertest.Command {
	names := map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Note: "notice"}
	all := map[string]string{"file": a.File, "title": strings.TrimLeft(strings.TrimSpace(a.Title), "=")}
	for k, n := range map[string]int{"line": a.Line, "endLine": a.EndLine, "col": a.Column, "endColumn": a.EndColumn} {
		if n != 0 {
			all[k] = strconv.Itoa(n)
		}
	}
	maps.DeleteFunc(all, func(_, v string) bool { return v == "" })
	return runnertest.Command{Name: names[a.Level], Properties: all, Data: a.Message}
}

func annotate(t *testing.T, as []report.Annotation) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := action.Annotate(&b, as); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAnnotationsReachTheRunnerAsTheyAre(t *testing.T) {
	t.Parallel()
	as := []report.Annotation{
		{Level: diag.Error, Title: "r", Message: "m", File: "a/b.json", Line: 3, EndLine: 3, Column: 5, EndColumn: 9},
		{Level: diag.Warning, Title: "a:b,c%=d\r\n", Message: "100%\r\n::error::x%0A", File: "a:b,c%3A.json", Line: 3, EndLine: 7},
		{Level: diag.Note, Message: "no place"},
		{Level: diag.Note},
	}
	var want []runnertest.Command
	for _, a := range as {
		want = append(want, commandOf(a))
	}
	out := annotate(t, as)
	if d := cmp.Diff(want, runnertest.Parse(out)); d != "" {
		t.Errorf("commands differ (-want +got):\n%s", d)
	}
	if got := bytes.Count(out, []byte("\n")); got != len(as) {
		t.Errorf("output has %d lines, want %d:\n%s", got, len(as), out)
	}
}

func TestAnAnnotationWithoutALevelIsAnErrorAndNothingIsWritten(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	err := action.Annotate(&b, []report.Annotation{{Level: diag.Error, Message: "a"}, {Message: "b"}})
	if err == nil || err.Error() != `write annotations: "b" has no level` || b.Len() > 0 {
		t.Errorf("got error %v and output %q, want one about the level and none", err, b.String())
	}
}

type closedPipe struct{}

var errClosed = errors.New("broken pipe")

func (closedPipe) Write([]byte) (int, error) { return 0, errClosed }

func TestAnnotateReturnsTheErrorOfItsWriter(t *testing.T) {
	t.Parallel()
	if err := action.Annotate(closedPipe{}, []report.Annotation{{Level: diag.Error}}); !errors.Is(err, errClosed) {
		t.Errorf("got error %v, want %v", err, errClosed)
	}
}

func FuzzAnnotate(f *testing.F) {
	f.Add("message", "a.json", "rule", "help")
	f.Add("\r::error::x", "::warning::x", "=a", "##[set-output name=a]b")
	f.Add("a\u2028::error::x", "=a,b:c", "a:b,c%0A", "%0A::error::x")
	f.Add("\x1b[0m\u200b::add-mask::a", "a\nb", " \u2003", "::stop-commands::t")
	f.Add("\r::error::x", "::warning::x", "\x00\x00", "a")
	f.Add("a.c:1:2: error: x", "\xff", ",title=x", "\xe2\x80")
	f.Fuzz(func(t *testing.T, message, file, rule, help string) {
		checkRun(t, report.Run{
			Scope: "all", FailOn: rule, Repo: report.Repo{Root: file}, Notices: []string{message, help},
			Findings: []diag.Finding{{
				Rule: rule, Severity: diag.Error, State: diag.New, Message: message, Help: help,
				Place: diag.Place{File: file, Start: diag.Position{Line: 1, Column: 2}, End: diag.Position{Line: 1, Column: 4}},
			}, {
				Rule: rule, Severity: diag.Note, State: diag.Existing, Message: help,
				Related: []diag.Related{{Place: diag.InFile(file), Message: message}},
			}},
		})
		// PlanAnnotations gives no file with a leading "=".
		raw := report.Annotation{
			Level: diag.Warning, Message: message, Line: 7,
			Title: rule, File: strings.TrimLeft(file, "="),
		}
		out := annotate(t, []report.Annotation{raw})
		if d := cmp.Diff([]runnertest.Command{commandOf(raw)}, runnertest.Parse(out)); d != "" {
			t.Errorf("commands in %q differ (-want +got):\n%s", out, d)
		}
	})
}

// checkRun wants the log of a run to hold its annotations and no other command.
func checkRun(t *testing.T, run report.Run) {
	t.Helper()
	as := report.PlanAnnotations(run, report.AnnotationsPerLevel)
	var want []runnertest.Command
	for _, a := range as {
		want = append(want, commandOf(a))
	}
	log := bytes.NewBuffer(annotate(t, as))
	text := report.NewText(log, report.Options{ActionMode: true, Verbose: true})
	if err := text.Report(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, runnertest.Parse(log.Bytes())); d != "" {
		t.Errorf("commands in %q differ (-want +got):\n%s", log, d)
	}
	if len(as) != len(run.Findings) {
		t.Errorf("%d annotations for %d findings", len(as), len(run.Findings))
	}
}
