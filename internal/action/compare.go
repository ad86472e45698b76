package action

import (
	"context"
	"fmt"
)

// A comparison is which commits an event asks to compare. Empty ids mean a full
// check of the work tree.
type comparison struct {
	base, head string
	tip        string // of the target, whose policy is in force
	places     string // the pull request's head, when head is a merge result
	nothing    bool   // there is nothing to check: a deleted branch
	why        string // what base is, or why there is none; one clause
	notices    []string
}

// compareFor decides what an event asks to compare, from local git alone
// (DESIGN.md §2 and §8).
func (s source) compareFor(ctx context.Context) (comparison, error) {
	e := s.e
	switch {
	case e.Name == "pull_request_target":
		return s.compareHeads(ctx, "this is a pull_request_target run, which GitHub starts on the target branch")
	case e.ofPull():
		return s.comparePull(ctx)
	}
	switch e.Name {
	case "merge_group":
		g := e.MergeGroup
		c := comparison{base: g.BaseSHA, head: g.HeadSHA, tip: g.BaseSHA, why: "the merge group's base"}
		return c, s.must(ctx, c.base, c.head)
	case "push":
		return s.comparePush(ctx)
	}
	c := comparison{why: fmt.Sprintf("the event %q compares nothing", e.Name)}
	switch e.Name {
	case "schedule", "workflow_dispatch", "repository_dispatch":
	default:
		c.notices = []string{c.why + ", so the whole registry was checked"}
	}
	return c, nil
}

// comparePull compares the merge result that GitHub made with its first
// parent: what the branch would bring, duplicates made by the merge included.
func (s source) comparePull(ctx context.Context) (comparison, error) {
	e := s.e
	head := e.PullRequest.Head.SHA
	if !idPattern.MatchString(e.SHA) {
		return comparison{}, fmt.Errorf("GITHUB_SHA is %q, want a commit id", e.SHA)
	}
	if err := s.must(ctx, e.SHA); err != nil {
		return comparison{}, err
	}
	parents, err := s.parents(ctx, e.SHA)
	if err != nil {
		return comparison{}, err
	}
	if len(parents) != 2 || parents[1] != head {
		return s.compareHeads(ctx, fmt.Sprintf("%.12s is not GitHub's merge of the pull request", e.SHA))
	}
	c := comparison{
		base: parents[0], head: e.SHA, tip: parents[0], places: head,
		why: "first parent of GitHub's merge of the pull request",
	}
	return c, s.must(ctx, c.base, c.places)
}

// compareHeads compares the pull request's own head with its merge base.
func (s source) compareHeads(ctx context.Context, why string) (comparison, error) {
	pr := s.e.PullRequest
	c := comparison{head: pr.Head.SHA, tip: pr.Base.SHA, why: "merge base of the pull request's head and its target: " + why}
	if err := s.must(ctx, c.head, c.tip); err != nil {
		return c, err
	}
	base, err := s.mergeBase(ctx, c.tip, c.head)
	if err != nil {
		return c, err
	}
	c.base = base
	c.notices = []string{why + ": the head was compared with its merge base, so faults that only the merge makes are not seen"}
	return c, nil
}

func (s source) comparePush(ctx context.Context) (comparison, error) {
	e := s.e
	if e.Deleted || zeros.MatchString(e.After) {
		gone := "the " + e.pushes() + " was deleted"
		return comparison{nothing: true, why: gone, notices: []string{gone + ": nothing to check"}}, nil
	}
	c := comparison{head: e.pushed()}
	if err := s.must(ctx, c.head); err != nil {
		return c, err
	}
	if zeros.MatchString(e.Before) {
		return s.newBranch(ctx, "the "+e.pushes()+" is new")
	}
	c.base, c.tip, c.why = e.Before, e.Before, "where the branch stood before the push"
	has, err := s.repo.Has(ctx, e.Before)
	if err != nil || has {
		return c, err
	}
	if e.Forced {
		// What was pushed over may be gone from the server too.
		return s.newBranch(ctx, fmt.Sprintf("the push was forced and %.12s is gone", e.Before))
	}
	return c, s.must(ctx, e.Before)
}

// newBranch compares a branch without a past with the default branch.
func (s source) newBranch(ctx context.Context, why string) (comparison, error) {
	e, repo := s.e, s.repo
	full := comparison{why: why, notices: []string{why + ": the whole registry was checked"}}
	branch := e.defaultBranch()
	if branch == "" {
		return full, nil
	}
	tip, err := repo.Resolve(ctx, "refs/remotes/origin/"+branch)
	head := e.pushed()
	if err != nil || tip == head {
		return full, nil // not fetched, or this is the default branch itself
	}
	base, err := repo.MergeBase(ctx, tip, head)
	if err != nil {
		return full, nil // no common history: a full check, and the notice says so
	}
	return comparison{
		base: base, head: head, tip: tip, why: why,
		notices: []string{fmt.Sprintf("%s: it was compared with its merge base with %q", why, branch)},
	}, nil
}
