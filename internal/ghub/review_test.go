package ghub

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aymanbagabas/go-udiff"
	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
	"github.com/cmmv-hive/modelgate/internal/report"
)

const pull = 7

// A story is a pull request on f.json and the runs over it.
type story struct {
	t          *testing.T
	srv        *ghubtest.Server
	base, head fstest.MapFS
	sha        string
}

func newStory(t *testing.T) *story {
	t.Helper()
	base := fstest.MapFS{"f.json": {Data: []byte(numbered(1, 50))}}
	s := &story{t: t, srv: ghubtest.New(t), base: base}
	s.sha, s.head = strings.Repeat("0", 40), fstest.MapFS{}
	s.srv.AddPull(ghubtest.Pull{Number: pull, Head: s.sha})
	s.push("1", numbered(1, 9)+"ten\n"+numbered(11, 29)+"thirty\n"+numbered(31, 50))
	return s
}

// push gives f.json another text; the commit's id is made of one digit.
func (s *story) push(digit, text string) {
	s.sha = strings.Repeat(digit, 40)
	s.head = fstest.MapFS{"f.json": {Data: []byte(text)}}
	before := string(s.base["f.json"].Data)
	_, patch, _ := strings.Cut(udiff.Unified("a", "b", before, text), "+++ b\n")
	s.srv.Push(pull, s.sha, ghubtest.File{Name: "f.json", Patch: strings.TrimSuffix(patch, "\n")})
}

func newClient(t *testing.T, srv *ghubtest.Server) *Client {
	t.Helper()
	c, err := New(Options{
		APIURL: srv.URL, Repository: ghubtest.Repository, Token: ghubtest.Token,
		Sleep: func(context.Context, time.Duration) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func runOf(fs ...diag.Finding) report.Run {
	return report.Run{Version: "1.2.3", Scope: "new", FailOn: "error", Repo: report.Repo{Root: "."}, Findings: fs}
}

func (s *story) comments() *Comments {
	return &Comments{
		Client: newClient(s.t, s.srv), Number: pull, HeadSHA: s.sha, Key: "check", Base: s.base, Head: s.head,
	}
}

// run is a run of its own, with its own budget of writes.
func (s *story) run(fs ...diag.Finding) Result {
	return s.comments().Post(s.t.Context(), runOf(fs...))
}

// calls is what a run asks of GitHub, a line each.
func (s *story) calls(run func()) []string {
	from := len(s.srv.Requests())
	run()
	var out []string
	for _, r := range s.srv.Requests()[from:] {
		out = append(out, r.Method+" "+strings.TrimPrefix(r.Path, "/repos/"+ghubtest.Repository))
	}
	return out
}

func keys(fs []diag.Finding) []string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Key)
	}
	slices.Sort(out)
	return out
}

func TestAFaultThatMovesGoesAndReturnsHasOneComment(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	look := []string{"GET /pulls/7", "GET /pulls/7/comments"}
	post := append(slices.Clone(look), "POST /pulls/7/reviews", "GET /pulls/7/comments")
	patch := append(slices.Clone(look), "PATCH /pulls/comments/1002") // 1001 is the review
	for _, push := range []struct {
		name, digit, text string
		findings          []diag.Finding
		calls             []string
		state             string
	}{
		{"a fault", "1", numbered(1, 9) + "ten\n" + numbered(11, 50), []diag.Finding{at("x", 10, 10)}, post, stateLive},
		{"moved", "2", numbered(1, 8) + "more\n" + numbered(9, 9) + "ten\n" + numbered(11, 50), []diag.Finding{at("x", 11, 11)}, look, stateLive},
		{"repaired", "3", numbered(1, 8) + "more\n" + numbered(9, 50), nil, patch, stateGone},
		{"returned", "4", numbered(1, 8) + "more\n" + numbered(9, 9) + "ten\n" + numbered(11, 50), []diag.Finding{at("x", 11, 11)}, patch, stateLive},
	} {
		s.push(push.digit, push.text)
		var r Result
		if diff := gocmp.Diff(push.calls, s.calls(func() { r = s.run(push.findings...) })); diff != "" {
			t.Errorf("%s: calls (-want +got):\n%s", push.name, diff)
		}
		if len(r.Rest) != 0 || r.Notice != "" {
			t.Errorf("%s: rest %v and notice %q, want none", push.name, keys(r.Rest), r.Notice)
		}
		got := s.srv.ReviewComments(pull)
		if len(got) != 1 {
			t.Fatalf("%s: there are %d comments, want 1", push.name, len(got))
		}
		if m, ok := parseMarker(got[0].Body); !ok || m.state != push.state {
			t.Errorf("%s: the comment's state is %q, want %q:\n%s", push.name, m.state, push.state, got[0].Body)
		}
		for range 5 {
			if diff := gocmp.Diff(look, s.calls(func() { s.run(push.findings...) })); diff != "" {
				t.Errorf("%s, run again: calls (-want +got):\n%s", push.name, diff)
			}
		}
	}
}

func TestAReviewHoldsAllThatIsOnLines(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	r := s.run(at("a", 10, 10), at("b", 28, 30), at("c", 0, 0), elsewhere(at("d", 1, 1), "nowhere.json"))
	reviews, comments := s.srv.Reviews(pull), s.srv.ReviewComments(pull)
	if len(reviews) != 2 || reviews[0].State != "COMMENTED" || reviews[0].CommitID != s.sha ||
		reviews[0].Body != "modelgate has 2 findings on this change. 1 more, see the summary." {
		t.Errorf("reviews = %+v, want one with two comments and the one that GitHub makes for the comment on the file", reviews)
	}
	type place struct {
		start, line int
		subject     string
	}
	var got []place
	for _, c := range comments {
		got = append(got, place{c.StartLine, c.Line, c.SubjectType})
	}
	if want := []place{{0, 10, "line"}, {28, 30, "line"}, {0, 0, "file"}}; !slices.Equal(got, want) {
		t.Errorf("comments are at %+v, want %+v", got, want)
	}
	if r.Posted != 3 || !slices.Equal(keys(r.Rest), []string{"d"}) || r.Notice != "" {
		t.Errorf("result = %+v, want 3 posted and d left", r)
	}
}

func TestALineThatGitHubRefusesIsFoundAndToldOnTheFile(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	// GitHub's diff has fewer lines than ours, as after a rename.
	s.srv.Push(pull, s.sha, ghubtest.File{Name: "f.json", Patch: "@@ -10,1 +10,1 @@\n-10\n+ten"})
	var fs []diag.Finding
	for i := range 8 {
		fs = append(fs, at(fmt.Sprint("good", i), 10, 10))
	}
	fs = append(fs, at("bad", 30, 30))
	r := s.run(fs...)
	var onFile []string
	for _, c := range s.srv.ReviewComments(pull) {
		if c.SubjectType == "file" {
			onFile = append(onFile, c.Body)
		}
	}
	if r.Posted != 9 || len(r.Rest) != 0 || len(onFile) != 1 || !strings.Contains(onFile[0], `"bad"`) {
		t.Errorf("posted %d, left %v, on the file %q, want 9 posted, the bad one on the file", r.Posted, keys(r.Rest), onFile)
	}
	if n := s.srv.Writes(); n > 10 {
		t.Errorf("it takes %d writes to find one line among nine, want at most 10", n)
	}
	if before := s.srv.Writes(); s.run(fs...).Kept != 9 || s.srv.Writes() != before {
		t.Errorf("a second run writes %d times, want none", s.srv.Writes()-before)
	}
}

func TestAFileThatIsNotInGitHubsDiffLosesNoFinding(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.srv.Push(pull, s.sha)
	var fs []diag.Finding
	for i := range 60 {
		fs = append(fs, at(fmt.Sprint(i), 10, 10))
	}
	r := s.run(fs...)
	// Eight reviews are refused, then the comments on the file that three
	// single lines have become.
	if r.Posted != 0 || len(r.Rest) != len(fs) || s.srv.Writes() != maxRefusals+3 {
		t.Errorf("posted %d, left %d after %d writes, want all of %d left after %d", r.Posted, len(r.Rest), s.srv.Writes(), len(fs), maxRefusals+3)
	}
}

// meanwhile runs other when the first request of the kind comes in, which is
// answered as if it had come before.
func (s *story) meanwhile(path, answer string, other func()) {
	s.srv.Fail(ghubtest.Fault{Method: http.MethodGet, Path: path, Times: 1, Answer: func(w http.ResponseWriter, r *http.Request) {
		other()
		ghubtest.JSON(answer)(w, r)
	}})
}

func TestTwoRunsAtOnceLeaveOneSetOfComments(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	fs := []diag.Finding{at("a", 10, 10), at("b", 30, 30), at("c", 0, 0)}
	var other, one Result
	s.meanwhile("/pulls/7/comments", "[]", func() { other = s.run(fs...) })
	one = s.run(fs...)
	if one.Posted != 3 || other.Posted != 3 || one.Removed != 3 || other.Removed != 0 {
		t.Errorf("the runs posted %d and %d and removed %d and %d, want 3, 3, 3, 0", one.Posted, other.Posted, one.Removed, other.Removed)
	}
	if got := len(s.srv.ReviewComments(pull)); got != 3 {
		t.Errorf("there are %d comments, want 3", got)
	}
	if r := s.run(fs...); r.Kept != 3 || r.Posted+r.Updated+r.Struck+r.Removed != 0 {
		t.Errorf("a third run = %+v, want 3 kept", r)
	}
}

func TestWhatPeopleWriteIsLeftAlone(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	x := at("x", 10, 10)
	// The double fails the test if another account's comment is changed.
	m := marker{kind: kindFinding, key: "check", fingerprint: x.Fingerprint(), number: 1}
	forged := s.srv.AddReviewComment(ghubtest.ReviewComment{Pull: pull, Path: "f.json", Line: 10, Body: marked(m, "forged")})
	if r := s.run(x); r.Posted != 1 {
		t.Fatalf("beside a forged comment, %d are posted, want 1", r.Posted)
	}
	own := s.srv.ReviewComments(pull)[1]
	reply := s.srv.AddReviewComment(ghubtest.ReviewComment{Pull: pull, Path: "f.json", Line: 10, InReplyTo: own.ID, Body: own.Body})
	// Ours, but with another key, or without marker on top.
	m.key = "other"
	other := s.srv.AddReviewComment(ghubtest.ReviewComment{
		Pull: pull, Path: "f.json", Line: 10, User: ghubtest.Actions(),
		Body: marked(m, "x"),
	})
	quoted := s.srv.AddReviewComment(ghubtest.ReviewComment{
		Pull: pull, Path: "f.json", Line: 10, User: ghubtest.Actions(), Body: "> " + own.Body,
	})
	before := map[int64]string{}
	for _, c := range s.srv.ReviewComments(pull) {
		before[c.ID] = c.Body
	}
	s.push("2", numbered(1, 50)+"more\n")
	if r := s.run(); r.Struck != 1 {
		t.Errorf("struck out %d, want 1", r.Struck)
	}
	after := s.srv.ReviewComments(pull)
	if len(after) != 5 {
		t.Errorf("there are %d comments, want the 5 that were there", len(after))
	}
	for _, c := range after {
		if changed := c.Body != before[c.ID]; changed != (c.ID == own.ID) {
			t.Errorf("comment %d is changed: %t; ours is %d, forged %d, a reply %d, of another key %d, a quotation %d",
				c.ID, changed, own.ID, forged, reply, other, quoted)
		}
	}
}

func TestASecondCommentThatSomebodyAnsweredIsNotDeleted(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	x := at("x", 10, 10)
	s.run(x)
	body := s.srv.ReviewComments(pull)[0].Body
	again := s.srv.AddReviewComment(ghubtest.ReviewComment{Pull: pull, Path: "f.json", Line: 10, Body: body, User: ghubtest.Actions()})
	s.srv.AddReviewComment(ghubtest.ReviewComment{Pull: pull, Path: "f.json", Line: 10, Body: "why?", InReplyTo: again})
	s.run(x)
	writes := s.srv.Writes()
	s.run(x)
	comments := s.srv.ReviewComments(pull)
	m, _ := parseMarker(comments[1].Body)
	if len(comments) != 3 || m.state != stateDuplicate || s.srv.Writes() != writes {
		t.Errorf("there are %d comments, the second in state %q, and a third run writes %d times, want 3, %q and 0",
			len(comments), m.state, s.srv.Writes()-writes, stateDuplicate)
	}
}

func TestNothingIsPostedOnAHeadThatHasMoved(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	c := s.comments()
	s.push("2", numbered(1, 50)+"more\n")
	r := c.Post(t.Context(), runOf(at("x", 10, 10)))
	const want = "review comments: nothing is written: 1111111 is no longer the pull request's head"
	if s.srv.Writes() != 0 || !slices.Equal(keys(r.Rest), []string{"x"}) || r.Notice != want {
		t.Errorf("%d writes, left %v, notice %q, want none, x and %q", s.srv.Writes(), keys(r.Rest), r.Notice, want)
	}
}

func TestAHeadThatMovesWhilePostingStopsTheSearchForABadLine(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	c := s.comments()
	s.srv.Fail(ghubtest.Fault{Method: "POST", Path: "/reviews", Times: 1, Answer: func(w http.ResponseWriter, r *http.Request) {
		s.push("2", numbered(1, 50)+"more\n")
		ghubtest.Status(422, "Unprocessable Entity")(w, r)
	}})
	r := c.Post(t.Context(), runOf(at("x", 10, 10), at("y", 30, 30), at("z", 0, 0)))
	if s.srv.Writes() != 1 || len(r.Rest) != 3 || !strings.Contains(r.Notice, "no longer the pull request's head") {
		t.Errorf("%d writes, left %v, notice %q, want one, all three and that the head has moved", s.srv.Writes(), keys(r.Rest), r.Notice)
	}
}

func TestARefusedWriteLosesNoFinding(t *testing.T) {
	t.Parallel()
	// One of each: posted in a review, posted on the file, edited, kept, struck
	// out, removed.
	const permission = "give the job `pull-requests: write`"
	onLine, onFile, edited, kept, gone := at("line", 10, 10), at("file", 0, 0), at("edited", 10, 10), at("kept", 10, 10), at("gone", 10, 10)
	for name, tc := range map[string]struct {
		fault  ghubtest.Fault
		rest   []string
		notice string
	}{
		"everything":       {ghubtest.Fault{Answer: ghubtest.NotAccessible("pull_requests=write")}, []string{"edited", "file", "line"}, permission},
		"the review":       {ghubtest.Fault{Method: "POST", Path: "/reviews", Answer: ghubtest.NotAccessible("")}, []string{"edited", "file", "line"}, permission},
		"a comment":        {ghubtest.Fault{Method: "POST", Path: "/pulls/7/comments", Answer: ghubtest.NotAccessible("")}, []string{"edited", "file"}, permission},
		"a comment (422)":  {ghubtest.Fault{Method: "POST", Path: "/pulls/7/comments", Answer: ghubtest.Status(422, "Validation Failed")}, []string{"file"}, ""},
		"an edit":          {ghubtest.Fault{Method: "PATCH", Answer: ghubtest.Status(404, "Not Found")}, []string{"edited"}, permission},
		"a removal":        {ghubtest.Fault{Method: "DELETE", Answer: ghubtest.NotAccessible("")}, nil, permission},
		"a removal (404)":  {ghubtest.Fault{Method: "DELETE", Answer: ghubtest.Status(404, "Not Found")}, nil, ""},
		"too many":         {ghubtest.Fault{Answer: ghubtest.SecondaryLimit(429, time.Hour)}, []string{"edited", "file", "line"}, "rate limit is used up"},
		"too many (403)":   {ghubtest.Fault{Method: "PATCH", Answer: ghubtest.SecondaryLimit(403, time.Hour)}, []string{"edited"}, "rate limit is used up"},
		"a broken server":  {ghubtest.Fault{Answer: ghubtest.HTML(502)}, []string{"edited", "file", "line"}, "GitHub's API is not available"},
		"a broken network": {ghubtest.Fault{Answer: ghubtest.Reset()}, []string{"edited", "file", "line"}, "GitHub's API is not available"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStory(t)
			s.run(edited, kept, gone)
			s.srv.AddReviewComment(ghubtest.ReviewComment{
				Pull: pull, Path: "f.json", Line: 10, User: ghubtest.Actions(), Body: s.srv.ReviewComments(pull)[1].Body,
			})
			changed := edited
			changed.Help = "do otherwise"
			c := s.comments()
			if tc.fault.Method == "" {
				for _, m := range []string{"POST", "PATCH", "DELETE"} {
					f := tc.fault
					f.Method = m
					s.srv.Fail(f)
				}
			} else {
				s.srv.Fail(tc.fault)
			}
			r := c.Post(t.Context(), runOf(onLine, onFile, changed, kept))
			if got := keys(r.Rest); !slices.Equal(got, tc.rest) {
				t.Errorf("left are %v, want %v", got, tc.rest)
			}
			if !strings.Contains(r.Notice, tc.notice) || (r.Notice == "") != (tc.notice == "") || strings.Count(r.Notice, "give the job") > 1 {
				t.Errorf("notice = %q, want one with %q", r.Notice, tc.notice)
			}
			if told := r.Posted + r.Kept + r.Updated + len(r.Rest); told != 4 {
				t.Errorf("%d findings are told or left, want 4: %+v", told, r)
			}
		})
	}
}

func TestARefusedReadWritesNothing(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault func(*ghubtest.Server) ghubtest.Fault
		want  string
	}{
		"the pull request": {func(*ghubtest.Server) ghubtest.Fault {
			return ghubtest.Fault{Path: "/pulls/7", Answer: ghubtest.NotAccessible("")}
		}, "give the job `pull-requests: write`"},
		"a server's fault": {func(*ghubtest.Server) ghubtest.Fault {
			return ghubtest.Fault{Path: "/comments", Answer: ghubtest.HTML(500)}
		}, "not available"},
		"a list cut off": {func(*ghubtest.Server) ghubtest.Fault {
			return ghubtest.Fault{Path: "/comments", Answer: ghubtest.JSON("[{")}
		}, "nothing is written"},
		"a list in circles": {func(s *ghubtest.Server) ghubtest.Fault {
			return ghubtest.Fault{Path: "/comments", Answer: s.EndlessPages("[]", 0)}
		}, "nothing is written"},
		"a list for ever": {func(s *ghubtest.Server) ghubtest.Fault {
			return ghubtest.Fault{Path: "/comments", Answer: s.EndlessPages("[]", 1)}
		}, "more than 30 pages"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStory(t)
			s.srv.Fail(tc.fault(s.srv))
			r := s.run(at("x", 10, 10))
			if s.srv.Writes() != 0 || !slices.Equal(keys(r.Rest), []string{"x"}) || !strings.Contains(r.Notice, tc.want) {
				t.Errorf("%d writes, left %v, notice %q, want none, x and %q", s.srv.Writes(), keys(r.Rest), r.Notice, tc.want)
			}
		})
	}
}

func TestWithoutATokenNothingIsAsked(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	c := s.comments()
	var err error
	if c.Client, err = New(Options{APIURL: s.srv.URL, Repository: ghubtest.Repository}); err != nil {
		t.Fatal(err)
	}
	r := c.Post(t.Context(), runOf(at("x", 10, 10)))
	if len(s.srv.Requests()) != 0 || len(r.Rest) != 1 || r.Notice != "without a token, review comments can't be written" {
		t.Errorf("%d requests, left %v, notice %q, want none, x and a word on the token", len(s.srv.Requests()), keys(r.Rest), r.Notice)
	}
}

func TestThousandsOfFindingsStayWithinTheBudget(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	var fs []diag.Finding
	for i := range 5000 {
		fs = append(fs, at(fmt.Sprint(i), i%51, i%51))
	}
	r := s.run(fs...)
	if s.srv.Writes() > maxWrites || r.Posted != maxComments || r.Posted+len(r.Rest) != len(fs) {
		t.Errorf("%d writes, %d posted, %d left, want at most %d, %d and all others", s.srv.Writes(), r.Posted, len(r.Rest), maxWrites, maxComments)
	}
	before := s.srv.Writes()
	if r = s.run(fs...); s.srv.Writes() != before || r.Kept != maxComments || r.Kept+len(r.Rest) != len(fs) {
		t.Errorf("run again: %d writes, %d kept, %d left, want none, %d and all others", s.srv.Writes()-before, r.Kept, len(r.Rest), maxComments)
	}
	// All repaired at once, and a summary besides: still within the budget.
	c := s.comments()
	done := c.Post(t.Context(), runOf())
	sum := (&Summary{Client: c.Client, Number: pull, HeadSHA: s.sha}).Post(t.Context(), runOf())
	if done.Struck != maxComments || sum.Posted != 1 || c.Client.Writes() > maxWrites {
		t.Errorf("all repaired: %d struck out, %d summary, %d writes, want %d, 1 and at most %d",
			done.Struck, sum.Posted, c.Client.Writes(), maxComments, maxWrites)
	}
}

// GitHub shows of a moved file only what has changed beside the move.
func TestAMovedFileTakesCommentsWhereItsTextHasChanged(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	before := string(s.base["f.json"].Data)
	s.base = fstest.MapFS{"old.json": {Data: []byte(before)}}
	_, patch, _ := strings.Cut(udiff.Unified("a", "b", before, string(s.head["f.json"].Data)), "+++ b\n")
	s.srv.Push(pull, s.sha, ghubtest.File{Name: "f.json", Previous: "old.json", Status: "renamed", Patch: strings.TrimSuffix(patch, "\n")})
	if r := s.run(at("x", 10, 10), at("y", 45, 45)); r.Posted != 2 || r.Notice != "" || r.Unplaced != 0 {
		t.Errorf("result = %+v, want both posted", r)
	}
	for _, c := range s.srv.ReviewComments(pull) {
		if want := map[bool]int{true: 10, false: 0}[strings.Contains(c.Body, `"x"`)]; c.Line != want {
			t.Errorf("comment on line %d, want %d: %s", c.Line, want, c.Body)
		}
	}
	for _, r := range s.srv.Requests() {
		if r.Status == http.StatusUnprocessableEntity {
			t.Errorf("%s %s is refused", r.Method, r.Path)
		}
	}
}
