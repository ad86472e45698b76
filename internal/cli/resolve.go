package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/git"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/version"
)

// resolveFlags decide about models that both sides changed.
type resolveFlags struct {
	writeFlags
	ours, theirs, keep []string
}

func (a *app) resolveCommand() *cobra.Command {
	var f resolveFlags
	c := &cobra.Command{
		Use:   "resolve",
		Short: "Rebuild the registry after a git merge left it conflicted",
		Long: `Takes both sides of a merge, a rebase or a cherry-pick and merges the registry
model by model: neighbouring entries that git calls a conflict are none. A model
that both sides changed differently is named and left to you; decide with
--ours ID or --theirs ID. --keep ID accepts the entry as it stands now, for
records that clash after the merge was committed.`,
		Example: `  modelgate resolve --dry-run
  modelgate resolve --theirs acme-one && git add registry`,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.resolve(cmd.Context(), f) },
	}
	f.add(c)
	c.Flags().StringVar(&f.reason, "reason", "", "why, for the audit log")
	c.Flags().StringArrayVar(&f.ours, "ours", nil, "take our side of this model `id` (may be repeated)")
	c.Flags().StringArrayVar(&f.theirs, "theirs", nil, "take their side of this model `id` (may be repeated)")
	c.Flags().StringArrayVar(&f.keep, "keep", nil, "keep the present entry of this model `id` (may be repeated)")
	return c
}

func (a *app) resolve(ctx context.Context, f resolveFlags) (err error) {
	if err := a.formats("text", "json"); err != nil {
		return err
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.close()
	s, c, err := a.load(w)
	if err != nil {
		return err
	}
	st := w.store(s.Layout)
	if !f.dryRun {
		unlock, err := st.Lock(ctx, lockWait)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, unlock()) }()
		if s, c, err = a.load(w); err != nil {
			return err
		}
	}
	d, err := a.resolved(ctx, w, s, c, f)
	if err != nil {
		return err
	}
	if w.repo != nil {
		index, err := a.resolveIndex(ctx, w, s.Layout)
		if err != nil {
			return err
		}
		d.Plan = append(d.Plan, index...)
	}
	if !f.dryRun {
		if err := st.Apply(d.Plan); err != nil {
			return err
		}
	}
	return a.tellDone(d, "resolved")
}

func (a *app) resolved(ctx context.Context, w *workspace, s *snapshot.Snapshot, c *config.Config, f resolveFlags) (done, error) {
	d := done{DryRun: f.dryRun}
	current, err := fs.ReadFile(w.fsys, s.Layout.Path(s.Layout.Paths.Registry))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return d, err
	}
	if s.RegistryState == snapshot.Present {
		err = a.decide(ctx, w, s, f, &d)
	} else {
		err = a.rebuild(ctx, w, s, f, &d)
	}
	if err != nil || d.New == nil {
		return d, err
	}
	d.Plan, err = ledger.Resolve(s, c, current, d.New, slices.Concat(f.ours, f.theirs, f.keep), ledger.Op{
		Name: audit.Merge, Actor: a.actor(f.actor), Reason: f.reason, Tool: "modelgate " + version.String(), Now: a.Now(),
	})
	return d, err
}

// rebuild makes a registry that can't be read anew from both sides.
func (a *app) rebuild(ctx context.Context, w *workspace, s *snapshot.Snapshot, f resolveFlags, d *done) error {
	if len(f.keep) > 0 {
		return refusef("the registry can't be read, so --keep has nothing to keep; use --ours or --theirs")
	}
	m, err := w.sides(ctx, s.Layout)
	if err != nil {
		return err
	}
	m.Decisions = decisions(f)
	var clashes []edit.Clash
	if d.Result, clashes, err = m.Plan(); err == nil && len(clashes) > 0 {
		err = a.tellClashes(clashes)
	}
	return err
}

// decide settles what only the log knows to be in conflict, in a registry that
// can be read: what was written since the merge stays.
func (a *app) decide(ctx context.Context, w *workspace, s *snapshot.Snapshot, f resolveFlags, d *done) error {
	if s.Log == nil {
		return nil
	}
	_, conflicts := s.Log.Replay()
	var ids []string
	for _, c := range conflicts {
		ids = append(ids, c.ModelID)
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 {
		a.say("nothing to resolve: the registry can be read, and no records clash")
		return nil
	}
	m := edit.Merge{Decisions: decisions(f)}
	for _, id := range ids {
		if !slices.Contains(f.keep, id) { // a side is asked for, or shown
			var err error
			if m, err = w.sides(ctx, s.Layout); err != nil {
				return err
			}
			m.Decisions = decisions(f)
			break
		}
	}
	var clashes []edit.Clash
	var err error
	if d.Result, clashes, err = m.Decide(s.Registry, ids, f.keep); err == nil && len(clashes) > 0 {
		err = a.tellClashes(clashes)
	}
	return err
}

func decisions(f resolveFlags) map[string]edit.Side {
	out := map[string]edit.Side{}
	for _, id := range f.ours {
		out[id] = edit.Ours
	}
	for _, id := range f.theirs {
		out[id] = edit.Theirs
	}
	return out
}

func (a *app) tellClashes(clashes []edit.Clash) error {
	for _, c := range clashes {
		a.tellAlways("model %s was changed on both sides: ours is %s; theirs is %s", c.ModelID, c.Ours, c.Theirs)
	}
	return refusef("nothing was written; decide with --ours ID or --theirs ID for each")
}

// sides reads the registry of both sides of the merge that is going on, or of
// the merge commit that HEAD is.
func (w *workspace) sides(ctx context.Context, l snapshot.Layout) (edit.Merge, error) {
	var m edit.Merge
	if w.repo == nil {
		return m, fmt.Errorf("%s is not in a git repository, so there is no merge to resolve", w.dir)
	}
	base, ours, theirs, err := w.mergeHeads(ctx)
	if err != nil {
		return m, err
	}
	if base != "" {
		if m.Base, err = w.registryAt(ctx, base, l); err != nil {
			return m, err
		}
	}
	if m.Ours, err = w.registryAt(ctx, ours, l); err != nil {
		return m, err
	}
	m.Theirs, err = w.registryAt(ctx, theirs, l)
	return m, err
}

// mergeHeads finds the commits of a merge, rebase or cherry-pick going on. In
// a rebase "ours" is what is rebased onto, as in git.
func (w *workspace) mergeHeads(ctx context.Context) (base, ours, theirs string, err error) {
	ours, err = w.repo.Resolve(ctx, "HEAD")
	if err != nil {
		return "", "", "", err
	}
	for _, name := range []string{"MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD"} {
		theirs, err = w.repo.Resolve(ctx, name)
		if errors.Is(err, git.ErrUnknownRevision) {
			continue
		}
		if err != nil {
			return "", "", "", err
		}
		if name == "MERGE_HEAD" {
			base, err = w.mergeBase(ctx, ours, theirs)
			return base, ours, theirs, err
		}
		parents, err := w.repo.Parents(ctx, theirs)
		if err != nil || len(parents) == 0 {
			return "", ours, theirs, err
		}
		return parents[0], ours, theirs, nil
	}
	parents, err := w.repo.Parents(ctx, ours)
	if err != nil {
		return "", "", "", err
	}
	if len(parents) != 2 {
		return "", "", "", refusef("there is nothing to resolve: no merge is going on, and HEAD is no merge of two commits")
	}
	base, err = w.mergeBase(ctx, parents[0], parents[1])
	return base, parents[0], parents[1], err
}

// mergeBase is "" for unrelated histories.
func (w *workspace) mergeBase(ctx context.Context, a, b string) (string, error) {
	base, err := w.repo.MergeBase(ctx, a, b)
	if errors.Is(err, git.ErrNoMergeBase) && !errors.Is(err, git.ErrShallow) {
		return "", nil
	}
	return base, err
}

// registryAt reads the registry of a commit; nil when it has none.
func (w *workspace) registryAt(ctx context.Context, id string, l snapshot.Layout) (*registry.File, error) {
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
