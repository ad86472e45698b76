package cli

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"reflect"

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
	if errors.Is(err, fs.ErrNotExist) || err == nil && !bytes.Contains(current, []byte("\n<<<<<<< ")) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	base, ours, theirs, err := w.mergeHeads(ctx)
	if err != nil {
		return nil, err
	}
	src, mine, err := w.withoutKey(ctx, ours, name)
	if err != nil {
		return nil, err
	}
	_, other, err := w.withoutKey(ctx, theirs, name)
	if err != nil {
		return nil, err
	}
	_, before, err := w.withoutKey(ctx, base, name)
	if err != nil {
		return nil, err
	}
	if mine == nil || !reflect.DeepEqual(mine, other) && !reflect.DeepEqual(before, other) {
		a.say("%s is conflicted in what people wrote; merge it by hand, then run `modelgate export`", name)
		return nil, nil
	}
	a.say("%s is our side's again; run `modelgate export` to bring its registry up to date", name)
	return plan.Plan{{Path: name, Old: current, New: src, Why: "resolve"}}, nil
}

// withoutKey reads a commit's index file, and what it says beside our key; nil
// where there is none or it can't be read.
func (w *workspace) withoutKey(ctx context.Context, commit, name string) (src []byte, beside any, err error) {
	if commit == "" {
		return nil, nil, nil
	}
	tree, err := w.repo.Tree(ctx, commit)
	if err != nil {
		return nil, nil, err
	}
	src, err = fs.ReadFile(tree, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	doc, bad := jsondoc.Parse(name, src, jsondoc.Limits{})
	values, ok := doc.Root.Value().(map[string]any)
	if len(bad) > 0 || !ok {
		return src, nil, nil
	}
	delete(values, "registry")
	return src, values, nil
}
