package ghub

import (
	"context"
	"fmt"
	"sync"

	"github.com/google/go-github/v62/github"
)

// PullsOf returns the numbers of the open pull requests whose head is exactly
// this commit of owner's branch: one branch may be proposed to several. For a
// workflow_run of a fork the event names no pull request, and what an artifact
// says is not to be believed.
func (c *Client) PullsOf(ctx context.Context, owner, branch, headSHA string) ([]int, error) {
	opts := &github.PullRequestListOptions{
		State: "open", Head: owner + ":" + branch, ListOptions: github.ListOptions{PerPage: 100},
	}
	list, _, err := c.PullRequests.List(ctx, c.Owner, c.Repo, opts)
	if err != nil {
		return nil, fmt.Errorf("find the pull request: %w", err)
	}
	var numbers []int
	for _, p := range list {
		if p.GetHead().GetSHA() == headSHA {
			numbers = append(numbers, p.GetNumber())
		}
	}
	return numbers, nil
}

// PullBase returns the commit that a pull request wants to go into.
func (c *Client) PullBase(ctx context.Context, number int) (string, error) {
	p, _, err := c.PullRequests.Get(ctx, c.Owner, c.Repo, number)
	if err != nil {
		return "", fmt.Errorf("read the pull request: %w", err)
	}
	return p.GetBase().GetSHA(), nil
}

// renames asks GitHub, once and only if need be, which files it takes for moved,
// and from where. Where it does not answer, none is: then it refuses comments on
// lines that it does not show.
func (c *Comments) renames(ctx context.Context) func(name string) string {
	from := sync.OnceValue(func() map[string]string {
		files, err := pages(func(page github.ListOptions) ([]*github.CommitFile, *github.Response, error) {
			return c.Client.PullRequests.ListFiles(ctx, c.Client.Owner, c.Client.Repo, c.Number, &page)
		})
		out := map[string]string{}
		for _, f := range files {
			if err == nil && f.GetStatus() == "renamed" {
				out[f.GetFilename()] = f.GetPreviousFilename()
			}
		}
		return out
	})
	return func(name string) string { return from()[name] }
}
