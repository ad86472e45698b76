package cli

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"reflect"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/git"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// resolveIndex settles the legacy index file when git left it conflicted in
// nothing but the key that modelgate owns: it becomes our side's file again,
// and an export brings the key up to date. What people wrote into it on both
// sides is theirs to merge.
func (a *app) resolveIndex(ctx context.Context, w *workspace, l snapshot.Layout) (plan.Plan, error) {
	name := l.Path(l.Paths.IndexJSON)
	current, err := fs.ReadFile(w.fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	_, faults := jsondoc.Parse(name, current, l.Limits.Document)
	if !slices.ContainsFunc(faults, func(f diag.Finding) bool { return f.Rule == jsondoc.MergeConflict }) {
		return nil, nil
	}
	u, err := w.versions(ctx, name)
	if err != nil {
		return nil, err
	}
	src, mine, other, before := u.Ours, withoutKey(u.Ours), withoutKey(u.Theirs), withoutKey(u.Base)
	if mine == nil || other == nil || !reflect.DeepEqual(mine, other) && !reflect.DeepEqual(before, other) {
		a.say("%s is conflicted in what people wrote; merge it by hand, then run `modelgate export`", name)
		return nil, nil
	}
	a.say("%s is our side's again; run `modelgate export` to bring its registry up to date", name)
	return plan.Plan{{Path: name, Old: current, New: src, Why: "resolve"}}, nil
}

// versions are those of a conflicted file, from git's index or from the commits
// of the merge; none where neither knows of it.
func (w *workspace) versions(ctx context.Context, name string) (git.Unmerged, error) {
	switch u, err := w.repo.Unmerged(ctx, name); {
	case errors.Is(err, git.ErrNotRegular):
		return git.Unmerged{}, nil
	case err != nil || u != nil:
		return *cmp.Or(u, &git.Unmerged{}), err
	}
	var u git.Unmerged
	h, err := w.mergeHeads(ctx)
	if _, ok := errors.AsType[refusal](err); ok {
		return u, nil
	}
	if err != nil {
		return u, err
	}
	// Of several bases none is better than the others.
	if len(h.bases) == 1 {
		if u.Base, err = w.fileAt(ctx, h.bases[0], name); err != nil {
			return u, err
		}
	}
	if u.Ours, err = w.fileAt(ctx, h.ours, name); err != nil {
		return u, err
	}
	u.Theirs, err = w.fileAt(ctx, h.theirs, name)
	return u, err
}

// fileAt reads a commit's file; nil where there is none, or no commit.
func (w *workspace) fileAt(ctx context.Context, commit, name string) ([]byte, error) {
	if commit == "" {
		return nil, nil
	}
	tree, err := w.repo.Tree(ctx, commit)
	if err != nil {
		return nil, err
	}
	src, err := fs.ReadFile(tree, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return src, err
}

// withoutKey is what an index file says beside our key; nil where it can't be
// read.
func withoutKey(src []byte) any {
	doc, bad := jsondoc.Parse("index", src, jsondoc.Limits{})
	values, ok := doc.Root.Value().(map[string]any)
	if len(bad) > 0 || !ok {
		return nil
	}
	delete(values, "registry")
	return values
}
