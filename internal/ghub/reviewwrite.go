package ghub

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/go-github/v62/github"
)

func (p *poster) request(ds []draft) *github.PullRequestReviewRequest {
	r := &github.PullRequestReviewRequest{
		CommitID: &p.HeadSHA,
		Event:    github.String("COMMENT"),
		Body:     github.String(p.reviewText(len(ds))),
	}
	for _, d := range ds {
		c := &github.DraftReviewComment{
			Path: github.String(d.path), Body: github.String(d.body()),
			Line: github.Int(d.lines.last), Side: github.String("RIGHT"),
		}
		if d.lines.first < d.lines.last {
			c.StartLine, c.StartSide = github.Int(d.lines.first), github.String("RIGHT")
		}
		r.Comments = append(r.Comments, c)
	}
	return r
}

// reviewText heads a review. GitHub wants a text there.
func (p *poster) reviewText(n int) string {
	text := "modelgate has " + findingCount(n) + " on this change."
	if folded := len(p.plan.rest); folded > 0 {
		text += fmt.Sprintf(" %d more, see the summary.", folded)
	}
	return text
}

func findingCount(n int) string {
	if n == 1 {
		return "1 finding"
	}
	return fmt.Sprintf("%d findings", n)
}

// postOnFile posts a comment on a whole file, which a review can't hold.
func (p *poster) postOnFile(ctx context.Context, d draft) {
	if p.stopped != nil {
		p.leave(d)
		return
	}
	posted, _, err := p.Client.PullRequests.CreateComment(ctx, p.Client.Owner, p.Client.Repo, p.Number, &github.PullRequestComment{
		Path: github.String(d.path), Body: github.String(d.body()), CommitID: &p.HeadSHA, SubjectType: github.String("file"),
	})
	switch {
	case err == nil:
		p.result.Posted++
		p.Client.learn(posted.User)
		return
	case isInvalid(err): // GitHub's diff does not have this file
		p.result.Unplaced++
	default:
		p.stop(fmt.Errorf("comment on a file: %w", err))
	}
	p.leave(d)
}

// edit gives a comment another body. Where that fails, its finding is told
// elsewhere.
func (p *poster) edit(ctx context.Context, e edit) {
	err := p.stopped
	if err == nil {
		_, _, err = p.Client.PullRequests.EditComment(ctx, p.Client.Owner, p.Client.Repo, e.id, &github.PullRequestComment{Body: &e.body})
	}
	switch {
	case err != nil:
	case e.finding == nil:
		p.result.Struck++
		return
	default:
		p.result.Updated++
		return
	}
	p.stop(fmt.Errorf("edit comment %d: %w", e.id, err))
	if e.finding != nil {
		p.result.Rest = append(p.result.Rest, *e.finding)
	}
}

// remove deletes a comment of ours that says what another one says.
func (p *poster) remove(ctx context.Context, id int64) {
	if p.stopped != nil {
		return
	}
	_, err := p.Client.PullRequests.DeleteComment(ctx, p.Client.Owner, p.Client.Repo, id)
	switch {
	case err == nil:
		p.result.Removed++
	case !errors.Is(err, ErrNotFound): // the other run may have been first
		p.stop(fmt.Errorf("delete comment %d: %w", id, err))
	}
}

// settle looks again after posting: another run may have said the same things
// at the same time. The older comments stay, whichever run they are from.
func (p *poster) settle(ctx context.Context) {
	if p.stopped != nil {
		return
	}
	comments, err := p.said(ctx)
	if err != nil {
		p.result.also(p.notice(err))
		return
	}
	var again reviewPlan
	again.index(comments)
	for _, id := range again.remove {
		p.remove(ctx, id)
	}
}
