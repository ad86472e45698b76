package audit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// A State is a registry as the log sees it: the JSON of each entry by its
// model_id. What Replay returns is canonical.
type State map[string]json.RawMessage

// Differing returns the ids of the models whose entries differ by value or
// are in one state only, sorted. White space, the order of members and the
// spelling of a number or string make no difference. An entry without a
// canonical form differs from any other bytes.
func Differing(a, b State) []string {
	var ids []string
	for id, entry := range a {
		if !same(entry, b[id]) {
			ids = append(ids, id)
		}
	}
	for id := range b {
		if _, both := a[id]; !both {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// same reports whether two entries are one by value; nil is one that does not
// exist.
func same(a, b json.RawMessage) bool {
	if (a == nil) != (b == nil) {
		return false
	}
	if bytes.Equal(a, b) {
		return true
	}
	a, errA := Canonical(a)
	b, errB := Canonical(b)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

// Check returns every fault of the log, the conflicts in it, and the models
// whose entry in the registry, given by model_id, is not what the log gives.
// The deletion of the newest record shows in this comparison alone. While
// records are broken or missing, it is made only for the models that were
// written after them: what happened to the others is unknown.
func (l *Log) Check(registry map[string]json.RawMessage) []Problem {
	problems := l.Problems()
	for _, c := range l.outcome.Conflicts {
		problems = append(problems, l.concurrent(c))
	}
	switch {
	case !l.broken && len(l.graph.nodes) == 0 && len(registry) > 0:
		problems = append(problems, Problem{
			Path: l.dir, Kind: RegistryDiffers,
			Message: fmt.Sprintf("the log has no records, but the registry has %d models", len(registry)),
			Help:    "restore the records, or let the next command that writes adopt the registry",
		})
	default:
		problems = append(problems, l.differences(registry)...)
	}
	return sortProblems(problems)
}

func (l *Log) concurrent(c Conflict) Problem {
	return Problem{
		Path: l.file(*l.sound[c.B]), Kind: Concurrent, ModelID: c.ModelID,
		Message: fmt.Sprintf("records %q and %q change %q without knowing of each other", c.A, c.B, c.ModelID),
		Help:    "run `modelgate resolve` and decide which entry is right",
	}
}

// differences compares the registry with the log. A model whose newest
// changes are in conflict may have the entry of any of them.
func (l *Log) differences(registry map[string]json.RawMessage) []Problem {
	var problems []Problem
	for _, id := range Differing(l.outcome.State, registry) {
		clash := len(l.outcome.candidates[id]) > 1
		if l.broken && !l.isKnown(id) || clash && l.Gives(id, registry[id]) {
			continue
		}
		problems = append(problems, Problem{
			Path: l.lastFile(id), Kind: RegistryDiffers, ModelID: id,
			Message: l.difference(id, registry),
			Help:    "change the registry through modelgate only, or restore the record that is gone",
		})
	}
	return problems
}

func (l *Log) isKnown(id string) bool {
	candidates := l.outcome.candidates[id]
	return len(candidates) > 0 && !slices.ContainsFunc(candidates, func(c candidate) bool { return !c.tainted })
}

func (l *Log) difference(id string, registry map[string]json.RawMessage) string {
	_, logged := l.outcome.State[id]
	_, registered := registry[id]
	switch {
	case !logged:
		return fmt.Sprintf("the registry has %q, which the log does not give", id)
	case !registered:
		return fmt.Sprintf("the registry lacks %q, which the log gives", id)
	}
	return fmt.Sprintf("the registry's entry %q is not the one the log gives", id)
}

// lastFile is the newest record that wrote a model, else the log's folder.
func (l *Log) lastFile(id string) string {
	if c := l.outcome.candidates[id]; len(c) > 0 {
		return l.file(*c[len(c)-1].rec)
	}
	return l.dir
}
