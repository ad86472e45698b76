package ghub

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"

	"github.com/google/go-github/v62/github"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/treefs"
)

// maxCommits is how many commits of one change are looked into: each costs at
// least one request of the 1,000 an hour.
const maxCommits = 250

// RangeOf returns who stands behind a change: the commits of base..head that
// touch one of the paths, files or folders under any case. Without paths it is
// all commits. A change with more than 250 commits is ErrTruncated. It needs
// `contents: read` alone; a pull request's author is in the event.
func (c *Client) RangeOf(ctx context.Context, baseID, headID string, paths []string) (*change.Range, error) {
	list, err := c.commits(ctx, baseID, headID)
	if err != nil {
		return nil, fmt.Errorf("list commits: %w", err)
	}
	r := &change.Range{}
	for _, rc := range list {
		touched, err := c.touched(ctx, rc.GetSHA(), paths)
		if err != nil {
			return nil, fmt.Errorf("find what commit %s touches: %w", rc.GetSHA(), err)
		}
		if len(paths) > 0 && len(touched) == 0 {
			continue
		}
		r.Commits = append(r.Commits, changeCommit(rc, touched))
	}
	return r, nil
}

// commits lists base..head, parents before children, and remembers the trees
// they name. It compares ids: the list that GitHub keeps for a pull request is
// of whatever was pushed meanwhile.
func (c *Client) commits(ctx context.Context, base, head string) ([]*github.RepositoryCommit, error) {
	total, byID := 0, map[string]bool{}
	all, err := pages(func(page github.ListOptions) ([]*github.RepositoryCommit, *github.Response, error) {
		got, err := c.compare(ctx, base, head, page)
		if err != nil {
			return nil, nil, err
		}
		if total = got.GetTotalCommits(); total > maxCommits {
			return nil, nil, fmt.Errorf("%d commits, more than %d: %w", total, maxCommits, ErrTruncated)
		}
		// The length says where the end is; a Link header may be dropped on the way.
		next := &github.Response{}
		if page.Page*page.PerPage < total {
			next.NextPage = page.Page + 1
		}
		return got.Commits, next, nil
	})
	if err != nil {
		return nil, err
	}
	for _, rc := range all {
		commit, err := commitOf(rc.GetSHA(), &github.Commit{Tree: rc.GetCommit().GetTree(), Parents: rc.Parents})
		if err != nil {
			return nil, err
		}
		byID[commit.ID] = true
		c.keep(commit)
	}
	if len(byID) != total || len(all) != total || total > 0 && !byID[head] {
		return nil, fmt.Errorf("%d of %d commits are listed: %w", len(byID), total, ErrTruncated)
	}
	return all, nil
}

func changeCommit(rc *github.RepositoryCommit, touched []string) change.Commit {
	out := change.Commit{
		ID: rc.GetSHA(), Paths: touched,
		Author:    personOf(rc.GetCommit().GetAuthor(), rc.Author),
		Committer: personOf(rc.GetCommit().GetCommitter(), rc.Committer),
		Time:      rc.GetCommit().GetCommitter().GetDate().UTC(),
	}
	out.Trailers = trailers(rc.GetCommit().GetMessage())
	return out
}

func personOf(p *github.CommitAuthor, u *github.User) change.Person {
	return change.Person{Name: p.GetName(), Email: p.GetEmail(), Account: accountOf(u)}
}

// accountOf is empty where there is none: a deleted account, or an address that
// belongs to nobody.
func accountOf(u *github.User) change.Account {
	return change.Account{Login: u.GetLogin(), Type: u.GetType()}
}

// touched returns which of the paths a commit changes: those that differ from
// any of its parents, unless it is a merge that only takes what they have.
// GitHub's own lists would not do: those of a commit compare a merge with its
// first parent only and end at 3,000 files, and the commits of a path leave out
// branches that a merge did not take.
func (c *Client) touched(ctx context.Context, id string, paths []string) ([]string, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	commit, err := c.Commit(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range paths {
		touches, err := c.touches(ctx, commit, path.Clean(name))
		if err != nil {
			return nil, err
		}
		if touches {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func (c *Client) touches(ctx context.Context, commit Commit, name string) (bool, error) {
	here, err := c.stands(ctx, commit.ID, name)
	if err != nil || len(commit.Parents) == 0 {
		return here != "", err
	}
	parents := make([]string, len(commit.Parents))
	for i, id := range commit.Parents {
		if parents[i], err = c.stands(ctx, id, name); err != nil {
			return false, err
		}
	}
	if !slices.ContainsFunc(parents, func(there string) bool { return there != here }) {
		return false, nil
	}
	taken, err := treefs.Takes(here, parents, func(i, j int) (string, error) {
		base, err := c.MergeBase(ctx, commit.Parents[i], commit.Parents[j])
		if err != nil {
			return "", err
		}
		return c.stands(ctx, base, name)
	})
	if errors.Is(err, ErrNotFound) {
		return true, nil // the parents have no past in common
	}
	return !taken, err
}

// stands is what a commit has at a path.
func (c *Client) stands(ctx context.Context, commit, name string) (string, error) {
	t, err := c.Tree(ctx, commit)
	if err != nil {
		return "", err
	}
	return t.Stands(name)
}
