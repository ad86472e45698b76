package report_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// many is n findings numbered by their message.
func many(n int, level diag.Severity, state diag.State) []diag.Finding {
	fs := make([]diag.Finding, n)
	for i := range fs {
		fs[i] = diag.Finding{
			Rule: "r", Severity: level, State: state, Place: diag.InFile("f.json"),
			Message: fmt.Sprintf("%s %s %d", state, level, i),
		}
	}
	return fs
}

func plan(scope string, fs ...diag.Finding) []report.Annotation {
	return report.PlanAnnotations(report.Run{Scope: scope, Findings: fs}, report.AnnotationsPerLevel)
}

func messages(as []report.Annotation) []string {
	var ms []string
	for _, a := range as {
		ms = append(ms, a.Message)
	}
	return ms
}

func TestALevelHasAtMostTenAnnotationsAndTheLastCountsTheRest(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		findings, perLevel, want int
		last                     string
	}{
		{0, 10, 0, ""},
		{9, 10, 9, "new warning 8"},
		{10, 10, 10, "new warning 9"},
		{11, 10, 10, "2 more warnings, see the log or the job summary"},
		{500, 10, 10, "491 more warnings, see the log or the job summary"},
		{3, 1, 1, "3 more warnings, see the log or the job summary"},
		{3, 0, 0, ""},
		{3, -1, 0, ""},
	} {
		run := report.Run{Scope: "new", Findings: many(tt.findings, diag.Warning, diag.New)}
		got := report.PlanAnnotations(run, tt.perLevel)
		last := ""
		if len(got) > 0 {
			last = got[len(got)-1].Message
		}
		if len(got) != tt.want || last != tt.last {
			t.Errorf("%d findings, %d a level: got %d annotations, the last %q, want %d, %q",
				tt.findings, tt.perLevel, len(got), last, tt.want, tt.last)
		}
	}
}

func TestTheWorstAndTheNewComeFirst(t *testing.T) {
	t.Parallel()
	var fs []diag.Finding
	for _, level := range []diag.Severity{diag.Note, diag.Error, diag.Warning} {
		fs = append(fs, many(1, level, diag.Existing)...)
		fs = append(fs, many(2, level, diag.New)...)
	}
	want := []string{
		"new error 0", "new error 1", "existing error 0",
		"new warning 0", "new warning 1", "existing warning 0",
		"new note 0", "new note 1", "existing note 0",
	}
	if d := cmp.Diff(want, messages(plan("all", fs...))); d != "" {
		t.Errorf("annotations differ (-want +got):\n%s", d)
	}
}

func TestOnlyFindingsThatDecideAreAnnotated(t *testing.T) {
	t.Parallel()
	var fs []diag.Finding
	for _, state := range []diag.State{diag.New, diag.Current, diag.Existing, diag.Fixed} {
		fs = append(fs, many(1, diag.Error, state)...)
	}
	elsewhere := many(1, diag.Error, diag.Existing)[0]
	elsewhere.Place, elsewhere.Message = diag.InFile("other.json"), "elsewhere"
	run := report.Run{Findings: append(fs, elsewhere), Changed: []string{"f.json"}}
	for scope, want := range map[string][]string{
		"new":     {"new error 0", "current error 0"},
		"changed": {"new error 0", "current error 0", "existing error 0"},
		"all":     {"new error 0", "current error 0", "existing error 0", "elsewhere"},
	} {
		run.Scope = scope
		if d := cmp.Diff(want, messages(report.PlanAnnotations(run, 10))); d != "" {
			t.Errorf("scope %s: annotations differ (-want +got):\n%s", scope, d)
		}
	}
}

func TestAnAnnotationHasOnlyThePlaceThatARunnerKeeps(t *testing.T) {
	t.Parallel()
	pos := func(line, column int) diag.Position { return diag.Position{Line: line, Column: column} }
	for _, tt := range []struct {
		name  string
		place diag.Place
		want  report.Annotation
	}{
		{"one line", place("f", pos(3, 5), pos(3, 9), ""), report.Annotation{File: "f", Line: 3, EndLine: 3, Column: 5, EndColumn: 9}},
		{"an end on another line", place("f", pos(3, 5), pos(7, 2), ""), report.Annotation{File: "f", Line: 3, EndLine: 7}},
		{"an end before the next line", place("f", pos(3, 5), pos(4, 1), ""), report.Annotation{File: "f", Line: 3, EndLine: 3, Column: 5}},
		{"no end", place("f", pos(3, 5), pos(0, 0), ""), report.Annotation{File: "f", Line: 3}},
		{"no line", diag.InFile("f"), report.Annotation{File: "f", Line: 1}}, // else "Files changed" does not show it
		{"no file", diag.Place{}, report.Annotation{}},
		{"a path with =", place("=f", pos(3, 5), pos(3, 9), ""), report.Annotation{Message: "=f: m"}},
		{"a path with a line feed", place("a\nb", pos(3, 5), pos(3, 9), ""), report.Annotation{Message: `a\u{a}b: m`}},
	} {
		want := tt.want
		want.Level, want.Title = diag.Error, "r (existing)"
		if want.Message == "" {
			want.Message = "m"
		}
		got := plan("all", diag.Finding{Rule: "r", Severity: diag.Error, State: diag.Existing, Place: tt.place, Message: "m"})
		if d := cmp.Diff([]report.Annotation{want}, got); d != "" {
			t.Errorf("%s: annotation differs (-want +got):\n%s", tt.name, d)
		}
	}
}

func TestAMessageIsCutBetweenCharactersAt4096Units(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, message, help, want string
	}{
		{"just fits", strings.Repeat("a", 4096), "", strings.Repeat("a", 4096)},
		{"one too many", strings.Repeat("a", 4097), "", strings.Repeat("a", 4095) + "…"},
		{"with help", strings.Repeat("a", 4080), "1234567890", strings.Repeat("a", 4080) + "\nhelp: 12345678…"},
		{"two units each", "a" + strings.Repeat("🙂", 3000), "", "a" + strings.Repeat("🙂", 2047) + "…"},
		{"two units each, even", strings.Repeat("🙂", 3000), "", strings.Repeat("🙂", 2047) + "…"},
		{"two units each, fits", strings.Repeat("🙂", 2048), "", strings.Repeat("🙂", 2048)},
	} {
		got := plan("new", diag.Finding{Rule: "r", Severity: diag.Error, State: diag.New, Message: tt.message, Help: tt.help})[0].Message
		if got != tt.want {
			t.Errorf("%s: message of %d bytes ends %q, want %d bytes ending %q", tt.name, len(got), end(got), len(tt.want), end(tt.want))
		}
		if n := len(utf16.Encode([]rune(got))); n > 4096 || !utf8.ValidString(got) {
			t.Errorf("%s: message has %d units, want at most 4096 of valid text", tt.name, n)
		}
	}
}

func end(s string) string { return s[max(0, len(s)-20):] }
