package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

func sarifText(t *testing.T, run report.Run) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.NewSARIF(&b).Report(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sarifRun is what the tests look at.
type sarifRun struct {
	Tool struct {
		Driver struct {
			Rules []struct {
				ID   string
				Help struct{ Text, Markdown string }
			}
		}
	}
	Invocations []struct {
		ToolExecutionNotifications []struct {
			Level   string
			Message struct{ Text string }
		}
	}
	Results []struct {
		RuleID              string
		RuleIndex           int
		Level               string
		BaselineState       string
		Message             struct{ Text string }
		PartialFingerprints map[string]string
		Suppressions        []any
		Locations           []struct {
			PhysicalLocation struct {
				ArtifactLocation struct{ URI string }
				Region           map[string]int
			}
		}
	}
}

func sarifOf(t *testing.T, run report.Run) sarifRun {
	t.Helper()
	var got struct{ Runs []sarifRun }
	if err := json.Unmarshal(sarifText(t, run), &got); err != nil {
		t.Fatal(err)
	}
	return got.Runs[0]
}

// long is a run with one error more than a report of SARIF holds, an existing
// warning, and a new note.
func long() report.Run {
	run := clean()
	run.Repo.Base, run.Scope = "b", "new"
	add := func(s diag.Severity, state diag.State, n int) {
		run.Findings = append(run.Findings, diag.Finding{
			Rule: "r", Severity: s, State: state, Subject: fmt.Sprint(n),
			Place: diag.Place{File: "a.json", Start: diag.Position{Line: len(run.Findings) + 1, Column: 1}},
		})
	}
	add(diag.Note, diag.New, 0)
	add(diag.Warning, diag.Existing, 0)
	for i := range 5001 {
		add(diag.Error, diag.New, i)
	}
	return run
}

func TestSARIFKeepsTheWorstResultsAndCountsTheOthers(t *testing.T) {
	t.Parallel()
	got := sarifOf(t, long())
	if len(got.Results) != 5000 {
		t.Errorf("got %d results, want 5000", len(got.Results))
	}
	for _, r := range got.Results {
		if r.Level != "error" {
			t.Fatalf("a %s is told before an error", r.Level)
		}
	}
	told := got.Invocations[0].ToolExecutionNotifications
	want := "3 findings beyond the first 5000 are left out: 1 error, 1 warning, 1 note; the JSON report has them all."
	if len(told) != 1 || told[0].Level != "warning" || told[0].Message.Text != want {
		t.Errorf("notifications = %+v, want the warning %q", told, want)
	}
}

func TestSARIFTellsNoticesAndWhatIsPending(t *testing.T) {
	t.Parallel()
	run := clean()
	run.Notices = []string{"a notice"}
	run.Plans = []report.Plan{{Command: "modelgate export", Path: "a.json", Why: "stale"}}
	var got []string
	for _, n := range sarifOf(t, run).Invocations[0].ToolExecutionNotifications {
		got = append(got, n.Level+": "+n.Message.Text)
	}
	if want := []string{"note: a notice.", "warning: pending in a.json: stale; run modelgate export."}; !slices.Equal(got, want) {
		t.Errorf("notifications = %q, want %q", got, want)
	}
}

func TestSARIFResultsNameTheirRuleAndItsHelp(t *testing.T) {
	t.Parallel()
	got := sarifOf(t, rich())
	for _, r := range got.Results {
		if rule := got.Tool.Driver.Rules[r.RuleIndex]; rule.ID != r.RuleID || rule.Help.Text == "" || rule.Help.Markdown == "" {
			t.Errorf("rule %d of a result of %q is %+v, want that rule and its help", r.RuleIndex, r.RuleID, rule)
		}
		if r.Suppressions != nil {
			t.Errorf("a result of %q has suppressions", r.RuleID)
		}
	}
}

func TestSARIFStatesAreThoseOfTheBaseline(t *testing.T) {
	t.Parallel()
	states := func(run report.Run) map[string]int {
		n := map[string]int{}
		for _, r := range sarifOf(t, run).Results {
			n[r.BaselineState]++
		}
		return n
	}
	run := rich()
	// Not the fixed one: an upload would open an alert for it.
	if d := cmp.Diff(map[string]int{"new": 4, "unchanged": 2}, states(run)); d != "" {
		t.Errorf("states (-want +got):\n%s", d)
	}
	for i := range run.Findings {
		run.Findings[i].State = diag.Current
	}
	if d := cmp.Diff(map[string]int{"": 7}, states(run)); d != "" {
		t.Errorf("states without a base (-want +got):\n%s", d)
	}
}

// occurrences is the fingerprint of every result, by the line it is on.
func occurrences(t *testing.T, fs []diag.Finding) map[int]string {
	t.Helper()
	run := clean()
	run.Findings = fs
	out := map[int]string{}
	for _, r := range sarifOf(t, run).Results {
		out[r.Locations[0].PhysicalLocation.Region["startLine"]] = r.PartialFingerprints["modelgate/v1"]
	}
	return out
}

func TestSARIFFingerprintsSurviveShiftedLinesAndNewTwins(t *testing.T) {
	t.Parallel()
	at := func(line int, s diag.State) diag.Finding {
		return diag.Finding{
			Rule: "r", Severity: diag.Error, State: s, Subject: "a",
			Place: diag.Place{File: "a.json", Start: diag.Position{Line: line, Column: 1}},
		}
	}
	before := occurrences(t, []diag.Finding{at(1, diag.Current), at(5, diag.Current)})
	after := occurrences(t, []diag.Finding{at(2, diag.New), at(11, diag.Existing), at(15, diag.Existing)})
	if before[1] != after[11] || before[5] != after[15] {
		t.Errorf("fingerprints are %v, and after a shift of 10 lines %v; want those of lines 1 and 5 on lines 11 and 15", before, after)
	}
	seen := map[string]bool{}
	for line, v := range after {
		if seen[v] || !strings.Contains(v, ":") {
			t.Errorf("fingerprint of line %d is %q, want one that no other result has, with its number", line, v)
		}
		seen[v] = true
	}
}

func TestSARIFPlacesAreRelativeReferencesToTheFile(t *testing.T) {
	t.Parallel()
	run := clean()
	names := []string{"gov/a b.json", "a:b/c.json", "100%.json", "é.json", "a?b#c", "[x].json", "\xff", "::x\n", "javascript:alert(1)"}
	for _, name := range names {
		run.Findings = append(run.Findings, diag.Finding{Rule: "r", Severity: diag.Note, State: diag.Current, Place: diag.InFile(name)})
	}
	base := url.URL{Scheme: "file", Path: "/repo/"}
	for i, r := range sarifOf(t, run).Results {
		uri := r.Locations[0].PhysicalLocation.ArtifactLocation.URI
		ref, err := url.Parse(uri)
		if err != nil || ref.IsAbs() {
			t.Errorf("uri of %q is %q (%v), want a relative reference", names[i], uri, err)
			continue
		}
		if got := base.ResolveReference(ref).Path; got != "/repo/"+names[i] {
			t.Errorf("uri of %q is %q, which leads to %q", names[i], uri, got)
		}
		if strings.ContainsFunc(uri, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("uri of %q is %q, want ASCII without blanks", names[i], uri)
		}
	}
}

func TestSARIFMessagesHoldNoLinksOfARepository(t *testing.T) {
	t.Parallel()
	run := clean()
	for _, m := range []string{"eval_refs[2] is wrong", "see [here](http://e.example)", `\[a](1)`} {
		run.Findings = append(run.Findings, diag.Finding{Rule: "r", Severity: diag.Note, State: diag.Current, Message: m, Help: "repair it"})
	}
	var got []string
	for _, r := range sarifOf(t, run).Results {
		got = append(got, r.Message.Text)
	}
	want := []string{
		"eval_refs[2] is wrong. Help: repair it.",
		`see \[here\](http://e.example). Help: repair it.`,
		`\\\[a\](1). Help: repair it.`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("messages = %q, want %q", got, want)
	}
}
