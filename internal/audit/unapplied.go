package audit

import (
	"slices"
	"strings"
)

// IsTemp reports whether a file's name is one of a writer's temporary files,
// which lie beside what they replace: at work, or left by one that was killed.
func IsTemp(base string) bool {
	return strings.HasPrefix(base, ".modelgate-") && strings.HasSuffix(base, ".tmp")
}

// Unapplied returns the record that no other follows and none of whose changes
// is in the registry, given by model_id: it was written, and the registry was
// not. Hand edits of other models don't matter. A registry that somebody has set
// back by hand looks the same.
func (l *Log) Unapplied(registry State) (Record, bool) {
	for _, head := range l.Heads() {
		if r, ok := l.Record(head); ok && unapplied(r, registry, l.outcome.State) {
			return r, true
		}
	}
	return Record{}, false
}

func unapplied(r Record, from, to State) bool {
	for _, c := range r.Changes {
		if !same(c.Before, from[c.ModelID]) || !same(c.After, to[c.ModelID]) || same(c.Before, c.After) {
			return false
		}
	}
	return len(r.Changes) > 0
}

// Concerns reports whether the record changes a model.
func (r Record) Concerns(id string) bool {
	return slices.ContainsFunc(r.Changes, func(c Change) bool { return c.ModelID == id })
}
