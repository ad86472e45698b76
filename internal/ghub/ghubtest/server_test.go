package ghubtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-github/v62/github"

	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
)

const (
	owner = "octo-org"
	repo  = "registry"
)

// client is go-github as it comes.
func client(t *testing.T, s *ghubtest.Server, token string) *github.Client {
	t.Helper()
	c := github.NewClient(nil)
	if token != "" {
		c = c.WithAuthToken(token)
	}
	base, err := url.Parse(s.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	c.BaseURL = base
	return c
}

// withPull is a server with pull request 7, which adds line 2 of a.json.
func withPull(t *testing.T) (*ghubtest.Server, string) {
	t.Helper()
	s := ghubtest.New(t)
	head := s.Git.Commit(ghubtest.Commit{Tree: s.Git.Files(map[string]string{"a.json": "one\ntwo\n"})})
	s.AddPull(ghubtest.Pull{Number: 7, Head: head, Files: []ghubtest.File{
		{Name: "a.json", Patch: "@@ -1,2 +1,3 @@\n one\n+two\n three\n@@ -10 +11,2 @@\n ten\n+eleven", Additions: 2},
		{Name: "big.bin"},
	}})
	return s, head
}

func status(err error) int {
	if e, ok := errors.AsType[*github.ErrorResponse](err); ok {
		return e.Response.StatusCode
	}
	return 0
}

// Each call's request and answer are held against GitHub's description.
func TestEveryOperationSpeaksAsGitHubDescribes(t *testing.T) {
	t.Parallel()
	s, head := withPull(t)
	base := s.Git.Commit(ghubtest.Commit{Tree: s.Git.Files(nil)})
	next := s.Git.Commit(ghubtest.Commit{Tree: s.Git.Files(nil), Parents: []string{base}})
	s.Link("octocat@example.org", ghubtest.User{Login: "octocat", Type: "User"})
	c, ctx := client(t, s, ghubtest.Token), t.Context()
	var issue, comment, reviewComment int64
	steps := []struct {
		name string
		do   func() error
	}{
		{"commit", func() error { _, _, err := c.Git.GetCommit(ctx, owner, repo, head); return err }},
		{"tree", func() error {
			_, _, err := c.Git.GetTree(ctx, owner, repo, s.Git.Files(map[string]string{"a/b": "x"}), false)
			return err
		}},
		{"blob", func() error {
			_, _, err := c.Git.GetBlob(ctx, owner, repo, s.Git.Add("blob", []byte("x")))
			return err
		}},
		{"compare", func() error {
			_, _, err := c.Repositories.CompareCommits(ctx, owner, repo, base, next, nil)
			return err
		}},
		{"pull", func() error { _, _, err := c.PullRequests.Get(ctx, owner, repo, 7); return err }},
		{"files", func() error { _, _, err := c.PullRequests.ListFiles(ctx, owner, repo, 7, nil); return err }},
		{"review", func() error {
			_, _, err := c.PullRequests.CreateReview(ctx, owner, repo, 7, &github.PullRequestReviewRequest{
				Body: new("hello"), Event: new("COMMENT"),
				Comments: []*github.DraftReviewComment{{Path: new("a.json"), Line: new(2), Body: new("here")}},
			})
			return err
		}},
		{"reviews", func() error { _, _, err := c.PullRequests.ListReviews(ctx, owner, repo, 7, nil); return err }},
		{"review comment", func() error {
			got, _, err := c.PullRequests.CreateComment(ctx, owner, repo, 7, &github.PullRequestComment{
				Path: new("big.bin"), SubjectType: new("file"), Body: new("there"), CommitID: &head,
			})
			reviewComment = got.GetID()
			return err
		}},
		{"reply", func() error {
			_, _, err := c.PullRequests.CreateCommentInReplyTo(ctx, owner, repo, 7, "yes", reviewComment)
			return err
		}},
		{"review comments", func() error { _, _, err := c.PullRequests.ListComments(ctx, owner, repo, 7, nil); return err }},
		{"read review comment", func() error { _, _, err := c.PullRequests.GetComment(ctx, owner, repo, reviewComment); return err }},
		{"edit review comment", func() error {
			_, _, err := c.PullRequests.EditComment(ctx, owner, repo, reviewComment, &github.PullRequestComment{Body: new("no")})
			return err
		}},
		{"delete review comment", func() error { _, err := c.PullRequests.DeleteComment(ctx, owner, repo, reviewComment); return err }},
		{"issue", func() error {
			got, _, err := c.Issues.Create(ctx, owner, repo, &github.IssueRequest{Title: new("drift"), Labels: &[]string{"x"}})
			issue = int64(got.GetNumber())
			return err
		}},
		{"edit issue", func() error {
			_, _, err := c.Issues.Edit(ctx, owner, repo, int(issue), &github.IssueRequest{State: new("closed"), StateReason: new("completed")})
			return err
		}},
		{"read issue", func() error { _, _, err := c.Issues.Get(ctx, owner, repo, int(issue)); return err }},
		{"issues", func() error {
			_, _, err := c.Issues.ListByRepo(ctx, owner, repo, &github.IssueListByRepoOptions{State: "all", Labels: []string{"x"}})
			return err
		}},
		{"comment", func() error {
			got, _, err := c.Issues.CreateComment(ctx, owner, repo, 7, &github.IssueComment{Body: new("hi")})
			comment = got.GetID()
			return err
		}},
		{"read comment", func() error { _, _, err := c.Issues.GetComment(ctx, owner, repo, comment); return err }},
		{"edit comment", func() error {
			_, _, err := c.Issues.EditComment(ctx, owner, repo, comment, &github.IssueComment{Body: new("ho")})
			return err
		}},
		{"comments", func() error { _, _, err := c.Issues.ListComments(ctx, owner, repo, 7, nil); return err }},
		{"delete comment", func() error { _, err := c.Issues.DeleteComment(ctx, owner, repo, comment); return err }},
		{"label", func() error {
			_, _, err := c.Issues.CreateLabel(ctx, owner, repo, &github.Label{Name: new("drift"), Color: new("ff0000")})
			return err
		}},
		{"read label", func() error { _, _, err := c.Issues.GetLabel(ctx, owner, repo, "drift"); return err }},
	}
	for _, step := range steps {
		if err := step.do(); err != nil {
			t.Errorf("%s: %v", step.name, err)
		}
	}
	if got := s.Writes(); got != 11 {
		t.Errorf("Writes() = %d, want 11", got)
	}
}

func TestReviewIsTakenWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	at := func(path string, line, start int) *github.DraftReviewComment {
		d := &github.DraftReviewComment{Path: &path, Line: &line, Body: new("text")}
		if start != 0 {
			d.StartLine = &start
		}
		return d
	}
	left := at("a.json", 2, 0)
	left.Side = new("LEFT")
	tests := []struct {
		name     string
		comments []*github.DraftReviewComment
		want     int
	}{
		{"added line", []*github.DraftReviewComment{at("a.json", 2, 0)}, 0},
		{"line of context, before and after", []*github.DraftReviewComment{at("a.json", 3, 0), left}, 0},
		{"several lines of a hunk", []*github.DraftReviewComment{at("a.json", 3, 1)}, 0},
		{"lines of two hunks", []*github.DraftReviewComment{at("a.json", 11, 3)}, 422},
		{"start that is the end", []*github.DraftReviewComment{at("a.json", 2, 2)}, 422},
		{"one line outside beside a good one", []*github.DraftReviewComment{at("a.json", 2, 0), at("a.json", 5, 0)}, 422},
		{"file without a patch", []*github.DraftReviewComment{at("big.bin", 1, 0)}, 422},
		{"file that is not changed", []*github.DraftReviewComment{at("b.json", 1, 0)}, 422},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, _ := withPull(t)
			_, _, err := client(t, s, ghubtest.Token).PullRequests.CreateReview(t.Context(), owner, repo, 7,
				&github.PullRequestReviewRequest{Event: new("COMMENT"), Comments: tt.comments})
			if got := status(err); got != tt.want {
				t.Errorf("status = %d, want %d (%v)", got, tt.want, err)
			}
			want := len(tt.comments)
			if tt.want != 0 {
				want = 0
			}
			if got := s.ReviewComments(7); len(got) != want {
				t.Errorf("comments = %+v, want %d", got, want)
			}
		})
	}
}

func TestTokenMayDoWhatItIsPermitted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, token string
		permit      map[string]string
		want        int
		header      string
	}{
		{"all", ghubtest.Token, map[string]string{"issues": "write"}, 0, ""},
		{"either of two", ghubtest.Token, map[string]string{"pull_requests": "write"}, 0, ""},
		{"read only", ghubtest.Token, map[string]string{"issues": "read"}, 403, "issues=write; pull_requests=write"},
		{"another token", "other", nil, 401, ""},
		{"no token", "", nil, 401, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, _ := withPull(t)
			s.Permit(tt.permit)
			_, answer, err := client(t, s, tt.token).Issues.CreateComment(t.Context(), owner, repo, 7, &github.IssueComment{Body: new("x")})
			if got := status(err); got != tt.want {
				t.Errorf("status = %d, want %d", got, tt.want)
			}
			if got := answer.Header.Get("X-Accepted-GitHub-Permissions"); got != tt.header {
				t.Errorf("permissions = %q, want %q", got, tt.header)
			}
		})
	}
}

func TestListsComeInPages(t *testing.T) {
	t.Parallel()
	s, _ := withPull(t)
	for i := range 35 {
		s.AddComment(ghubtest.Comment{Issue: 7, Body: fmt.Sprint(i)})
	}
	c := client(t, s, ghubtest.Token)
	first, answer, err := c.Issues.ListComments(t.Context(), owner, repo, 7, nil)
	if err != nil || len(first) != 30 || answer.NextPage != 2 {
		t.Fatalf("first page: %d comments, next %d, %v; want 30, 2", len(first), answer.NextPage, err)
	}
	second, answer, err := c.Issues.ListComments(t.Context(), owner, repo, 7,
		&github.IssueListCommentsOptions{ListOptions: github.ListOptions{Page: 2}})
	if err != nil || len(second) != 5 || answer.NextPage != 0 || second[4].GetBody() != "34" {
		t.Errorf("second page: %d comments, next %d, %v; want 5, 0", len(second), answer.NextPage, err)
	}
}

func TestPullListsNoMoreThan3000Files(t *testing.T) {
	t.Parallel()
	s := ghubtest.New(t)
	s.AddPull(ghubtest.Pull{Number: 1, Files: make([]ghubtest.File, 3100)})
	_, answer, err := client(t, s, "").PullRequests.ListFiles(t.Context(), owner, repo, 1, &github.ListOptions{PerPage: 100, Page: 29})
	if err != nil || answer.LastPage != 30 {
		t.Errorf("last page = %d, %v; want 30", answer.LastPage, err)
	}
}

func TestPushLeavesCommentsOutdated(t *testing.T) {
	t.Parallel()
	s, _ := withPull(t)
	s.AddReviewComment(ghubtest.ReviewComment{Pull: 7, Path: "a.json", Line: 2, Body: "goes"})
	s.AddReviewComment(ghubtest.ReviewComment{Pull: 7, Path: "a.json", Line: 1, Body: "stays"})
	s.Push(7, strings.Repeat("1", 40), ghubtest.File{Name: "a.json", Patch: "@@ -1 +1 @@\n-one\n+One"})
	list, _, err := client(t, s, "").PullRequests.ListComments(t.Context(), owner, repo, 7, nil)
	if err != nil || len(list) != 2 || list[0].Line != nil || list[0].GetOriginalLine() != 2 || list[1].GetLine() != 1 {
		t.Errorf("comments = %v, %v; want the first without a line", list, err)
	}
}

// A recorder is a test whose errors are not errors of this one.
type recorder struct {
	testing.TB
	errors []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func TestFaultsOfTheClientAreErrorsOfTheTest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, method, path string
		body               any
		want               string
		described          bool // needs GitHub's description
	}{
		{"edit of another's comment", "PATCH", "/repos/octo-org/registry/issues/comments/1001", map[string]string{"body": "mine"},
			`/issues/comments/1001 changes what "octocat" wrote`, false},
		{"query that is not known", "GET", "/repos/octo-org/registry/issues?since=today", nil, `the double does not know "since"`, false},
		{"event that is none", "POST", "/repos/octo-org/registry/pulls/7/reviews", map[string]string{"event": "SHOUT"}, "SHOUT", true},
		{"operation that is none", "GET", "/repos/octo-org/registry/nothing", nil, "no matching operation", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tb := &recorder{TB: t}
			s := ghubtest.New(tb)
			if tt.described && !s.Described() {
				t.Skip("GitHub's OpenAPI description is not at hand")
			}
			s.AddPull(ghubtest.Pull{Number: 7})
			s.AddComment(ghubtest.Comment{Issue: 7, Body: "theirs"})
			send(t, s, tt.method, tt.path, tt.body)
			if got := strings.Join(tb.errors, "\n"); !strings.Contains(got, tt.want) {
				t.Errorf("errors = %q, want %q in them", got, tt.want)
			}
		})
	}
}

func send(t *testing.T, s *ghubtest.Server, method, path string, body any) {
	t.Helper()
	var raw bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&raw).Encode(body); err != nil {
			t.Fatal(err)
		}
	}
	req, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), method, s.URL+path, &raw)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+ghubtest.Token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}
