// Package edit computes what an operation makes of the registry: new bytes,
// and nothing written. What may not be done is an error that says why.
package edit

import (
	"errors"
	"time"

	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// A Result is a registry's new content and what was done to its entries. The
// lists hold model ids in the order of the request.
type Result struct {
	New       []byte // nil when nothing changes
	Added     []string
	Updated   []string
	Removed   []string
	Unchanged []string
	Settled   []string    // models of a merge whose conflict in the log this decides
	Undecided []Undecided // what only a person can decide
	Sources   []string    // source files of the entries concerned, below the root
}

// An Undecided is something an operation left alone, and why.
type Undecided struct{ ModelID, Message, Help string }

// ErrBroken is a registry that can't be read, so nothing is written into it.
var ErrBroken = errors.New("the registry can't be read; `modelgate check` says why")

// ErrEvaluations is evaluations that can't be read and are needed.
var ErrEvaluations = errors.New("the evaluations can't be read; `modelgate check` says why")

// A Refusal is a request that may not be met: an unknown id, a transition that
// is not allowed.
type Refusal struct{ Message string }

func (r Refusal) Error() string { return r.Message }

// Provenance returns what is recorded of a source file: its blob id, and the
// commit that last changed its content where that can be known. ok is false
// when the file can't be found.
type Provenance func(path string) (blob, commit string, ok bool)

// readable refuses a registry that is there and can't be relied on.
func readable(s *snapshot.Snapshot) error {
	switch {
	case s.RegistryState == snapshot.Broken:
		return ErrBroken
	case s.RegistryState == snapshot.Present && s.Registry.Doc.Root.Get("models") == nil:
		return registry.ErrShape
	}
	return nil
}

// rewrite applies an update to the snapshot's registry.
func rewrite(s *snapshot.Snapshot, u registry.Update) ([]byte, error) {
	if s.Registry == nil {
		return registry.Rewrite(nil, u)
	}
	return registry.Rewrite(s.Registry.Doc, u)
}

// stamp is a time as the registry writes it: UTC, whole seconds.
func stamp(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }
