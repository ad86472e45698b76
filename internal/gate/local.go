package gate

import (
	"context"
	"errors"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/git"
)

// A Local is a comparison decided from local git objects.
type Local struct {
	Repo *git.Repo
	Base string // commit ids
	Head string
	Tip  string // the target's tip, whose policy is in force

	Author *change.Account // the pull request's author; nil without one
}

// Between prepares the comparison of head with its merge base with base, as a
// pull request into base would be judged.
func Between(ctx context.Context, repo *git.Repo, base, head string) (Local, error) {
	tip, err := repo.Resolve(ctx, base)
	if err != nil {
		return Local{}, fmt.Errorf("base: %w", err)
	}
	to, err := repo.Resolve(ctx, head)
	if err != nil {
		return Local{}, fmt.Errorf("head: %w", err)
	}
	from, err := repo.MergeBase(ctx, tip, to)
	if err != nil {
		return Local{}, fmt.Errorf("base %q: %w", base, err)
	}
	return Local{Repo: repo, Base: from, Head: to, Tip: tip}, nil
}

// Fill sets a request's trees and commits.
func (l Local) Fill(ctx context.Context, req *Request) error {
	var trees [3]Tree
	for i, id := range []string{l.Base, l.Head, l.Tip} {
		t, err := l.Repo.Tree(ctx, id)
		if err != nil {
			return err
		}
		trees[i] = Tree{FS: t, Commit: id}
	}
	req.Base, req.Head, req.Policy = &trees[0], trees[1], &trees[2]
	req.Commits = l.Range
	return nil
}

// Range reads the commits from base to head that touch the paths. Without
// the API no account is known, and the range says so.
func (l Local) Range(ctx context.Context, paths []string) (*change.Range, error) {
	list, err := l.Repo.CommitsFold(ctx, l.Base, l.Head, paths...)
	if errors.Is(err, git.ErrShallow) {
		return nil, fmt.Errorf("%w; give actions/checkout `fetch-depth: 0`", err)
	}
	if err != nil {
		return nil, err
	}
	r := &change.Range{Local: true, Author: l.Author}
	for _, c := range list {
		if c.Boundary {
			// Its parents are not here, so it seems to touch every file.
			return nil, fmt.Errorf("commit %.12s is where this shallow history ends; give actions/checkout `fetch-depth: 0`: %w", c.ID, git.ErrShallow)
		}
		r.Commits = append(r.Commits, fromGit(c))
	}
	return r, nil
}

func fromGit(c git.Commit) change.Commit {
	out := change.Commit{
		ID:        c.ID,
		Author:    change.Person{Name: c.AuthorName, Email: c.AuthorEmail},
		Committer: change.Person{Name: c.CommitterName, Email: c.CommitterEmail},
		Time:      c.CommitTime,
	}
	for _, t := range c.Trailers {
		out.Trailers = append(out.Trailers, change.Trailer{Key: t.Key, Value: t.Value})
	}
	return out
}
