package git

import "time"

// LimitEntries lets trees opened from now on read n entries.
func (r *Repo) LimitEntries(n int) { r.maxEntries = n }

// LosePatience shortens the wait for an object.
func (r *Repo) LosePatience(d time.Duration) { r.bodies.patience = d }
