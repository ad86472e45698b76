package ghub

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-github/v62/github"

	"github.com/cmmv-hive/modelgate/internal/report"
)

// maxBody is how many characters GitHub takes as the body of a comment or
// issue. Counting bytes instead is on the safe side.
const maxBody = 65_536

// A Summary tells a run in one comment on a pull request, which every further
// run edits. The first is made when there is something to tell.
type Summary struct {
	Client  *Client
	Number  int    // of the pull request
	HeadSHA string // the head that was checked
	Key     string // see SummaryKey
}

// SummaryKey tells the summaries of several jobs on one pull request apart.
// key is what the user chose, which may be empty.
func SummaryKey(workflow, job, key string) string {
	return strings.Join([]string{workflow, job, key}, "/")
}

// Post writes or edits the comment. What does not fit into it is counted there,
// and not in Rest.
func (s *Summary) Post(ctx context.Context, run report.Run) Result {
	var r Result
	if err := s.post(ctx, run, &r); err != nil {
		r.also(taskSummary().notice(err))
		r.Refused = errors.Is(err, ErrForbidden)
		if r.Posted+r.Updated+r.Kept == 0 {
			r.Rest = newFindings(run.Findings)
		}
	}
	return r
}

func (s *Summary) post(ctx context.Context, run report.Run, r *Result) error {
	if !s.Client.CanWrite() {
		return errNoToken
	}
	body, err := reportBody(ctx, marker{kind: kindSummary, key: s.Key}, "", run)
	if err != nil {
		return err
	}
	if err := checkHead(ctx, s.Client, s.Number, s.HeadSHA); err != nil {
		return err
	}
	own, err := s.own(ctx)
	if err != nil {
		return err
	}
	if len(own) == 0 && idle(run) {
		return nil
	}
	if len(own) == 0 {
		made, err := s.create(ctx, body, r)
		if err != nil {
			return err
		}
		// Another run may have done the same at the same time. A listing that
		// lags behind and lacks ours settles nothing.
		if own, err = s.own(ctx); err != nil {
			return err
		}
		if !slices.ContainsFunc(own, func(c *github.IssueComment) bool { return c.GetID() == made.GetID() }) {
			return nil
		}
	}
	return s.keepOne(ctx, own, body, r)
}

// idle reports whether a run has nothing to say about its pull request: most
// touch no registry, and a comment on each would only be noise.
func idle(run report.Run) bool {
	return run.Pass && run.Summary.New == 0 && run.Summary.Fixed == 0 && len(run.Changes) == 0
}

// own lists the comments with this summary, oldest first.
func (s *Summary) own(ctx context.Context) ([]*github.IssueComment, error) {
	all, err := pages(func(page github.ListOptions) ([]*github.IssueComment, *github.Response, error) {
		return s.Client.Issues.ListComments(ctx, s.Client.Owner, s.Client.Repo, s.Number, &github.IssueListCommentsOptions{ListOptions: page})
	})
	if err != nil {
		return nil, fmt.Errorf("list comments: %w", err)
	}
	marked := slices.DeleteFunc(all, func(c *github.IssueComment) bool {
		m, ok := parseMarker(c.GetBody())
		return !ok || m.kind != kindSummary || m.key != s.Key
	})
	own := ours(ctx, s.Client, marked, (*github.IssueComment).GetUser)
	slices.SortFunc(own, func(a, b *github.IssueComment) int { return cmp.Compare(a.GetID(), b.GetID()) })
	return own, nil
}

func (s *Summary) create(ctx context.Context, body string, r *Result) (*github.IssueComment, error) {
	made, _, err := s.Client.Issues.CreateComment(ctx, s.Client.Owner, s.Client.Repo, s.Number, &github.IssueComment{Body: &body})
	if err != nil {
		return nil, fmt.Errorf("write the summary: %w", err)
	}
	r.Posted++
	s.Client.learn(made.User)
	return made, nil
}

// keepOne makes the oldest comment say body and deletes our others. A text that
// is already there is not written again.
func (s *Summary) keepOne(ctx context.Context, own []*github.IssueComment, body string, r *Result) error {
	oldest := own[0]
	switch {
	case !sameText(oldest.GetBody(), body):
		_, _, err := s.Client.Issues.EditComment(ctx, s.Client.Owner, s.Client.Repo, oldest.GetID(), &github.IssueComment{Body: &body})
		if err != nil {
			return fmt.Errorf("edit the summary: %w", err)
		}
		r.Updated++
	case r.Posted == 0:
		r.Kept++
	}
	for _, c := range own[1:] {
		_, err := s.Client.Issues.DeleteComment(ctx, s.Client.Owner, s.Client.Repo, c.GetID())
		switch {
		case err == nil:
			r.Removed++
		case !errors.Is(err, ErrNotFound): // the other run may have been first
			return fmt.Errorf("delete a second summary: %w", err)
		}
	}
	return nil
}

// reportBody is a run as the body of a comment or issue, below an intro.
func reportBody(ctx context.Context, m marker, intro string, run report.Run) (string, error) {
	var b strings.Builder
	intro = marked(m, intro)
	room := maxBody - len(intro)
	if err := report.NewMarkdown(&b, report.Options{MaxBytes: room}).Report(ctx, run); err != nil {
		return "", err
	}
	return intro + b.String(), nil
}
