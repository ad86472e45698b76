package report_test

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

type junitCounts struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Skipped  int `xml:"skipped,attr"`
}

type junitSuites struct {
	junitCounts
	Suites []struct {
		junitCounts
		Name  string `xml:"name,attr"`
		Cases []struct {
			Name    string `xml:"name,attr"`
			Failure *struct {
				Type    string `xml:"type,attr"`
				Message string `xml:"message,attr"`
			} `xml:"failure"`
			Skipped *struct {
				Message string `xml:"message,attr"`
			} `xml:"skipped"`
			Output string `xml:"system-out"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

func junitText(t *testing.T, run report.Run) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.NewJUnit(&b).Report(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func junitOf(t *testing.T, run report.Run) junitSuites {
	t.Helper()
	var got junitSuites
	if err := xml.Unmarshal(junitText(t, run), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestJUnitFailsWhatFailsTheRun(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, scope, failOn string
		severity            diag.Severity
		state               diag.State
		want                string
	}{
		{"a new error", "new", "error", diag.Error, diag.New, "failure"},
		{"a new warning", "new", "error", diag.Warning, diag.New, "skipped: new warning: m"},
		{"a new warning that fails", "new", "warning", diag.Warning, diag.New, "failure"},
		{"an existing error in scope new", "new", "error", diag.Error, diag.Existing, "skipped: existing error: m"},
		{"an existing error in scope all", "all", "error", diag.Error, diag.Existing, "failure"},
		{"an error that must not fail", "all", "never", diag.Error, diag.Current, "skipped: error: m"},
		{"a note", "all", "error", diag.Note, diag.Current, "skipped: note: m"},
		{"a fixed error", "all", "note", diag.Error, diag.Fixed, "passed: fixed: m"},
	} {
		run := clean()
		run.Scope, run.FailOn = tc.scope, tc.failOn
		run.Findings = []diag.Finding{{Rule: "r", Severity: tc.severity, State: tc.state, Message: "m", Place: diag.InFile("a.json")}}
		c := junitOf(t, run).Suites[1].Cases[0]
		got := "passed: " + c.Output
		switch {
		case c.Failure != nil:
			got = "failure"
		case c.Skipped != nil:
			got = "skipped: " + c.Skipped.Message
		}
		if got != tc.want {
			t.Errorf("%s: got %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestJUnitHasASuitePerFileAndCountsItsCases(t *testing.T) {
	t.Parallel()
	got := junitOf(t, rich())
	if d := cmp.Diff(junitCounts{Tests: 8, Failures: 3, Skipped: 3}, got.junitCounts); d != "" {
		t.Errorf("counts (-want +got):\n%s", d)
	}
	if len(got.Suites) != 4 || got.Suites[2].Name != registryFile {
		t.Errorf("got %d suites, the third of %q; want 4, the third of %q", len(got.Suites), got.Suites[2].Name, registryFile)
	}
	names := map[string]bool{}
	for _, s := range got.Suites {
		if s.Tests != len(s.Cases) {
			t.Errorf("suite %q says it has %d tests and has %d", s.Name, s.Tests, len(s.Cases))
		}
		for _, c := range s.Cases {
			if names[c.Name] {
				t.Errorf("two testcases are named %q", c.Name)
			}
			names[c.Name] = true
		}
	}
}

func TestJUnitFailsWhatIsPending(t *testing.T) {
	t.Parallel()
	run := clean()
	run.Plans = []report.Plan{{Command: "modelgate export", Path: "a.json", Why: "stale"}}
	if d := cmp.Diff(junitCounts{Tests: 2, Failures: 1}, junitOf(t, run).junitCounts); d != "" {
		t.Errorf("counts (-want +got):\n%s", d)
	}
	run.FailOn = "never"
	if d := cmp.Diff(junitCounts{Tests: 2, Skipped: 1}, junitOf(t, run).junitCounts); d != "" {
		t.Errorf("counts where nothing may fail (-want +got):\n%s", d)
	}
}

func TestJUnitOfACleanRunHasATestThatPasses(t *testing.T) {
	t.Parallel()
	got := junitOf(t, clean())
	if d := cmp.Diff(junitCounts{Tests: 1}, got.junitCounts); d != "" {
		t.Errorf("counts (-want +got):\n%s", d)
	}
	if out := got.Suites[0].Cases[0].Output; !strings.Contains(out, "PASS  nothing to report") {
		t.Errorf("it says %q, want the verdict", out)
	}
}

// FuzzJUnit: whatever a repository holds, the document has the same shape, and
// only characters that XML 1.0 allows.
func FuzzJUnit(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		src := junitText(t, everywhere(s))
		var got junitSuites
		if err := xml.Unmarshal(src, &got); err != nil {
			t.Fatalf("%q: %v\n%s", s, err, src)
		}
		if got.Tests != 4 || len(got.Suites) != 2 || len(got.Suites[1].Cases) != 3 {
			t.Errorf("%q makes %d tests in %d suites, want 4 in 2", s, got.Tests, len(got.Suites))
		}
		if i := bytes.IndexFunc(src, isIllegalInXML); i >= 0 {
			t.Errorf("%q leaves %q in the document", s, src[i:i+4])
		}
		if cs := runnertest.Parse(src); len(cs) > 0 {
			t.Errorf("JUnit of %q holds the commands %+v", s, cs)
		}
	})
}

// isIllegalInXML follows production 2 of XML 1.0, and takes the character that
// stands for bad ones too.
func isIllegalInXML(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r', 0x20 <= r && r <= 0xd7ff, 0xe000 <= r && r < 0xfffd, 0x10000 <= r && r <= 0x10ffff:
		return false
	}
	return true
}
