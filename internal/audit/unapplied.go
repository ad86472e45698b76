package audit

import "strings"

// IsTemp reports whether a file's name is one of a writer's temporary files,
// which lie beside what they replace: at work, or left by one that was killed.
func IsTemp(base string) bool {
	return strings.HasPrefix(base, ".modelgate-") && strings.HasSuffix(base, ".tmp")
}

// Unapplied returns the record whose changes are just what the registry, given
// by model_id, differs from the log by: it was written, and the registry was
// not. A registry that somebody has set back by hand looks the same.
func (l *Log) Unapplied(registry State) (Record, bool) {
	state := l.outcome.State
	open := Differing(registry, state)
	if len(open) == 0 {
		return Record{}, false
	}
	for _, r := range l.Records() {
		if explains(r, open, registry, state) {
			return r, true
		}
	}
	return Record{}, false
}

func explains(r Record, open []string, from, to State) bool {
	if len(r.Changes) != len(open) {
		return false
	}
	for i, c := range r.Changes {
		if c.ModelID != open[i] || !same(c.Before, from[open[i]]) || !same(c.After, to[open[i]]) {
			return false
		}
	}
	return true
}
