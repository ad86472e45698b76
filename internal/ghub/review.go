package ghub

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// Comments tells findings as review comments of one pull request: on the lines
// that GitHub takes comments on, else on the file. A second run keeps, edits,
// strikes out or brings back what a first one said.
type Comments struct {
	Client  *Client
	Number  int    // of the pull request
	HeadSHA string // the head that was checked
	Key     string // tells the comments of several runs on one pull request apart

	// Base is the tree that the pull request's diff starts from, the merge
	// base; Head is the head's own, not the merge result's. Places and fixes of
	// the findings are those of Head.
	Base, Head fs.FS
}

// Post tells the new findings of a run. Those that end up in no comment are in
// the result's Rest.
func (c *Comments) Post(ctx context.Context, run report.Run) Result {
	p := &poster{Comments: c, run: run}
	if err := p.prepare(ctx); err != nil {
		p.result.Rest = newFindings(run.Findings)
		p.result.Notice = c.notice(err)
		return p.result
	}
	p.work(ctx)
	return p.result
}

func newFindings(fs []diag.Finding) []diag.Finding {
	var out []diag.Finding
	for _, f := range fs {
		if f.State == diag.New {
			out = append(out, f)
		}
	}
	return out
}

func (c *Comments) notice(err error) string { return taskComments().notice(err) }

// A poster is one Post in the making.
type poster struct {
	*Comments
	run    report.Run
	plan   reviewPlan
	result Result

	refusals int   // reviews refused for a line that the diff lacks
	stopped  error // after which nothing more is written
}

// maxRefusals bounds the search for lines that GitHub does not take. Each of
// them costs about log2(maxComments) requests to find.
const maxRefusals = 8

func (p *poster) prepare(ctx context.Context) error {
	if !p.Client.CanWrite() {
		return errNoToken
	}
	if err := checkHead(ctx, p.Client, p.Number, p.HeadSHA); err != nil {
		return err
	}
	comments, err := p.said(ctx)
	if err != nil {
		return err
	}
	p.plan = planReview(p.run.Findings, comments, newHunkMap(p.Base, p.Head, p.renames(ctx)), p.Key, p.HeadSHA)
	p.result.Kept = len(p.plan.kept)
	p.result.Rest = p.plan.rest
	return nil
}

// checkHead makes sure that a pull request is still what was checked.
func checkHead(ctx context.Context, c *Client, number int, sha string) error {
	pull, _, err := c.PullRequests.Get(ctx, c.Owner, c.Repo, number)
	if err != nil {
		return fmt.Errorf("read the pull request: %w", err)
	}
	if pull.GetHead().GetSHA() != sha {
		return fmt.Errorf("%.7s is %w", sha, errMoved)
	}
	return nil
}

// work carries the plan out: first what is new, then what has changed.
func (p *poster) work(ctx context.Context) {
	var onLines, onFiles []draft
	for _, d := range p.plan.post {
		if d.lines == (span{}) {
			onFiles = append(onFiles, d)
			continue
		}
		onLines = append(onLines, d)
	}
	for _, d := range append(onFiles, p.review(ctx, onLines)...) {
		p.postOnFile(ctx, d)
	}
	for _, e := range p.plan.edit {
		p.edit(ctx, e)
	}
	for _, id := range p.plan.remove {
		p.remove(ctx, id)
	}
	if p.result.Posted > 0 {
		p.settle(ctx)
	}
	p.result.Rest = diag.Sort(p.result.Rest)
}

// stop keeps the first reason why nothing more is written.
func (p *poster) stop(err error) {
	if p.stopped == nil {
		p.stopped = err
	}
	p.result.also(p.notice(err))
}

// review posts drafts in one review. GitHub takes a review whole or not at all
// and does not say which line it minds, so a refused one is cut in halves. The
// drafts whose own lines are refused are returned.
func (p *poster) review(ctx context.Context, ds []draft) (bad []draft) {
	switch {
	case len(ds) == 0:
		return nil
	case p.stopped != nil:
		p.leave(ds...)
		return nil
	case p.refusals == maxRefusals:
		p.result.Unplaced += len(ds)
		p.leave(ds...)
		return nil
	}
	posted, _, err := p.Client.PullRequests.CreateReview(ctx, p.Client.Owner, p.Client.Repo, p.Number, p.request(ds))
	switch {
	case err == nil:
		p.result.Posted += len(ds)
		p.Client.learn(posted.User)
		return nil
	case !isInvalid(err):
		p.stop(fmt.Errorf("post a review: %w", err))
		p.leave(ds...)
		return nil
	}
	p.refusals++
	if p.refusals == 1 {
		if err := checkHead(ctx, p.Client, p.Number, p.HeadSHA); err != nil {
			p.stop(err)
			p.leave(ds...)
			return nil
		}
	}
	if len(ds) == 1 {
		return ds
	}
	half := len(ds) / 2
	return append(p.review(ctx, ds[:half]), p.review(ctx, ds[half:])...)
}

// isInvalid reports a 422: GitHub understands the request and minds what is in
// it.
func isInvalid(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status == http.StatusUnprocessableEntity
}

// leave hands findings back to be told elsewhere.
func (p *poster) leave(ds ...draft) {
	for _, d := range ds {
		p.result.Rest = append(p.result.Rest, d.finding)
	}
}
