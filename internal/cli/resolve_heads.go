package cli

import (
	"context"
	"errors"

	"github.com/cmmv-hive/modelgate/internal/git"
)

// heads are the commits of a merge. "" is none: a stash that was popped and a
// patch have no commit of theirs, unrelated histories no base.
type heads struct {
	bases        []string
	ours, theirs string
}

// going finds what is being brought in by a merge, rebase or cherry-pick, and
// its name in git; "" when none is going on.
func (w *workspace) going(ctx context.Context) (id, name string, err error) {
	for _, name := range []string{"MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD"} {
		id, err := w.repo.Resolve(ctx, name)
		if !errors.Is(err, git.ErrUnknownRevision) {
			return id, name, err
		}
	}
	return "", "", nil
}

// mergeHeads finds the commits of a merge, rebase or cherry-pick going on, or
// of the merge commit that HEAD is. In a rebase "ours" is what is rebased onto,
// as in git.
func (w *workspace) mergeHeads(ctx context.Context) (heads, error) {
	head, err := w.repo.Resolve(ctx, "HEAD")
	if err != nil {
		return heads{}, err
	}
	switch theirs, name, err := w.going(ctx); {
	case err != nil:
		return heads{}, err
	case name == "MERGE_HEAD":
		return w.headsOfMerge(ctx, head, theirs)
	case name != "":
		return w.headsOfPick(ctx, head, theirs)
	}
	return w.headsOfHEAD(ctx, head)
}

func (w *workspace) headsOfMerge(ctx context.Context, ours, theirs string) (heads, error) {
	h := heads{ours: ours, theirs: theirs}
	var err error
	h.bases, err = w.repo.MergeBases(ctx, ours, theirs)
	if errors.Is(err, git.ErrNoMergeBase) && !errors.Is(err, git.ErrShallow) {
		h.bases, err = []string{""}, nil
	}
	return h, err
}

// headsOfPick are those of a cherry-pick or a step of a rebase: what it changes
// is told by its parent. Git does not write down which one -m has chosen of
// several.
func (w *workspace) headsOfPick(ctx context.Context, ours, picked string) (heads, error) {
	h := heads{ours: ours, theirs: picked}
	switch parents, err := w.repo.Parents(ctx, picked); {
	case err != nil:
		return h, err
	case len(parents) > 1:
		return h, refusef("the picked commit %s is a merge, and git does not tell which of its parents -m chose; "+
			"bring the conflict back with `git checkout -m` of the registry, then run `modelgate resolve`", short(picked))
	case len(parents) == 1:
		h.bases = parents
	default:
		h.bases = []string{""}
	}
	return h, nil
}

// headsOfHEAD are those of the merge that HEAD is.
func (w *workspace) headsOfHEAD(ctx context.Context, head string) (heads, error) {
	parents, err := w.repo.Parents(ctx, head)
	if err != nil {
		return heads{}, err
	}
	if len(parents) != 2 {
		return heads{}, refusef("there is nothing to resolve: no merge is going on, git's index has no conflict, and HEAD is no merge of two commits")
	}
	return w.headsOfMerge(ctx, parents[0], parents[1])
}
