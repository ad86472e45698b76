package ghub

import (
	"context"
	"fmt"

	"github.com/google/go-github/v62/github"
)

// PullOf returns the number of the open pull request whose head is exactly
// this commit of owner's branch; ErrNotFound when there is none. For a
// workflow_run of a fork the event names no pull request, and what an artifact
// says is not to be believed.
func (c *Client) PullOf(ctx context.Context, owner, branch, headSHA string) (int, error) {
	opts := &github.PullRequestListOptions{
		State: "open", Head: owner + ":" + branch, ListOptions: github.ListOptions{PerPage: 100},
	}
	list, _, err := c.PullRequests.List(ctx, c.Owner, c.Repo, opts)
	if err != nil {
		return 0, fmt.Errorf("find the pull request: %w", err)
	}
	for _, p := range list {
		if p.GetHead().GetSHA() == headSHA {
			return p.GetNumber(), nil
		}
	}
	return 0, fmt.Errorf("find the pull request: no open one has the head %.12s: %w", headSHA, ErrNotFound)
}

// PullBase returns the commit that a pull request wants to go into.
func (c *Client) PullBase(ctx context.Context, number int) (string, error) {
	p, _, err := c.PullRequests.Get(ctx, c.Owner, c.Repo, number)
	if err != nil {
		return "", fmt.Errorf("read the pull request: %w", err)
	}
	return p.GetBase().GetSHA(), nil
}
