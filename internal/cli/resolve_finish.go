package cli

import (
	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/ledger"
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
	if !s.Interrupted {
		return nil
	}
	rebuilt := s.WithRegistry(d.New)
	pending, what, err := ledger.Pending(rebuilt)
	if err != nil || pending.Empty() {
		return err
	}
	old, err := ledger.Entries(rebuilt.Registry)
	if err != nil {
		return err
	}
	after, err := ledger.Entries(s.WithRegistry(pending[0].New).Registry)
	if err != nil {
		return err
	}
	for _, id := range audit.Differing(old, after) {
		if decided[id] != "" {
			return nil
		}
	}
	d.New = pending[0].New
	d.Notices = append(d.Notices, "finished an interrupted operation: "+what)
	return nil
}
