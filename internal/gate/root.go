package gate

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// roots chooses the registry's root: as given, as configured, or as detected
// at the base. A head that has moved the whole registry keeps its own.
func (r *run) roots() (head, base string, err error) {
	if root := r.givenRoot(); root != "" {
		return root, root, r.checkGiven(root)
	}
	if r.req.Base == nil {
		head, err = snapshot.DetectRoot(r.req.Head.FS, r.policy.Paths)
		return head, head, err
	}
	if base, err = r.baseRoot(); err != nil {
		return "", "", err
	}
	if base == "" {
		head, err = snapshot.DetectRoot(r.req.Head.FS, r.policy.Paths)
		return head, head, err
	}
	head, err = r.headRoot(base)
	return head, base, err
}

// givenRoot is the root that somebody named; "" is none.
func (r *run) givenRoot() string {
	if r.req.Root != "" {
		return path.Clean(r.req.Root)
	}
	return r.policy.Root
}

// tipRoot is the root of the target's tip.
func (r *run) tipRoot() (string, error) { return rootIn(r.tip(), r.req.Root, r.policy) }

// rootIn is the root of one tree: the named or configured one where anything
// stands below it, which may be deeper than detection looks, else the detected
// one.
func rootIn(t Tree, named string, c *config.Config) (string, error) {
	root := cmp.Or(named, c.Root)
	if root == "" {
		return snapshot.DetectRoot(t.FS, c.Paths)
	}
	root = path.Clean(root)
	if err := snapshot.CheckRoot(root); err != nil {
		return "", err
	}
	if held, err := snapshot.Holds(t.FS, root, c.Paths); held || err != nil {
		return root, err
	}
	return snapshot.DetectRoot(t.FS, c.Paths)
}

// checkGiven refuses a root with nothing below it in any tree: a mistyped one
// would make every check pass.
func (r *run) checkGiven(root string) error {
	if err := snapshot.CheckRoot(root); err != nil {
		return err
	}
	trees := []Tree{r.req.Head}
	if r.req.Base != nil {
		trees = append(trees, *r.req.Base)
	}
	for _, t := range trees {
		if held, err := snapshot.Holds(t.FS, root, r.policy.Paths); held || err != nil {
			return err
		}
	}
	return snapshot.NothingBelow(root, r.policy.Paths)
}

// baseRoot detects the root at the base; "" where nothing is governed there.
// Where two folders of the base hold a registry, a change that says which one
// is meant is judged by it: else nobody could repair that.
func (r *run) baseRoot() (string, error) {
	base, err := snapshot.DetectRoot(r.req.Base.FS, r.policy.Paths)
	var two *snapshot.AmbiguousRoot
	switch {
	case errors.Is(err, snapshot.ErrNotGoverned):
		return "", nil
	case !errors.As(err, &two):
		return base, err
	}
	chosen := r.proposedRoot()
	if chosen == "" {
		if chosen, err = snapshot.DetectRoot(r.req.Head.FS, r.policy.Paths); err != nil {
			return "", fmt.Errorf("base: %w", two)
		}
	}
	if may, err := r.mayChoose(chosen, two); err != nil || !may {
		return "", cmp.Or(err, fmt.Errorf("base: %w", two))
	}
	r.notices = append(r.notices, fmt.Sprintf("the base has more than one root; this change chooses %q", chosen))
	return chosen, nil
}

// mayChoose reports whether a change may say that a root is meant: one of the
// base's, or, where none of those holds a registry that would go unseen, the
// one that it brings.
func (r *run) mayChoose(root string, two *snapshot.AmbiguousRoot) (bool, error) {
	if slices.Contains(two.Roots, root) {
		return true, nil
	}
	if two.Holds == r.policy.Paths.Registry || snapshot.CheckRoot(root) != nil {
		return false, nil
	}
	return snapshot.Holds(r.req.Head.FS, root, r.policy.Paths)
}

// proposedRoot is the root in the head's own config; "" is none.
func (r *run) proposedRoot() string {
	if r.proposed == nil {
		return ""
	}
	return r.proposed.Root
}

// headRoot is the base's root, unless the head has moved all that is below it,
// or brings the first registry to another folder.
func (r *run) headRoot(base string) (string, error) {
	held, err := snapshot.Keeps(r.req.Head.FS, base, r.policy.Paths)
	if err != nil {
		return "", err
	}
	registered, err := snapshot.HoldsRegistry(r.req.Base.FS, base, r.policy.Paths)
	if err != nil || held && (registered || r.proposedRoot() == base) {
		return base, err
	}
	moved, err := snapshot.DetectRoot(r.req.Head.FS, r.policy.Paths)
	if errors.Is(err, snapshot.ErrNotGoverned) || errors.Is(err, snapshot.ErrAmbiguousRoot) {
		return base, nil
	}
	if err == nil && held && moved != base {
		r.notices = append(r.notices, fmt.Sprintf("the root is %q, where this change brings a registry, and no longer %q", moved, base))
	}
	return moved, err
}

// findRivals tells the folders that would make the root ambiguous once the
// head is merged: every later check would end with exit code 4.
func (r *run) findRivals() error {
	if r.givenRoot() != "" || r.proposedRoot() != "" {
		return nil
	}
	_, err := snapshot.DetectRoot(r.req.Head.FS, r.policy.Paths)
	var two *snapshot.AmbiguousRoot
	switch {
	case errors.Is(err, snapshot.ErrNotGoverned):
		return nil
	case !errors.As(err, &two):
		return err
	}
	for _, root := range two.Roots {
		if chosen := r.head.Layout.Root; root != chosen {
			r.head.Faults = append(r.head.Faults, rival(chosen, root, two.Holds))
		}
	}
	r.head.Faults = diag.Sort(r.head.Faults)
	return nil
}

func rival(chosen, root, holds string) diag.Finding {
	name := path.Join(root, holds)
	return diag.Finding{
		Rule: snapshot.PathUnsafe, Severity: diag.Error, Place: diag.InFile(name),
		Subject: name, Key: "second-root",
		Message: fmt.Sprintf("two folders hold a registry: %q beside %q", name, path.Join(chosen, holds)),
		Help:    fmt.Sprintf("remove it, or say which one is meant with `root: %q` in .modelgate.yaml", chosen),
	}
}
