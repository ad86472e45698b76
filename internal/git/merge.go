package git

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/treefs"
)

// CommitsFold is Commits with the case of ASCII letters in the paths ignored: on some systems models_index.md and
// MODELS_INDEX.md are one file. A merge counts when it decides what stands there, see treefs.Decides, whichever of its
// parents are in base's history. It is ErrShallow when that can't be told for lack of history.
func (r *Repo) CommitsFold(ctx context.Context, base, head string, paths ...string) ([]Commit, error) {
	list, err := r.commits(ctx, base, head, "literal,icase", paths)
	if err != nil || len(paths) == 0 {
		return list, err
	}
	// Git leaves out a merge that is like all its parents but those in base's history.
	merges, err := r.merges(ctx, base, head)
	if err != nil {
		return nil, err
	}
	chosen := map[string]bool{}
	for _, c := range list {
		chosen[c.ID] = len(c.Parents) < 2 || c.Boundary
	}
	more := false
	for _, id := range merges {
		if chosen[id] {
			continue
		}
		if chosen[id], err = r.decides(ctx, id, paths); err != nil {
			return nil, fmt.Errorf("find what merge %s decides: %w", id, err)
		}
		more = more || chosen[id]
	}
	if !more {
		return slices.DeleteFunc(list, func(c Commit) bool { return !chosen[c.ID] }), nil
	}
	all, err := r.commits(ctx, base, head, "", nil) // in order
	return slices.DeleteFunc(all, func(c Commit) bool { return !chosen[c.ID] }), err
}

func (r *Repo) merges(ctx context.Context, base, head string) ([]string, error) {
	args := []string{"rev-list", "--merges", "--end-of-options", head}
	if base != "" {
		args = append(args, "^"+base)
	}
	out, err := r.room.run(ctx, args...)
	return strings.Fields(out), err
}

// decides reports whether a merge decides what stands at one of the paths.
func (r *Repo) decides(ctx context.Context, id string, paths []string) (bool, error) {
	c, err := r.commit(ctx, id)
	if err != nil || c.Boundary {
		return false, err // git lists a boundary that touches the paths
	}
	for _, name := range paths {
		decides, err := treefs.Decides(ctx, past{r}, id, c.Parents, name)
		if err != nil {
			return false, err
		}
		if decides {
			return true, r.mustBeCertain(ctx, c, name)
		}
	}
	return false, nil
}

// mustBeCertain refuses to call a merge a decision when only a merge base that this clone lacks could tell: it has
// what a parent has, and more history might show that it just took it.
func (r *Repo) mustBeCertain(ctx context.Context, c *Commit, name string) error {
	if !r.IsShallow() {
		return nil
	}
	here, err := r.stands(ctx, c.ID, name)
	for _, p := range c.Parents {
		there, errThere := r.stands(ctx, p, name)
		if err = errors.Join(err, errThere); err == nil && there == here {
			return ErrShallow
		}
	}
	return err
}

// A past is a repository as treefs.Decides asks it.
type past struct{ repo *Repo }

// Stands is what a commit has at a path.
func (p past) Stands(ctx context.Context, commit, name string) (string, error) {
	return p.repo.stands(ctx, commit, name)
}

// MergeBases returns none for commits without a past in common.
func (p past) MergeBases(ctx context.Context, a, b string) ([]string, error) {
	bases, err := p.repo.MergeBases(ctx, a, b)
	if errors.Is(err, ErrNoMergeBase) {
		return nil, nil
	}
	return bases, err
}

func (r *Repo) stands(ctx context.Context, commit, name string) (string, error) {
	t, err := r.Tree(ctx, commit)
	if err != nil {
		return "", err
	}
	return t.Stands(name)
}
