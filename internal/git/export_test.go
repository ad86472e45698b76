package git

import "time"

// LimitEntries lets t read n more entries.
func (t *Tree) LimitEntries(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.entries = maxEntries - n
}

// LosePatience shortens the wait for an object.
func (r *Repo) LosePatience(d time.Duration) { r.bodies.patience = d }
