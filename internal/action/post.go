package action

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"

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
	posted := comments.Post(ctx, res.Run)
	return notice(append(notices, unplaced(posted.Unplaced)...), posted)
}

// unplaced says that some findings stand in the summary alone.
func unplaced(n int) []string {
	if n == 0 {
		return nil
	}
	return []string{fmt.Sprintf("new findings without a review comment, because GitHub takes none on their file: %d; the summary tells them", n)}
}

func notice(list []string, r ghub.Result) []string {
	if r.Notice == "" {
		return list
	}
	return append(list, r.Notice)
}

// key tells this job's comments from those of other jobs and workflows. The
// legs of a matrix have one job name, so which registry is checked counts too.
func (r runner) key() string {
	key := r.in.CommentKey
	if r.in.Path != "." || r.in.Root != "" {
		key += "@" + path.Join(r.in.Path, r.in.Root)
	}
	return ghub.SummaryKey(r.env.Getenv("GITHUB_WORKFLOW"), r.env.Getenv("GITHUB_JOB"), key)
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
	if out.Head, err = s.tree(ctx, pr.Head.SHA); err != nil {
		return nil, err
	}
	if prefix := s.repo.Prefix(); prefix != "" {
		out.Base, out.Head = above{out.Base, prefix}, above{out.Head, prefix}
	}
	return out, nil
}

// An above is a tree seen from a folder above its top, where it is all there is.
type above struct {
	tree   fs.FS
	prefix string
}

// Open opens what lies below the prefix.
func (a above) Open(name string) (fs.File, error) {
	rel, ok := strings.CutPrefix(name, a.prefix+"/")
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return a.tree.Open(rel)
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
	where := r.driftPlace()
	t := &ghub.Tracker{Client: r.api, Key: r.in.DriftKey, Scope: strings.Join(append([]string{res.Run.Scope}, where...), " "), Where: strings.Join(where, " ")}
	return notice(nil, t.Track(ctx, outcome, res.Run))
}

// driftPlace is which registry a drift run looks at, where that is not the one
// of the default branch's checkout. Each place has an issue of its own, so a
// clean run of another branch or registry closes none that is not its own.
func (r runner) driftPlace() (where []string) {
	if r.in.Path != "." || r.in.Root != "" {
		where = append(where, "of "+path.Join(r.in.Path, r.in.Root))
	}
	ref, usual := r.env.Getenv("GITHUB_REF"), r.event.defaultBranch()
	if ref != "" && usual != "" && ref != "refs/heads/"+usual {
		where = append(where, "at "+ref)
	}
	return where
}
