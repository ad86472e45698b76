package gate

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// ErrMoved is a target whose files stand elsewhere than where a stale branch
// has them: read by the target's config, nothing of the branch would be seen.
// It is a failure to check (exit 3): neither the branch nor the config is wrong.
var ErrMoved = errors.New("merge or rebase it on the target")

// checkStale refuses to compare with a merge base that has another layout than
// the target's tip, whose config is in force.
func (r *run) checkStale() error {
	base, tip := r.req.Base, r.req.Policy
	if base == nil || tip == nil || base.Commit == tip.Commit && tip.Commit != "" {
		return nil
	}
	was, known, err := r.layoutOf(*base)
	if err != nil || !known {
		return err
	}
	is, known, err := r.layoutOf(*tip)
	if err != nil || !known {
		return err
	}
	from, to := was.Places(), is.Places()
	for i, old := range from {
		if old == to[i] || slices.Contains(is.SpecsPaths(), old.Path) {
			continue
		}
		if missed, err := r.standsInBranch(old.Path); err != nil || missed {
			return cmp.Or(err, fmt.Errorf("the target moved the %s from %q to %q after this branch left it; %w",
				old.What, old.Path, to[i].Path, ErrMoved))
		}
	}
	return nil
}

// standsInBranch reports whether the branch has something at a path, or had
// when it left the target.
func (r *run) standsInBranch(name string) (bool, error) {
	for _, t := range []Tree{*r.req.Base, r.req.Head} {
		if there, err := snapshot.Stands(t.FS, name); there || err != nil {
			return there, err
		}
	}
	return false, nil
}

// layoutOf is where a tree has its files, by its own config or by detection;
// unknown where nothing is governed, or more than one root is found.
func (r *run) layoutOf(t Tree) (l snapshot.Layout, known bool, err error) {
	c, err := r.ownConfig(t)
	if err != nil {
		return l, false, err
	}
	root, err := rootIn(t, r.req.Root, c)
	if errors.Is(err, snapshot.ErrNotGoverned) || errors.Is(err, snapshot.ErrAmbiguousRoot) {
		return l, false, nil
	}
	return snapshot.NewLayout(root, c), err == nil, err
}

// ownConfig is a tree's config. A broken one says nothing, so the defaults hold.
func (r *run) ownConfig(t Tree) (*config.Config, error) {
	if r.req.Config != nil {
		return r.req.Config, nil
	}
	c, _, err := r.config(t)
	if err != nil && IsUsage(err) {
		return config.Default(), nil
	}
	return c, err
}
