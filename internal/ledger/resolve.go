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
// itself; models in conflict that nobody decided stay so. current is the file as
// it stands, conflict markers and all.
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
		ids = slices.DeleteFunc(ids, func(id string) bool { return id == x.ModelID })
	}
	for _, id := range decided {
		if len(log.Newest(id)) > 1 || slices.ContainsFunc(conflicts, func(x audit.Conflict) bool { return x.ModelID == id }) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 0 {
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

// Restore returns the snapshot with the records that another log has and its own
// lacks, and the edits that bring their files back.
func Restore(s *snapshot.Snapshot, from *audit.Log) (*snapshot.Snapshot, plan.Plan, error) {
	gone := audit.Added(s.Log, from)
	var out plan.Plan
	for _, r := range gone {
		_, e, err := added(s, r)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, e)
	}
	whole := *s
	var err error
	whole.Log, err = s.Log.With(gone)
	return &whole, out, err
}
