package git

import (
	"context"
	"errors"

	"github.com/cmmv-hive/modelgate/internal/treefs"
)

// takes reports whether a commit is a merge that decides nothing about the paths.
func (r *Repo) takes(ctx context.Context, c Commit, paths []string) (bool, error) {
	if len(c.Parents) < 2 || c.Boundary {
		return false, nil
	}
	for _, name := range paths {
		here, err := r.stands(ctx, c.ID, name)
		if err != nil {
			return false, err
		}
		parents := make([]string, len(c.Parents))
		for i, id := range c.Parents {
			if parents[i], err = r.stands(ctx, id, name); err != nil {
				return false, err
			}
		}
		taken, err := treefs.Takes(here, parents, func(i, j int) (string, error) {
			base, err := r.MergeBase(ctx, c.Parents[i], c.Parents[j])
			if err != nil {
				return "", err
			}
			return r.stands(ctx, base, name)
		})
		if errors.Is(err, ErrNoMergeBase) {
			return false, nil // without a past in common each parent's is a decision
		}
		if err != nil || !taken {
			return false, err
		}
	}
	return true, nil
}

// stands is what a commit has at a path.
func (r *Repo) stands(ctx context.Context, commit, name string) (string, error) {
	t, err := r.Tree(ctx, commit)
	if err != nil {
		return "", err
	}
	return t.Stands(name)
}
