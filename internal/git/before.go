package git

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Before returns the last commit of head's first-parent history that was committed before a time, "" where there is
// none. It fails with ErrShallow where the history ends earlier than that because it is shallow.
func (r *Repo) Before(ctx context.Context, head string, t time.Time) (string, error) {
	if err := r.mustHave(ctx, head); err != nil {
		return "", fmt.Errorf("find the commit before %s: %w", t.Format(time.DateOnly), err)
	}
	out, err := r.room.run(ctx, "rev-list", "-1", "--first-parent", fmt.Sprintf("--before=%d", t.Unix()), "--end-of-options", head)
	if err != nil {
		return "", err
	}
	id := strings.TrimSpace(out)
	if id == "" && r.IsShallow() {
		return "", fmt.Errorf("find the commit before %s: %w", t.Format(time.DateOnly), ErrShallow)
	}
	return id, nil
}
