package cli

import (
	"context"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/store"
)

// rollForward reads the registry again, which may have changed while the lock
// was waited for, and finishes an operation whose record was written and whose
// registry was not. That a writer was interrupted shows in the temporary files
// it left: it makes all of them before it renames any.
func (a *app) rollForward(w *workspace, st *store.Store, d *done) (*snapshot.Snapshot, *config.Config, error) {
	l, _, err := a.layout(w)
	if err != nil {
		return nil, nil, err
	}
	left, err := st.Leftovers(folders(l)...)
	if err != nil {
		return nil, nil, err
	}
	// What is left among the records is no record. What is left beside the
	// registry is the proof of the interruption, so it goes last.
	if _, err := st.Sweep(l.Path(l.Paths.Logs)); err != nil {
		return nil, nil, err
	}
	s, c, err := a.load(w)
	if err != nil || len(left) == 0 || s.RegistryState == snapshot.Broken {
		return s, c, err // in a registry that can't be read, nothing tells what is pending
	}
	pending, err := unfinished(s)
	if err != nil {
		return nil, nil, err
	}
	if err := st.Apply(pending.Plan); err != nil {
		return nil, nil, fmt.Errorf("finish the interrupted operation: %w", err)
	}
	_, _ = st.Sweep(folders(l)...) // swept again by the next command
	if pending.Plan.Empty() {
		return s, c, nil
	}
	d.Pending = pending.Plan
	// Said at once: it is done, whatever becomes of the command.
	a.say("finished an interrupted operation: %s", pending.What)
	return a.load(w)
}

// unfinished is the operation to be finished, with all that it does: a removal
// takes the signature along, and before the registry, as when it was begun.
func unfinished(s *snapshot.Snapshot) (ledger.Unfinished, error) {
	u, err := ledger.Pending(s)
	var gone plan.Plan
	for _, id := range u.Removed {
		gone = append(gone, unsigned(s, id)...)
	}
	u.Plan = append(gone, u.Plan...)
	return u, err
}

// foresee reads the registry for a dry run, as rollForward would leave it: what
// is shown is then what is written. Nothing is finished or swept.
func (a *app) foresee(ctx context.Context, w *workspace, st *store.Store, d *done) (*snapshot.Snapshot, *config.Config, error) {
	s, c, err := a.load(w)
	if err != nil || !s.Interrupted {
		return s, c, err
	}
	// It may be a writer at work: then it is waited for. Where nothing can be
	// locked, nothing can be written either.
	if unlock, lockErr := st.Lock(ctx, lockWait); lockErr == nil {
		defer func() { _ = unlock() }()
		if s, c, err = a.load(w); err != nil || !s.Interrupted {
			return s, c, err
		}
	}
	pending, err := unfinished(s)
	if err != nil || pending.Plan.Empty() {
		return s, c, err
	}
	d.Pending = pending.Plan
	a.say("an interrupted operation is finished first: %s", pending.What)
	for _, e := range pending.Plan {
		if e.Path == s.Layout.Path(s.Layout.Paths.Registry) {
			s = s.WithRegistry(e.New)
		}
	}
	return s, c, nil
}

// whole is all that a job changes, or in a dry run would change.
func (d done) whole() plan.Plan { return d.Pending.Then(d.Plan) }
