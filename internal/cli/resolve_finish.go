package cli

import (
	"maps"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

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
	pending, err := unfinished(agreed)
	if err != nil || pending.Plan.Empty() {
		return err
	}
	last := len(pending.Plan) - 1 // the registry; before it stand the signatures of what is removed
	old, err := ledger.Entries(agreed.Registry)
	if err != nil {
		return err
	}
	after, err := ledger.Entries(s.WithRegistry(pending.Plan[last].New).Registry)
	if err != nil {
		return err
	}
	d.New, err = withEntries(rebuilt, audit.Differing(old, after), after)
	d.Plan = append(d.Plan, pending.Plan[:last]...)
	d.Notices = append(d.Notices, "finished an interrupted operation: "+pending.What)
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
