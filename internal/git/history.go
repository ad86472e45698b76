package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// MergeBase returns the best common ancestor of the commits with these full ids, the first if there are several.
// It is ErrNoMergeBase when there is none, and ErrShallow too when that may be because history is cut off.
func (r *Repo) MergeBase(ctx context.Context, a, b string) (string, error) {
	all, err := r.MergeBases(ctx, a, b)
	if err != nil {
		return "", err
	}
	return all[0], nil
}

// MergeBases returns every best common ancestor, as MergeBase does the first: branches that were merged into each
// other have more than one.
func (r *Repo) MergeBases(ctx context.Context, a, b string) ([]string, error) {
	if err := r.mustHave(ctx, a, b); err != nil {
		return nil, fmt.Errorf("merge base: %w", err)
	}
	out, err := r.room.run(ctx, "merge-base", "--all", "--end-of-options", a, b)
	if child, ok := errors.AsType[*childError](err); ok && child.code == 1 && child.reason == "" {
		return nil, r.noMergeBase(a, b)
	}
	if err != nil {
		return nil, err
	}
	ids := strings.Split(strings.TrimSpace(out), "\n")
	for _, id := range ids {
		if !r.format.isID(id) {
			return nil, fmt.Errorf("git merge-base: answer %q is not an object id", oneLine(id))
		}
	}
	return ids, nil
}

func (r *Repo) noMergeBase(a, b string) error {
	if r.IsShallow() {
		return fmt.Errorf("commits %s and %s: %w: %w", a, b, ErrNoMergeBase, ErrShallow)
	}
	return fmt.Errorf("commits %s and %s: %w", a, b, ErrNoMergeBase)
}

// mustHave checks that all ids are full ids of commits that are there.
func (r *Repo) mustHave(ctx context.Context, ids ...string) error {
	for _, id := range ids {
		if !r.format.isID(id) {
			return notID(id)
		}
		h, err := r.header(ctx, id)
		if err != nil {
			return err
		}
		if err := h.mustBe("commit", id); err != nil {
			return err
		}
	}
	return nil
}

// Parents returns the full ids of a commit's parents as the commit itself records them, whether or not they are there.
// In a depth-1 checkout of a merge they are the only trace of the base.
func (r *Repo) Parents(ctx context.Context, id string) ([]string, error) {
	c, err := r.commit(ctx, id)
	if err != nil {
		return nil, err
	}
	return c.Parents, nil
}

// Commits returns the commits of base..head that touch one of the paths, or all without paths, parents before
// children. Paths are slash-separated and relative to Prefix, "." is all below it; each is a file's name or a folder's,
// never a pattern. A merge counts when it differs from any of its parents that base's history does not have. An empty base means all of head's history.
func (r *Repo) Commits(ctx context.Context, base, head string, paths ...string) ([]Commit, error) {
	return r.commits(ctx, base, head, "literal", paths)
}

func (r *Repo) commits(ctx context.Context, base, head, magic string, paths []string) ([]Commit, error) {
	ends, args := []string{head}, []string{"rev-list", "--full-history", "--topo-order", "--reverse", "--end-of-options", head}
	if base != "" {
		ends, args = append(ends, base), append(args, "^"+base)
	}
	if err := r.mustHave(ctx, ends...); err != nil {
		return nil, fmt.Errorf("list commits: %w", err)
	}
	specs, err := r.pathspecs(magic, paths)
	if err != nil {
		return nil, fmt.Errorf("list commits: %w", err)
	}
	out, err := r.room.run(ctx, append(append(args, "--"), specs...)...)
	if err != nil {
		return nil, err
	}
	var list []Commit
	for id := range strings.FieldsSeq(out) {
		c, err := r.commit(ctx, id)
		if err != nil {
			return nil, err
		}
		list = append(list, *c)
	}
	return list, nil
}

// pathspecs writes paths so that git takes every character for itself.
func (r *Repo) pathspecs(magic string, paths []string) ([]string, error) {
	var specs []string
	for _, name := range paths {
		if !fs.ValidPath(name) || strings.ContainsRune(name, 0) {
			return nil, fmt.Errorf("path %q: %w", name, fs.ErrInvalid)
		}
		full := path.Join(r.place.prefix, name)
		if full == "." {
			return nil, nil // all paths of the repository
		}
		specs = append(specs, ":("+magic+")"+full)
	}
	return specs, nil
}
