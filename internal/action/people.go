package action

import (
	"context"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/gate"
)

// localCommits reads the commits from local git.
func (s source) localCommits(ctx context.Context, base, head string, paths []string) (*change.Range, error) {
	return gate.Local{Repo: s.repo, Base: base, Head: head}.Range(ctx, paths)
}

// fill sets a request's trees and commits.
func (s source) fill(ctx context.Context, c comparison, req *gate.Request) error {
	base, err := s.tree(ctx, c.base)
	if err != nil {
		return err
	}
	head, err := s.tree(ctx, c.head)
	if err != nil {
		return err
	}
	tip, err := s.tree(ctx, c.tip)
	if err != nil {
		return err
	}
	req.Base, req.Head = &gate.Tree{FS: base, Commit: c.base}, gate.Tree{FS: head, Commit: c.head}
	req.Policy = &gate.Tree{FS: tip, Commit: c.tip}
	req.Commits = func(ctx context.Context, paths []string) (*change.Range, error) {
		return s.commits(ctx, c.base, c.head, paths)
	}
	if c.places == "" {
		return nil
	}
	own, err := s.tree(ctx, c.places)
	req.Places = &gate.Tree{FS: own, Commit: c.places}
	return err
}
