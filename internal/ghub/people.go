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

// touched returns for which of the paths a commit decides what stands there.
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
		decides, err := treefs.Decides(ctx, past{c}, id, commit.Parents, path.Clean(name))
		if err != nil {
			return nil, err
		}
		if decides {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// A past is the repository as treefs.Decides asks it.
type past struct{ client *Client }

// Stands is what a commit has at a path.
func (p past) Stands(ctx context.Context, commit, name string) (string, error) {
	t, err := p.client.Tree(ctx, commit)
	if err != nil {
		return "", err
	}
	return t.Stands(name)
}

// MergeBases finds them all, of which GitHub names one: the commits that b has
// and a has not end where the two are joined.
func (p past) MergeBases(ctx context.Context, a, b string) ([]string, error) {
	list, err := p.client.commits(ctx, a, b)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil, nil // no past in common
	case err != nil:
		return nil, err
	case len(list) == 0:
		return []string{b}, nil
	}
	own := map[string]bool{}
	for _, rc := range list {
		own[rc.GetSHA()] = true
	}
	var ends []string
	for _, rc := range list {
		for _, parent := range rc.Parents {
			if id := parent.GetSHA(); !own[id] && !slices.Contains(ends, id) {
				ends = append(ends, id)
			}
		}
	}
	return p.best(ctx, ends)
}

// maxEnds bounds the requests for finding the best of several common ancestors.
const maxEnds = 8

// best drops the ancestors of others.
func (p past) best(ctx context.Context, ids []string) ([]string, error) {
	if len(ids) > maxEnds {
		return nil, fmt.Errorf("two branches are joined at %d commits, more than %d: %w", len(ids), maxEnds, ErrTruncated)
	}
	var out []string
	for i, id := range ids {
		older := false
		for j, other := range ids {
			if i == j || older {
				continue
			}
			base, err := p.client.MergeBase(ctx, id, other)
			if err != nil && !errors.Is(err, ErrNotFound) {
				return nil, err
			}
			older = base == id
		}
		if !older {
			out = append(out, id)
		}
	}
	return out, nil
}
