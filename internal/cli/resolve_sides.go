package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/git"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// sides reads the registry of both sides: what git's index holds of the
// conflict, whichever command left it, else what the commits of the merge hold.
func (w *workspace) sides(ctx context.Context, l snapshot.Layout) (edit.Merge, heads, error) {
	if w.repo == nil {
		return edit.Merge{}, heads{}, fmt.Errorf("%s is not in a git repository, so there is no merge to resolve", w.dir)
	}
	u, err := w.repo.Unmerged(ctx, l.Path(l.Paths.Registry))
	var m edit.Merge
	var h heads
	switch {
	case errors.Is(err, git.ErrNotRegular):
		return m, h, refusef("%w; put the registry that is to stay in its place by hand", err)
	case err != nil:
		return m, h, err
	case u == nil:
		return w.sidesOfCommits(ctx, l)
	case u.Ours == nil && u.Theirs == nil:
		return m, h, refusef("neither side has %q: both moved or removed it; put the registry that is to stay there by hand, "+
			"or name its new place in .modelgate.yaml (`paths.registry`)", l.Path(l.Paths.Registry))
	}
	return w.sidesOfIndex(ctx, l, *u)
}

// sidesOfIndex reads what git's index holds of the conflict.
func (w *workspace) sidesOfIndex(ctx context.Context, l snapshot.Layout, u git.Unmerged) (m edit.Merge, h heads, err error) {
	if m.Ours.File, err = versionOf(l, "ours", u.Ours); err != nil {
		return m, h, err
	}
	if m.Theirs.File, err = versionOf(l, "theirs", u.Theirs); err != nil {
		return m, h, err
	}
	// Of several merge bases git makes one, which may be conflicted itself.
	if base, err := versionOf(l, "the base", u.Base); err == nil {
		m.Bases = []*registry.File{base}
	}
	if h.ours, err = w.repo.Resolve(ctx, "HEAD"); err != nil {
		return m, h, err
	}
	if h.theirs, _, err = w.going(ctx); err != nil {
		return m, h, err
	}
	// A stash can be popped while a rebase waits: then its commit is not theirs.
	src, err := w.fileAt(ctx, h.theirs, l.Path(l.Paths.Registry))
	if !bytes.Equal(src, u.Theirs) {
		h.theirs = ""
	}
	return m, h, err
}

// versionOf reads one side's text of the registry; nil when it has none.
func versionOf(l snapshot.Layout, whose string, src []byte) (*registry.File, error) {
	if src == nil {
		return nil, nil
	}
	doc, bad := jsondoc.Parse(l.Path(l.Paths.Registry), src, l.Limits.Document)
	if len(bad) > 0 {
		return nil, refusef("the registry of one side (%s) can't be read either: %s", whose, bad[0].Message)
	}
	return registry.NewFile(doc), nil
}

func (w *workspace) sidesOfCommits(ctx context.Context, l snapshot.Layout) (m edit.Merge, h heads, err error) {
	if h, err = w.mergeHeads(ctx); err != nil {
		return m, h, err
	}
	for _, id := range h.bases {
		f, err := w.registryAt(ctx, id, l)
		if err != nil {
			return m, h, err
		}
		m.Bases = append(m.Bases, f)
	}
	if m.Ours.File, err = w.registryAt(ctx, h.ours, l); err != nil {
		return m, h, err
	}
	if m.Theirs.File, err = w.registryAt(ctx, h.theirs, l); err != nil {
		return m, h, err
	}
	if m.Ours.File == nil || m.Theirs.File == nil {
		lacks := h.ours
		if m.Ours.File != nil {
			lacks = h.theirs
		}
		// It may stand elsewhere in that commit, so nothing is known of its models.
		return m, h, refusef("commit %s has no %q, so nothing says what that side made of its models; "+
			"put the registry that is to stay there by hand", short(lacks), l.Path(l.Paths.Registry))
	}
	return m, h, nil
}

// addLogs adds what the records know. Without a commit of theirs, their log is
// what the work tree's adds to ours, and all that this descends from.
func (w *workspace) addLogs(ctx context.Context, s *snapshot.Snapshot, h heads, m *edit.Merge) (err error) {
	if s.Log == nil || len(s.Log.Problems()) > 0 {
		return nil
	}
	if m.Ours.Log, err = w.logAt(ctx, h.ours, s); err != nil {
		return err
	}
	if h.theirs != "" {
		m.Theirs.Log, err = w.logAt(ctx, h.theirs, s)
	} else {
		m.Theirs.Log, err = s.Log.Behind(audit.Added(m.Ours.Log, s.Log))
	}
	m.Log = s.Log
	return err
}

func (w *workspace) logAt(ctx context.Context, id string, s *snapshot.Snapshot) (*audit.Log, error) {
	tree, err := w.repo.Tree(ctx, id)
	if err != nil {
		return nil, err
	}
	return audit.Load(tree, ledger.LogDir(s))
}

// registryAt reads the registry of a commit; nil when it has none, or there is
// no commit.
func (w *workspace) registryAt(ctx context.Context, id string, l snapshot.Layout) (*registry.File, error) {
	if id == "" {
		return nil, nil
	}
	tree, err := w.repo.Tree(ctx, id)
	if err != nil {
		return nil, err
	}
	s, err := snapshot.Load(tree, l)
	if err != nil {
		return nil, err
	}
	if s.RegistryState == snapshot.Broken {
		return nil, refusef("the registry of commit %s can't be read either", short(id))
	}
	return s.Registry, nil
}
