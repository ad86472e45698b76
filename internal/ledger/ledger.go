// Package ledger joins what an operation makes of the registry with the record
// of it: plans in which the audit record comes first and the registry second,
// so that an interrupted operation is finished and never lost.
package ledger

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// An Op is an operation to be recorded.
type Op struct {
	Name    audit.Op // "" : the operation changes the form only, and is not recorded
	Actor   string
	Reason  string
	Tool    string
	Now     time.Time
	Sources []audit.Source
}

// ErrLog is an audit log with faults: nothing may be built on it.
var ErrLog = errors.New("the audit log is broken")

// ErrUnrecordable is an entry that no record can hold, such as one with a number
// that loses digits in canonical JSON. It is the entry's fault.
var ErrUnrecordable = errors.New("the change can't be recorded")

// ErrDuplicate is a registry that names one model twice: no record could say
// what it holds.
var ErrDuplicate = errors.New("the registry names a model twice")

// Plan returns the edits that make newRegistry the registry: the record of
// what that changes, then the registry itself. What stood in the registry
// without a record (hand edits, a registry older than its log) is taken up by
// an adopt record first.
func Plan(s *snapshot.Snapshot, c *config.Config, newRegistry []byte, op Op) (plan.Plan, error) {
	edit := plan.Edit{Path: s.Layout.Path(s.Layout.Paths.Registry), New: newRegistry, Why: string(op.Name)}
	if s.Registry != nil {
		edit.Old = s.Registry.Doc.Src
	}
	if op.Name == "" { // whatever the entries say, they say it before and after
		return plan.Plan{edit}, nil
	}
	old := audit.State{}
	if s.Registry != nil {
		var err error
		if old, err = Entries(s.Registry); err != nil {
			return nil, err
		}
	}
	if c.Audit == config.AuditOff {
		return plan.Plan{edit}, nil
	}
	now, err := parse(edit.Path, newRegistry)
	if err != nil {
		return nil, err
	}
	changes := Diff(old, now)
	if len(changes) == 0 {
		return plan.Plan{edit}, nil
	}
	records, err := recordsFor(s, old, changes, op)
	return append(records, edit), err
}

// recordsFor returns the edits that add the records of a change.
func recordsFor(s *snapshot.Snapshot, old audit.State, changes []audit.Change, op Op) (plan.Plan, error) {
	log, err := sound(s)
	if err != nil {
		return nil, err
	}
	var out plan.Plan
	state, _ := log.Replay()
	parents := log.Heads()
	if adopt := Diff(state, old); len(adopt) > 0 {
		r := audit.Record{Op: audit.Adopt, Changes: adopt, Actor: op.Actor, Tool: op.Tool, Parents: parents,
			Time: log.Time(op.Now, parents), Reason: "entries that no record tells of"}
		name, edit, err := added(s, r)
		if err != nil {
			return nil, err
		}
		edit.Why = AdoptWhy + " " + models(r)
		out, parents = append(out, edit), []string{name}
	}
	r := audit.Record{Op: op.Name, Changes: changes, Actor: op.Actor, Tool: op.Tool, Reason: op.Reason,
		Parents: parents, Sources: op.Sources, Time: log.Time(op.Now, log.Heads())}
	_, edit, err := added(s, r)
	return append(out, edit), err
}

// Diff returns what turns one state into another, by model id.
func Diff(from, to audit.State) []audit.Change {
	var out []audit.Change
	for _, id := range audit.Differing(from, to) {
		out = append(out, audit.Change{ModelID: id, Before: from[id], After: to[id]})
	}
	return out
}

func added(s *snapshot.Snapshot, r audit.Record) (name string, e plan.Edit, err error) {
	rel, content, err := r.Encode()
	if err != nil {
		return "", e, fmt.Errorf("%w: %w", ErrUnrecordable, err)
	}
	e = plan.Edit{Path: path.Join(LogDir(s), rel), New: content, Why: "audit record: " + string(r.Op)}
	return strings.TrimSuffix(path.Base(rel), ".json"), e, nil
}

// AdoptWhy begins the reason of an edit that adds an adopt record; the models
// taken up follow.
const AdoptWhy = "audit record: adopt of"

// LogDir is the folder of the log, from the tree's top.
func LogDir(s *snapshot.Snapshot) string { return s.Layout.Path(s.Layout.Paths.Logs) }

// sound returns the snapshot's log and refuses one with faults.
func sound(s *snapshot.Snapshot) (*audit.Log, error) {
	log := s.Log
	if bad := log.Problems(); len(bad) > 0 {
		return nil, fmt.Errorf("%w: %s: %s (%s); `modelgate audit verify` tells all of it", ErrLog, bad[0].Path, bad[0].Message, bad[0].Help)
	}
	return log, nil
}

// Entries returns a registry's entries by id, as JSON.
func Entries(f *registry.File) (audit.State, error) {
	out := audit.State{}
	for e := range f.All() {
		if _, twice := out[e.ModelID]; twice {
			return nil, fmt.Errorf("%w: %q", ErrDuplicate, e.ModelID)
		}
		if e.ModelID != "" {
			out[e.ModelID] = slices.Clone(e.Doc.Raw(e.Node))
		}
	}
	return out, nil
}

func parse(name string, src []byte) (audit.State, error) {
	doc, bad := jsondoc.Parse(name, src, jsondoc.Limits{Bytes: int64(len(src)) + 1})
	if len(bad) > 0 {
		return nil, fmt.Errorf("the new registry is broken: %s", bad[0].Message)
	}
	return Entries(registry.NewFile(doc))
}
