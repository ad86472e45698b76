package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/version"
)

// resolved adds to d what resolve makes of a registry.
func (a *app) resolved(ctx context.Context, w *workspace, s *snapshot.Snapshot, c *config.Config, f resolveFlags, d *done) error {
	current, err := present(w, s)
	if err != nil {
		return err
	}
	s, back, err := w.restored(ctx, s)
	if err != nil {
		return err
	}
	if len(back) > 0 {
		d.Notices = append(d.Notices, fmt.Sprintf("brought back records of the audit log, which only ever grows: %d", len(back)))
	}
	if s.RegistryState == snapshot.Present {
		err = a.decide(ctx, w, s, f, len(back) == 0, d)
	} else {
		err = a.rebuild(ctx, w, s, len(back) == 0, f, d)
	}
	if d.Plan = back; err != nil || d.New == nil {
		return err
	}
	if s.RegistryState != snapshot.Present {
		if err := finishIn(s, d, f.take); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(inConflict(s.Log))) {
		if !slices.Contains(d.Settled, id) {
			d.Notices = append(d.Notices, fmt.Sprintf("records of %q clash from before; run `modelgate resolve` again and decide", id))
		}
	}
	merged, err := ledger.Resolve(s, c, current, d.New, d.Settled, ledger.Op{
		Name: audit.Merge, Actor: a.actor(f.actor), Reason: f.reason, Tool: "modelgate " + version.String(), Now: a.Now(),
	})
	d.Notices = append(d.Notices, a.ahead(s, merged)...)
	d.Plan = append(d.Plan, merged...)
	return err
}

// present is the registry's text as it stands, conflict markers and all, or as
// an interrupted operation leaves it that is finished first; nil for none.
func present(w *workspace, s *snapshot.Snapshot) ([]byte, error) {
	if s.Registry != nil {
		return s.Registry.Doc.Src, nil
	}
	src, err := fs.ReadFile(w.fsys, s.Layout.Path(s.Layout.Paths.Registry))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return src, err
}

// rebuild makes a registry that can't be read anew from both sides. The log is
// asked who is newer if it may be.
func (a *app) rebuild(ctx context.Context, w *workspace, s *snapshot.Snapshot, askLog bool, f resolveFlags, d *done) error {
	if len(f.keep) > 0 {
		return refusef("the registry can't be read, so --keep has nothing to keep; use --ours or --theirs")
	}
	m, h, err := w.sides(ctx, s.Layout)
	if err != nil {
		return err
	}
	for _, f := range []*registry.File{m.Ours.File, m.Theirs.File} {
		if err := refuseNewer(&snapshot.Snapshot{Registry: f}); err != nil {
			return err
		}
	}
	if askLog {
		if err := w.addLogs(ctx, s, h, &m); err != nil {
			return err
		}
	}
	if err := refuseStrangers(f.take, s.Log, m.Ours.File, m.Theirs.File); err != nil {
		return err
	}
	m.Decisions = f.take
	var clashes []edit.Clash
	if d.Result, clashes, err = m.Plan(); err == nil && len(clashes) > 0 {
		a.tellClashes(clashes, nil)
		return refusef("nothing was written; decide with --ours ID or --theirs ID for each")
	}
	if r, ok := errors.AsType[edit.Refusal](err); ok {
		return refusal{r}
	}
	return err
}

// decide settles what only the log knows to be in conflict, in a registry that
// can be read: what was written since the merge stays. idle is false when
// resolve has done something already.
func (a *app) decide(ctx context.Context, w *workspace, s *snapshot.Snapshot, f resolveFlags, idle bool, d *done) error {
	if err := refuseStrangers(f.take, s.Log, s.Registry); err != nil {
		return err
	}
	records := inConflict(s.Log)
	if len(records) == 0 {
		if idle {
			a.say("nothing to resolve: the registry can be read, and no records clash")
		}
		return nil
	}
	var clashes []edit.Clash
	for _, id := range slices.Sorted(maps.Keys(records)) {
		c := edit.Clash{ModelID: id}
		if f.take[id] != edit.Keep { // a side is asked for, or shown
			var err error
			if c, err = w.clash(ctx, s.Layout, id, records[id]); err != nil {
				return err
			}
		}
		clashes = append(clashes, c)
	}
	var err error
	if d.Result, clashes, err = edit.Decide(s.Registry, clashes, f.take); err == nil && len(clashes) > 0 {
		a.tellClashes(clashes, s.Registry)
		if slices.ContainsFunc(clashes, func(c edit.Clash) bool { return c.Unsided }) {
			return refusef("nothing was written; git does not tell whose change is whose: accept the entry as it stands " +
				"with --keep ID, then make it what it should be, such as with `modelgate upsert`")
		}
		return refusef("nothing was written; decide with --ours ID or --theirs ID for each, or --keep ID for the entry as it stands")
	}
	return err
}
