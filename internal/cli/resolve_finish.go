package cli

import (
	"maps"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/store"
)

// finished reads the registry under the lock and finishes what was interrupted.
// Into a registry that can't be read nothing can be written yet: the proof of
// the interruption stays until finishIn has used it.
func (a *app) finished(w *workspace, st *store.Store, d *done) (*snapshot.Snapshot, *config.Config, error) {
	if s, c, err := a.load(w); err != nil || s.RegistryState == snapshot.Broken {
		return s, c, err
	}
	return a.rollForward(w, st, d)
}

// finishIn adds to a rebuilt registry what an interrupted writer recorded and
// did not write: neither side of the merge has it. A decision goes before.
func finishIn(s *snapshot.Snapshot, d *done, decided map[string]edit.Side) error {
	if !s.Interrupted || s.Log == nil {
		return nil
	}
	// What clashes is not what the writer left open, whatever is decided of it.
	state, _ := s.Log.Replay()
	clashing := slices.Concat(slices.Collect(maps.Keys(decided)), slices.Collect(maps.Keys(inConflict(s.Log))))
	rebuilt := s.WithRegistry(d.New).Registry
	src, err := withEntries(rebuilt, clashing, state)
	if err != nil {
		return err
	}
	agreed := s.WithRegistry(src)
	pending, what, err := ledger.Pending(agreed)
	if err != nil || pending.Empty() {
		return err
	}
	old, err := ledger.Entries(agreed.Registry)
	if err != nil {
		return err
	}
	after, err := ledger.Entries(s.WithRegistry(pending[0].New).Registry)
	if err != nil {
		return err
	}
	d.New, err = withEntries(rebuilt, audit.Differing(old, after), after)
	d.Notices = append(d.Notices, "finished an interrupted operation: "+what)
	return err
}

// withEntries is a registry's text with these models as a state has them.
func withEntries(f *registry.File, ids []string, state audit.State) ([]byte, error) {
	var u registry.Update
	for _, id := range ids {
		if e := state[id]; e != nil {
			u.Put = append(u.Put, string(e))
		} else if f.Find(id) != nil && !slices.Contains(u.Remove, id) {
			u.Remove = append(u.Remove, id)
		}
	}
	return registry.Rewrite(f.Doc, u)
}
