package action

import (
	"context"
	"errors"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/git"
)

// ErrNoBase is a commit that the event names and that is not there: the check
// can't be made, which is never green and never a full check in disguise.
var ErrNoBase = errors.New("not in this checkout")

// A comparison is which commits an event asks to compare. Empty ids mean a full
// check of the work tree.
type comparison struct {
	base, head string
	tip        string // of the target, whose policy is in force
	places     string // the pull request's head, when head is a merge result
	nothing    bool   // there is nothing to check: a deleted branch
	notices    []string
}

// compareFor decides what an event asks to compare, from local git alone
// (DESIGN.md §2 and §8).
func compareFor(ctx context.Context, repo *git.Repo, e Event) (comparison, error) {
	switch e.Name {
	case "pull_request":
		return comparePull(ctx, repo, e)
	case "pull_request_target":
		return compareHeads(ctx, repo, e, "this is a pull_request_target run, which GitHub starts on the target branch")
	case "merge_group":
		g := e.MergeGroup
		c := comparison{base: g.BaseSHA, head: g.HeadSHA, tip: g.BaseSHA}
		return c, mustHave(ctx, repo, e, c.base, c.head)
	case "push":
		return comparePush(ctx, repo, e)
	case "schedule", "workflow_dispatch", "repository_dispatch":
		return comparison{}, nil
	}
	return comparison{notices: []string{
		fmt.Sprintf("the event %q compares nothing, so the whole registry was checked", e.Name),
	}}, nil
}

// comparePull compares the merge result that GitHub made with its first
// parent: what the branch would bring, duplicates made by the merge included.
func comparePull(ctx context.Context, repo *git.Repo, e Event) (comparison, error) {
	head := e.PullRequest.Head.SHA
	if !idPattern.MatchString(e.SHA) {
		return comparison{}, fmt.Errorf("GITHUB_SHA is %q, want a commit id", e.SHA)
	}
	if err := mustHave(ctx, repo, e, e.SHA); err != nil {
		return comparison{}, err
	}
	parents, err := repo.Parents(ctx, e.SHA)
	if err != nil {
		return comparison{}, err
	}
	if len(parents) != 2 || parents[1] != head {
		return compareHeads(ctx, repo, e, fmt.Sprintf("%.12s is not GitHub's merge of the pull request", e.SHA))
	}
	c := comparison{base: parents[0], head: e.SHA, tip: parents[0], places: head}
	return c, mustHave(ctx, repo, e, c.base, c.places)
}

// compareHeads compares the pull request's own head with its merge base.
func compareHeads(ctx context.Context, repo *git.Repo, e Event, why string) (comparison, error) {
	pr := e.PullRequest
	c := comparison{head: pr.Head.SHA, tip: pr.Base.SHA}
	if err := mustHave(ctx, repo, e, c.head, c.tip); err != nil {
		return c, err
	}
	base, err := repo.MergeBase(ctx, c.tip, c.head)
	if err != nil {
		return c, fmt.Errorf("%w; give actions/checkout `fetch-depth: 0`", err)
	}
	c.base = base
	c.notices = []string{why + ": the head was compared with its merge base, so faults that only the merge makes are not seen"}
	return c, nil
}

func comparePush(ctx context.Context, repo *git.Repo, e Event) (comparison, error) {
	if e.Deleted || zeros.MatchString(e.After) {
		return comparison{nothing: true, notices: []string{"the branch was deleted: nothing to check"}}, nil
	}
	c := comparison{head: e.After}
	if err := mustHave(ctx, repo, e, c.head); err != nil {
		return c, err
	}
	if zeros.MatchString(e.Before) {
		return newBranch(ctx, repo, e, "the branch is new")
	}
	c.base, c.tip = e.Before, e.Before
	has, err := repo.Has(ctx, e.Before)
	if err != nil || has {
		return c, err
	}
	if e.Forced {
		// What was pushed over may be gone from the server too.
		return newBranch(ctx, repo, e, fmt.Sprintf("the push was forced and %.12s is gone", e.Before))
	}
	return c, mustHave(ctx, repo, e, e.Before)
}

// newBranch compares a branch without a past with the default branch.
func newBranch(ctx context.Context, repo *git.Repo, e Event, why string) (comparison, error) {
	full := comparison{notices: []string{why + ": the whole registry was checked"}}
	branch := e.defaultBranch()
	if branch == "" {
		return full, nil
	}
	tip, err := repo.Resolve(ctx, "refs/remotes/origin/"+branch)
	if err != nil || tip == e.After {
		return full, nil // not fetched, or this is the default branch itself
	}
	base, err := repo.MergeBase(ctx, tip, e.After)
	if err != nil {
		return full, nil // no common history: a full check, and the notice says so
	}
	return comparison{
		base: base, head: e.After, tip: tip,
		notices: []string{fmt.Sprintf("%s: it was compared with its merge base with %q", why, branch)},
	}, nil
}

func mustHave(ctx context.Context, repo *git.Repo, e Event, ids ...string) error {
	for _, id := range ids {
		has, err := repo.Has(ctx, id)
		if err != nil {
			return err
		}
		if !has {
			return fmt.Errorf("commit %.12s is %w; give actions/checkout `fetch-depth: %s`", id, ErrNoBase, depthFor(e))
		}
	}
	return nil
}

// depthFor is the fetch-depth that suffices for an event.
func depthFor(e Event) string {
	if e.Name == "pull_request" {
		return "2"
	}
	return "0"
}
