package action

import (
	"context"
	"path"

	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/ghub"
)

// post writes what is wanted on GitHub and returns what could not be written,
// a sentence each. It never changes the verdict.
func (r runner) post(ctx context.Context, res *gate.Judgement, c comparison, s source) []string {
	if r.drifting() {
		return r.postDrift(ctx, res)
	}
	pr := r.event.PullRequest
	if r.in.Comment == "none" || pr == nil {
		return nil
	}
	if r.api == nil {
		return []string{"nothing was posted on the pull request: there is no token; give the step `token: ${{ github.token }}`"}
	}
	summary := r.summaryComment(pr.Number, pr.Head.SHA).Post(ctx, res.Run)
	notices := notice(nil, summary)
	if r.in.Comment != "review" || summary.Refused {
		return notices // one refusal is one notice: review comments need no less
	}
	comments, err := r.reviewComments(ctx, c, s, pr)
	if err != nil {
		return append(notices, "no review comments were posted: "+err.Error())
	}
	return notice(notices, comments.Post(ctx, res.Run))
}

func notice(list []string, r ghub.Result) []string {
	if r.Notice == "" {
		return list
	}
	return append(list, r.Notice)
}

// key tells this job's comments from those of other jobs and workflows, so
// that the jobs of a matrix don't fight.
func (r runner) key() string {
	return ghub.SummaryKey(r.env.Getenv("GITHUB_WORKFLOW"), r.env.Getenv("GITHUB_JOB"), r.in.CommentKey)
}

func (r runner) summaryComment(number int, head string) *ghub.Summary {
	return &ghub.Summary{Client: r.api, Number: number, HeadSHA: head, Key: r.key()}
}

// reviewComments prepares the comments on the pull request's diff, which
// starts from the merge base and not from the target's tip.
func (r runner) reviewComments(ctx context.Context, c comparison, s source, pr *pullRequest) (*ghub.Comments, error) {
	base, err := s.mergeBase(ctx, c.tip, pr.Head.SHA)
	if err != nil {
		return nil, err
	}
	out := &ghub.Comments{Client: r.api, Number: pr.Number, HeadSHA: pr.Head.SHA, Key: r.key()}
	if out.Base, err = s.tree(ctx, base); err != nil {
		return nil, err
	}
	out.Head, err = s.tree(ctx, pr.Head.SHA)
	return out, err
}

// postDrift keeps the tracking issue. A run that could not check never gets
// here, so it touches nothing.
func (r runner) postDrift(ctx context.Context, res *gate.Judgement) []string {
	if !r.in.DriftIssue {
		return nil
	}
	if r.api == nil {
		return []string{"the drift issue was not touched: there is no token; give the step `token: ${{ github.token }}`"}
	}
	if r.event.PullRequest != nil || r.event.MergeGroup != nil {
		return []string{"the drift issue was not touched: what is not merged is no drift of the repository"}
	}
	outcome := ghub.Clean
	if drifted(res.Run) {
		outcome = ghub.Drifted
	}
	t := &ghub.Tracker{Client: r.api, Key: r.in.DriftKey, Scope: r.driftScope(res.Run.Scope)}
	return notice(nil, t.Track(ctx, outcome, res.Run))
}

// driftScope is what a drift run looks at. A clean run of another branch or of
// another registry in the repository closes no issue that is not its own.
func (r runner) driftScope(scope string) string {
	if r.in.Path != "." || r.in.Root != "" {
		scope += " of " + path.Join(r.in.Path, r.in.Root)
	}
	ref, usual := r.env.Getenv("GITHUB_REF"), r.event.defaultBranch()
	if ref != "" && usual != "" && ref != "refs/heads/"+usual {
		scope += " at " + ref
	}
	return scope
}
