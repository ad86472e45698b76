package report_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

func text(t *testing.T, run report.Run, o report.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.NewText(&b, o).Report(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheLastLineOfATextIsTheVerdict(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pass bool
		s    report.Summary
		want string
	}{
		{true, report.Summary{}, "PASS  nothing to report"},
		{false, report.Summary{}, "FAIL  no findings"},
		{true, report.Summary{Fixed: 2}, "PASS  no findings (2 fixed)"},
		{true, report.Summary{Notes: 1}, "PASS  1 note"},
		{false, report.Summary{Errors: 1, Notes: 2}, "FAIL  1 error, 2 notes"},
		{false, report.Summary{Errors: 3, Warnings: 1, New: 2, Existing: 5, Fixed: 1, Suppressed: 1},
			"FAIL  3 errors, 1 warning (2 new, 5 existing, 1 fixed, 1 suppressed)"},
	} {
		run := rich()
		run.Pass, run.Summary = tt.pass, tt.s
		lines := strings.Split(strings.TrimSuffix(text(t, run, report.Options{}), "\n"), "\n")
		if got := lines[len(lines)-1]; got != tt.want {
			t.Errorf("last line for %+v = %q, want %q", tt.s, got, tt.want)
		}
		if got := text(t, run, report.Options{Quiet: true}); got != tt.want+"\n" {
			t.Errorf("quiet text for %+v = %q, want %q", tt.s, got, tt.want+"\n")
		}
	}
}

func TestTheTextOfACleanRunIsOneLine(t *testing.T) {
	t.Parallel()
	if got, want := text(t, clean(), report.Options{}), "PASS  nothing to report\n"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
}

func TestExistingFindingsOfScopeNewAreShownOnlyWhenVerbose(t *testing.T) {
	t.Parallel()
	const existing = "[duplicate-model-id]"
	for _, tt := range []struct {
		scope   string
		verbose bool
		want    bool
	}{
		{"new", false, false}, {"new", true, true}, {"changed", false, true}, {"all", false, true},
	} {
		run := rich()
		run.Scope = tt.scope
		got := text(t, run, report.Options{Verbose: tt.verbose})
		if strings.Contains(got, existing) != tt.want {
			t.Errorf("scope %s, verbose %v: the existing finding is shown: %v, want %v", tt.scope, tt.verbose, !tt.want, tt.want)
		}
		for _, always := range []string{"[general-too-small]", "error    fixed", "2 existing"} {
			if !strings.Contains(got, always) {
				t.Errorf("scope %s, verbose %v: text lacks %q", tt.scope, tt.verbose, always)
			}
		}
	}
}

func TestVerboseTextSaysWhatWasChecked(t *testing.T) {
	t.Parallel()
	got := text(t, clean(), report.Options{Verbose: true})
	want := "checked: root ., the work tree against nothing, scope all, fails on error\n\nPASS  nothing to report\n"
	if got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
}

func TestAFindingOfNoFileStandsUnderTheWholeRepository(t *testing.T) {
	t.Parallel()
	run := clean()
	run.Pass, run.Summary.Errors = false, 1
	run.Findings = []diag.Finding{{Rule: "registry-missing", Severity: diag.Error, State: diag.Current, Message: "there is no registry"}}
	want := "(whole repository)\n  -  error    there is no registry  [registry-missing]\n\nFAIL  1 error\n"
	if got := text(t, run, report.Options{}); got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
}

func TestColourIsTheOnlyEscapeInAText(t *testing.T) {
	t.Parallel()
	escapes := regexp.MustCompile("\x1b\\[[0-9;]*m")
	plain := text(t, rich(), report.Options{})
	coloured := text(t, rich(), report.Options{Color: true})
	if !escapes.MatchString(coloured) {
		t.Error("text with colour has no escape sequence")
	}
	if got := escapes.ReplaceAllString(coloured, ""); got != plain {
		t.Errorf("text without its colours = %q, want %q", got, plain)
	}
	for _, s := range []string{plain, text(t, rich(), report.Options{Color: true, ActionMode: true})} {
		if strings.Contains(s, "\x1b") {
			t.Errorf("text without colour holds an escape: %q", s)
		}
	}
}

// Problem matchers that a job may have registered before our step runs.
const (
	eslintFile    = `^\s*([^\s].*)$`
	eslintFinding = `^\s+(\d+):(\d+)\s+(error|warning|info)\s+(.*)\s\s+(.*)$`
	gcc           = `^(.*):(\d+):(\d+):\s+(warning|error):\s+(.*)$`
	golang        = `((?:\.{0,2}\/|\.{0,2}\\)(?:.+\.go)):(?:(\d+):(\d+):)? (.*)`
	tsc           = `^(?:\s+\d+\>)?([^\s].*)\((\d+|\d+,\d+|\d+,\d+,\d+,\d+)\)\s*:\s+(error|warning|info)\s+(\w{1,2}\d+)\s*:\s*(.*)$`
	anyColumn     = `:\d+:\d+:`
)

func TestNoLineInActionModeFitsAProblemMatcher(t *testing.T) {
	t.Parallel()
	run := rich()
	run.Findings = append(run.Findings, diag.Finding{
		Rule: "json-invalid", Severity: diag.Error, State: diag.New, Place: place(registryFile, diag.Position{Line: 1, Column: 2}, diag.Position{}, ""),
		Message: "got /a.c:1:2: error: forged, then b:1:2:3:4:5: error: forged",
	})
	got := text(t, run, report.Options{ActionMode: true, Verbose: true})
	for _, matcher := range []string{eslintFinding, gcc, golang, tsc, anyColumn} {
		re := regexp.MustCompile(matcher)
		for line := range strings.Lines(got) {
			if re.MatchString(strings.TrimSuffix(line, "\n")) {
				t.Errorf("the line %q fits %s", line, matcher)
			}
		}
	}
	// The layout for people is what eslint-stylish reads: the check above can fail.
	people := strings.Split(text(t, run, report.Options{}), "\n")
	fits := 0
	for i := range people[1:] {
		if regexp.MustCompile(eslintFile).MatchString(people[i]) && regexp.MustCompile(eslintFinding).MatchString(people[i+1]) {
			fits++
		}
	}
	if fits == 0 {
		t.Error("no line for people fits eslint-stylish; the matchers here are out of date")
	}
}

func TestTextHoldsNoWorkflowCommand(t *testing.T) {
	t.Parallel()
	for _, o := range []report.Options{{}, {ActionMode: true}, {Verbose: true, Color: true}} {
		if cs := runnertest.Parse([]byte(text(t, rich(), o))); len(cs) > 0 {
			t.Errorf("text with %+v holds the commands %+v", o, cs)
		}
	}
}
