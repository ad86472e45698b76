package ledger

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// Resolve returns the edits that make merged the registry after a git merge.
// The log needs no merging: its files never conflict. A merge record is added
// for the models that were decided, and for what the log does not give by
// itself; current is the file as it stands, conflict markers and all.
func Resolve(s *snapshot.Snapshot, c *config.Config, current, merged []byte, decided []string, op Op) (plan.Plan, error) {
	edit := plan.Edit{Path: s.Layout.Path(s.Layout.Paths.Registry), Old: current, New: merged, Why: string(audit.Merge)}
	if c.Audit == config.AuditOff {
		return plan.Plan{edit}, nil
	}
	log, err := sound(s)
	if err != nil {
		return nil, err
	}
	if len(log.Records()) == 0 {
		return plan.Plan{edit}, nil // nothing is recorded here; the next operation adopts
	}
	entries, err := parse(edit.Path, merged)
	if err != nil {
		return nil, err
	}
	state, conflicts := log.Replay()
	ids := audit.Differing(state, entries)
	for _, x := range conflicts {
		if slices.Contains(decided, x.ModelID) {
			ids = append(ids, x.ModelID)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return plan.Plan{edit}, nil
	}
	r := audit.Record{Op: audit.Merge, Actor: op.Actor, Tool: op.Tool, Reason: op.Reason,
		Parents: log.Heads(), Time: log.Time(op.Now, log.Heads())}
	for _, id := range ids {
		r.Changes = append(r.Changes, audit.Change{ModelID: id, Before: state[id], After: entries[id]})
	}
	_, record, err := added(s, r)
	return plan.Plan{record, edit}, err
}
