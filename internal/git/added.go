package git

import (
	"context"
	"time"
)

// FirstAdded returns the author time of the first commit of head's history that touches the file, in UTC. It is zero
// when none does. Renames are not followed.
func (r *Repo) FirstAdded(ctx context.Context, head, name string) (time.Time, error) {
	list, err := r.Commits(ctx, "", head, name)
	if err != nil || len(list) == 0 {
		return time.Time{}, err
	}
	return list[0].AuthorTime.UTC(), nil
}
