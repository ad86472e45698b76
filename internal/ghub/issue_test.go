package ghub

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
)

func TestTheDriftIssueGoesThroughItsStates(t *testing.T) {
	t.Parallel()
	issue := func(number int, open bool, body string) tracked {
		return tracked{number: number, open: open, body: body}
	}
	same, other := issue(5, true, "body"), issue(5, true, "old")
	closed := issue(5, false, "body")
	second := issue(6, true, "body")
	for name, tc := range map[string]struct {
		own            []tracked
		drifted, clean driftPlan
	}{
		"no issue": {nil, driftPlan{action: openIssue}, driftPlan{}},
		"open, same text": {
			[]tracked{same}, driftPlan{number: 5}, driftPlan{action: closeIssue, number: 5},
		},
		"open, another text": {
			[]tracked{other}, driftPlan{action: updateIssue, number: 5}, driftPlan{action: closeIssue, number: 5},
		},
		"closed": {
			[]tracked{closed}, driftPlan{action: reopenIssue, number: 5}, driftPlan{number: 5},
		},
		"two open": {
			[]tracked{same, second}, driftPlan{number: 5, repeats: []int{6}},
			driftPlan{action: closeIssue, number: 5, repeats: []int{6}},
		},
		"closed, and a second one open": {
			[]tracked{closed, second}, driftPlan{action: reopenIssue, number: 5, repeats: []int{6}},
			driftPlan{number: 5, repeats: []int{6}},
		},
		"open, and a second one closed": {
			[]tracked{same, issue(6, false, "body")}, driftPlan{number: 5},
			driftPlan{action: closeIssue, number: 5},
		},
	} {
		for o, want := range map[Outcome]driftPlan{Drifted: tc.drifted, Clean: tc.clean} {
			got := planDrift(tc.own, o, "body")
			if diff := gocmp.Diff(want, got, gocmp.AllowUnexported(driftPlan{})); diff != "" {
				t.Errorf("%s, outcome %d: plan (-want +got):\n%s", name, o, diff)
			}
		}
	}
}

func tracker(t *testing.T, srv *ghubtest.Server) *Tracker {
	t.Helper()
	return &Tracker{Client: newClient(t, srv), Key: "nightly", Scope: "gov"}
}

func drifted(key string) []diag.Finding {
	return []diag.Finding{inState(at(key, 10, 10), diag.Current)}
}

// asked is what a run asks of GitHub, a line each.
func asked(srv *ghubtest.Server, run func()) []string {
	return (&story{srv: srv}).calls(run)
}

func TestADriftIssueIsOpenedUpdatedClosedAndReopened(t *testing.T) {
	t.Parallel()
	srv := ghubtest.New(t)
	look := []string{"GET /issues"}
	patch := []string{"GET /issues", "PATCH /issues/1"}
	for _, step := range []struct {
		name     string
		outcome  Outcome
		findings []diag.Finding
		calls    []string
		state    string // of the issue
		want     Result
	}{
		{"clean from the start", Clean, nil, look, "", Result{}},
		{"drift", Drifted, drifted("x"), []string{"GET /issues", "GET /labels/modelgate-drift", "POST /labels", "POST /issues", "GET /issues"}, "open", Result{Number: 1, Posted: 1}},
		{"the same drift", Drifted, drifted("x"), look, "open", Result{Number: 1, Kept: 1}},
		{"other drift", Drifted, drifted("y"), patch, "open", Result{Number: 1, Updated: 1}},
		{"clean", Clean, nil, patch, "closed", Result{Number: 1, Struck: 1}},
		{"still clean", Clean, nil, look, "closed", Result{Number: 1}},
		{"drift returns", Drifted, drifted("x"), patch, "open", Result{Number: 1, Updated: 1}},
	} {
		var got Result
		calls := asked(srv, func() { got = tracker(t, srv).Track(t.Context(), step.outcome, runOf(step.findings...)) })
		if diff := gocmp.Diff(step.calls, calls); diff != "" {
			t.Errorf("%s: calls (-want +got):\n%s", step.name, diff)
		}
		if diff := gocmp.Diff(step.want, got); diff != "" {
			t.Errorf("%s: result (-want +got):\n%s", step.name, diff)
		}
		state := ""
		if all := srv.Issues(); len(all) == 1 {
			state = all[0].State
		}
		if state != step.state {
			t.Errorf("%s: the issue is %q, want %q", step.name, state, step.state)
		}
	}
	i := srv.Issues()[0]
	if i.Title != "The model registry has drifted (nightly)" || !slices.Equal(i.Labels, []string{DefaultLabel}) || !strings.Contains(i.Body, `"x"`) {
		t.Errorf("issue = %+v, want its title, label and the last findings", i)
	}
}

func TestEachKeyAndScopeHasItsIssue(t *testing.T) {
	t.Parallel()
	srv := ghubtest.New(t)
	elsewhere, weekly := tracker(t, srv), tracker(t, srv)
	elsewhere.Scope, elsewhere.Where, weekly.Key = "gov at refs/heads/topic", "at refs/heads/topic", "weekly"
	all := []*Tracker{tracker(t, srv), elsewhere, weekly}
	for range 2 { // the second finds each as it left it
		for _, one := range all {
			one.Track(t.Context(), Drifted, runOf(drifted("x")...))
		}
	}
	elsewhere.Track(t.Context(), Clean, runOf())
	var got []string
	for _, i := range srv.Issues() {
		got = append(got, i.Title+" "+i.State)
	}
	want := []string{
		"The model registry has drifted (nightly) open",
		"The model registry has drifted (nightly) (at refs/heads/topic) closed",
		"The model registry has drifted (weekly) open",
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("issues (-want +got):\n%s", diff)
	}
}

func TestADriftIssueIsKnownByLabelMarkerAndAuthor(t *testing.T) {
	t.Parallel()
	srv := ghubtest.New(t)
	m := tracker(t, srv).marker()
	labels := []string{DefaultLabel}
	// The double fails the test if another account's issue is changed.
	srv.AddIssue(ghubtest.Issue{Body: marked(m, "forged"), Labels: labels})
	srv.AddIssue(ghubtest.Issue{Body: "no marker", Labels: labels, User: ghubtest.Actions()})
	srv.AddIssue(ghubtest.Issue{Body: "> " + marked(m, "quoted"), Labels: labels, User: ghubtest.Actions()})
	dup := m
	dup.state = stateDuplicate
	srv.AddIssue(ghubtest.Issue{Body: marked(dup, "The same as #1."), Labels: labels, State: "closed", User: ghubtest.Actions()})
	before := srv.Issues()
	r := tracker(t, srv).Track(t.Context(), Drifted, runOf(drifted("x")...))
	if r.Posted != 1 || r.Number != 5 {
		t.Errorf("result = %+v, want issue 5 opened", r)
	}
	if diff := gocmp.Diff(before, srv.Issues()[:4]); diff != "" {
		t.Errorf("issues that are not ours (-before +after):\n%s", diff)
	}
}

func TestAPullRequestIsNoDriftIssue(t *testing.T) {
	t.Parallel()
	srv := ghubtest.New(t)
	// The double can't give a pull request a body, so the answer is made here.
	m := tracker(t, srv).marker()
	n := srv.AddIssue(ghubtest.Issue{Body: marked(m, "x"), Labels: []string{DefaultLabel}, User: ghubtest.Actions()})
	srv.Fail(ghubtest.Fault{Method: "GET", Path: "/issues", Times: 1, Answer: ghubtest.JSON(fmt.Sprintf(
		`[{"number":%d,"state":"open","body":%q,"user":{"login":"github-actions[bot]"},"pull_request":{"url":"x"}}]`, n, marked(m, "x")))})
	if r := tracker(t, srv).Track(t.Context(), Clean, runOf()); r.Number != 0 || srv.Writes() != 0 {
		t.Errorf("result = %+v after %d writes, want nothing done to a pull request", r, srv.Writes())
	}
}

func TestTwoRunsAtOnceLeaveOneDriftIssue(t *testing.T) {
	t.Parallel()
	srv := ghubtest.New(t)
	var other Result
	s := &story{t: t, srv: srv}
	s.meanwhile("/issues", "[]", func() { other = tracker(t, srv).Track(t.Context(), Drifted, runOf(drifted("x")...)) })
	r := tracker(t, srv).Track(t.Context(), Drifted, runOf(drifted("x")...))
	all := srv.Issues()
	if len(all) != 2 || all[0].State != "open" || all[1].State != "closed" || all[1].StateReason != "not_planned" ||
		!strings.HasSuffix(all[1].Body, "The same as #1.\n") {
		t.Fatalf("issues = %+v, want the first open and the second closed as its duplicate", all)
	}
	if other.Number != 1 || r.Number != 1 || r.Removed != 1 {
		t.Errorf("results = %+v and %+v, want issue 1 in both and one closed", other, r)
	}
	writes := srv.Writes()
	tracker(t, srv).Track(t.Context(), Drifted, runOf(drifted("x")...))
	if srv.Writes() != writes {
		t.Errorf("run again: %d writes, want none", srv.Writes()-writes)
	}
	// The closed duplicate does not come back as the issue.
	tracker(t, srv).Track(t.Context(), Clean, runOf())
	tracker(t, srv).Track(t.Context(), Drifted, runOf(drifted("x")...))
	if all = srv.Issues(); all[0].State != "open" || all[1].State != "closed" {
		t.Errorf("after it was clean and drifted again, the issues are %q and %q, want open and closed", all[0].State, all[1].State)
	}
}

func TestARefusedWriteOfTheIssueGivesItsFindingsBack(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault  ghubtest.Fault
		there  bool // an issue with another text is there
		left   bool
		notice string
	}{
		"an issue opened":    {ghubtest.Fault{Method: "POST", Path: "/issues", Answer: ghubtest.NotAccessible("issues=write")}, false, true, "give the job `issues: write`"},
		"the label":          {ghubtest.Fault{Method: "POST", Path: "/labels", Answer: ghubtest.NotAccessible("")}, false, true, "give the job `issues: write`"},
		"the label is there": {ghubtest.Fault{Method: "POST", Path: "/labels", Answer: ghubtest.Status(422, "Validation Failed")}, false, false, ""},
		"the label unread":   {ghubtest.Fault{Method: "GET", Path: "/labels", Answer: ghubtest.HTML(503)}, false, true, "not available"},
		"an issue changed":   {ghubtest.Fault{Method: "PATCH", Answer: ghubtest.NotAccessible("")}, true, true, "give the job `issues: write`"},
		"a list refused":     {ghubtest.Fault{Method: "GET", Path: "/issues", Answer: ghubtest.Status(404, "Not Found")}, false, true, "give the job `issues: write`"},
		"issues are off":     {ghubtest.Fault{Method: "GET", Path: "/issues", Answer: ghubtest.Status(410, "Issues has been disabled in this repository.")}, false, true, "Issues has been disabled"},
		"a list cut off":     {ghubtest.Fault{Method: "GET", Path: "/issues", Answer: ghubtest.JSON("[")}, true, true, "the drift issue: "},
		"the second look":    {ghubtest.Fault{Method: "GET", Path: "/issues", After: 1, Answer: ghubtest.HTML(503)}, false, false, "not available"},
		"no budget left":     {ghubtest.Fault{Method: "PATCH", Answer: ghubtest.SecondaryLimit(429, 0)}, true, true, "the next run goes on"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := ghubtest.New(t)
			if tc.there {
				tracker(t, srv).Track(t.Context(), Drifted, runOf(drifted("old")...))
			}
			srv.Fail(tc.fault)
			r := tracker(t, srv).Track(t.Context(), Drifted, runOf(drifted("x")...))
			if left := len(r.Rest) == 1; left != tc.left || !strings.Contains(r.Notice, tc.notice) || (r.Notice == "") != (tc.notice == "") {
				t.Errorf("left %v with notice %q, want left: %t and %q", keys(r.Rest), r.Notice, tc.left, tc.notice)
			}
		})
	}
}

func TestAListOfIssuesWithoutEndTouchesNothing(t *testing.T) {
	t.Parallel()
	srv := ghubtest.New(t)
	tracker(t, srv).Track(t.Context(), Drifted, runOf(drifted("x")...))
	writes := srv.Writes()
	srv.Fail(ghubtest.Fault{Method: "GET", Path: "/issues", Answer: srv.EndlessPages("[]", 1)})
	for _, o := range []Outcome{Clean, Drifted} {
		r := tracker(t, srv).Track(t.Context(), o, runOf(drifted("x")...))
		if srv.Writes() != writes || !strings.Contains(r.Notice, "the drift issue: nothing is written") {
			t.Errorf("outcome %d: %d writes, notice %q, want none and a word", o, srv.Writes()-writes, r.Notice)
		}
	}
}

func TestALabelThatIsDroppedIsTold(t *testing.T) {
	t.Parallel()
	srv := ghubtest.New(t)
	srv.AddLabel(ghubtest.Label{Name: DefaultLabel})
	srv.Fail(ghubtest.Fault{Method: "POST", Path: "/issues", Answer: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		fmt.Fprint(w, `{"number":9,"user":{"login":"github-actions[bot]"},"labels":[]}`)
	}})
	r := tracker(t, srv).Track(t.Context(), Drifted, runOf(drifted("x")...))
	if want := `issue #9 could not be given the label "modelgate-drift"`; !strings.HasPrefix(r.Notice, want) {
		t.Errorf("notice = %q, want %q", r.Notice, want)
	}
}

func TestAHugeDriftAndAHostileKeyFit(t *testing.T) {
	t.Parallel()
	srv := ghubtest.New(t)
	var fs []diag.Finding
	for i := range 5000 {
		fs = append(fs, inState(at(fmt.Sprint(i, strings.Repeat(" 模", 40)), i%51, i%51), diag.Current))
	}
	k := tracker(t, srv)
	k.Key = "a\n`@octocat` \u202e" + strings.Repeat("é", 200)
	r := k.Track(t.Context(), Drifted, runOf(fs...))
	i := srv.Issues()[0]
	if n := len([]rune(i.Body)); r.Posted != 1 || n > maxBody || len([]rune(i.Title)) > 120 || strings.ContainsAny(i.Title, "\n\u202e") {
		t.Errorf("%d posted, %d characters, title %q, want 1, at most %d and a plain title", r.Posted, n, i.Title, maxBody)
	}
	again := *k
	again.Client = newClient(t, srv)
	if r := again.Track(t.Context(), Drifted, runOf(fs...)); r.Kept != 1 {
		t.Errorf("run again: %+v, want 1 kept", r)
	}
}
