package ghub

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
)

func (s *story) summary() *Summary {
	return &Summary{Client: newClient(s.t, s.srv), Number: pull, HeadSHA: s.sha, Key: SummaryKey("ci", "check", "")}
}

func (s *story) sumUp(fs ...diag.Finding) Result {
	return s.summary().Post(s.t.Context(), runOf(fs...))
}

func TestASummaryIsOneCommentThatIsEdited(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	look := []string{"GET /pulls/7", "GET /issues/7/comments"}
	for _, step := range []struct {
		name     string
		findings []diag.Finding
		calls    []string
	}{
		{"the first", []diag.Finding{at("x", 10, 10)}, append(slices.Clone(look), "POST /issues/7/comments", "GET /issues/7/comments")},
		{"the same", []diag.Finding{at("x", 10, 10)}, look},
		{"another", nil, append(slices.Clone(look), "PATCH /issues/comments/1001")},
		{"the same again", nil, look},
	} {
		var r Result
		if diff := gocmp.Diff(step.calls, s.calls(func() { r = s.sumUp(step.findings...) })); diff != "" {
			t.Errorf("%s: calls (-want +got):\n%s", step.name, diff)
		}
		if r.Posted+r.Updated+r.Kept != 1 || r.Notice != "" || r.Rest != nil {
			t.Errorf("%s: result = %+v, want one text and nothing left", step.name, r)
		}
	}
	if got := s.srv.Comments(pull); len(got) != 1 || !strings.Contains(got[0].Body, "## modelgate: FAIL") {
		t.Errorf("comments = %+v, want one with the report", got)
	}
}

func TestASummaryIsKnownByMarkerKeyAndAuthor(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	m := marker{kind: kindSummary, key: SummaryKey("ci", "check", "")}
	other := marker{kind: kindSummary, key: SummaryKey("ci", "other", "")}
	// The double fails the test if another account's comment is changed.
	s.srv.AddComment(ghubtest.Comment{Issue: pull, Body: marked(m, "forged")})
	s.srv.AddComment(ghubtest.Comment{Issue: pull, Body: marked(other, "of another job"), User: ghubtest.Actions()})
	s.srv.AddComment(ghubtest.Comment{Issue: pull, Body: "> " + marked(m, "quoted"), User: ghubtest.Actions()})
	before := s.srv.Comments(pull)
	if r := s.sumUp(); r.Posted != 1 {
		t.Errorf("posted %d, want 1", r.Posted)
	}
	if diff := gocmp.Diff(before, s.srv.Comments(pull)[:3]); diff != "" {
		t.Errorf("comments that are not ours (-before +after):\n%s", diff)
	}
}

func TestASummaryIsFoundBehindManyComments(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	for i := range 150 {
		s.srv.AddComment(ghubtest.Comment{Issue: pull, Body: fmt.Sprint("comment ", i)})
	}
	s.sumUp()
	if r := s.sumUp(); r.Kept != 1 || len(s.srv.Comments(pull)) != 151 {
		t.Errorf("the second run = %+v with %d comments, want 1 kept and 151", r, len(s.srv.Comments(pull)))
	}
}

func TestTwoRunsAtOnceLeaveOneSummary(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	var other Result
	s.meanwhile("/issues/7/comments", "[]", func() { other = s.sumUp(at("old", 10, 10)) })
	r := s.sumUp(at("new", 10, 10))
	got := s.srv.Comments(pull)
	if other.Posted != 1 || r.Posted != 1 || r.Removed != 1 || len(got) != 1 || got[0].ID != 1001 || !strings.Contains(got[0].Body, `"new"`) {
		t.Errorf("the runs made %+v and %+v, and there are %+v, want the first comment with the last text", other, r, got)
	}
}

func TestASummaryOfThousandsOfFindingsFits(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	var fs []diag.Finding
	for i := range 5000 {
		f := at(fmt.Sprint(i), i%51, i%51)
		f.Message += strings.Repeat(" 模", 40)
		fs = append(fs, f)
	}
	r := s.sumUp(fs...)
	body := s.srv.Comments(pull)[0].Body
	if n := len([]rune(body)); r.Posted != 1 || n > maxBody || !strings.Contains(body, "of the findings do not fit here") {
		t.Errorf("result %+v with %d characters, want one text of at most %d that says what is left out", r, n, maxBody)
	}
}

func TestARefusedSummaryGivesItsFindingsBack(t *testing.T) {
	t.Parallel()
	x := at("x", 10, 10)
	for name, tc := range map[string]struct {
		fault  ghubtest.Fault
		there  bool // a summary with another text is there
		left   bool
		notice string
	}{
		"a post":           {ghubtest.Fault{Method: "POST", Answer: ghubtest.NotAccessible("issues=write")}, false, true, "give the job `pull-requests: write`"},
		"an edit":          {ghubtest.Fault{Method: "PATCH", Answer: ghubtest.NotAccessible("")}, true, true, "give the job `pull-requests: write`"},
		"too many":         {ghubtest.Fault{Method: "POST", Answer: ghubtest.PrimaryLimit(429, time.Unix(1<<40, 0))}, false, true, "rate limit is used up"},
		"a list":           {ghubtest.Fault{Method: "GET", Path: "/issues/7", Answer: ghubtest.HTML(503)}, false, true, "not available"},
		"a list cut off":   {ghubtest.Fault{Method: "GET", Path: "/issues/7", Answer: ghubtest.Cut()}, false, true, "not available"},
		"the second look":  {ghubtest.Fault{Method: "GET", Path: "/issues/7", After: 1, Answer: ghubtest.HTML(503)}, false, false, "not available"},
		"an answer is cut": {ghubtest.Fault{Method: "POST", Done: true, Answer: ghubtest.Cut()}, false, true, "not available"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStory(t)
			if tc.there {
				s.sumUp()
			}
			s.srv.Fail(tc.fault)
			r := s.sumUp(x)
			if left := len(r.Rest) == 1; left != tc.left || !strings.Contains(r.Notice, tc.notice) {
				t.Errorf("left %v with notice %q, want left: %t and %q", keys(r.Rest), r.Notice, tc.left, tc.notice)
			}
			if got := len(s.srv.Comments(pull)); got > 1 {
				t.Errorf("there are %d comments, want at most 1", got)
			}
		})
	}
}

func TestASummaryIsNotWrittenOnAHeadThatHasMoved(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	sum := s.summary()
	s.push("2", numbered(1, 50)+"more\n")
	r := sum.Post(t.Context(), runOf(at("x", 10, 10)))
	if s.srv.Writes() != 0 || len(r.Rest) != 1 || !strings.Contains(r.Notice, "no longer the pull request's head") {
		t.Errorf("%d writes, left %v, notice %q, want none, x and that the head has moved", s.srv.Writes(), keys(r.Rest), r.Notice)
	}
}

func TestASecondSummaryThatIsGoneAlreadyIsNoFault(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.sumUp()
	s.srv.AddComment(ghubtest.Comment{Issue: pull, Body: s.srv.Comments(pull)[0].Body, User: ghubtest.Actions()})
	s.srv.Fail(ghubtest.Fault{Method: http.MethodDelete, Done: true, Answer: ghubtest.Status(404, "Not Found")})
	if r := s.sumUp(); r.Kept != 1 || r.Notice != "" {
		t.Errorf("result = %+v, want 1 kept and no notice", r)
	}
}
