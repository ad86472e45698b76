package gate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cmmv-hive/modelgate/internal/git"
)

// lookBackDays is how far a drift check looks back when no revision is named.
const lookBackDays = 90

// LookBack prepares what a drift check looks back on: from the revision since,
// or from the last commit 90 days before now. It is nil for a repository
// without commits.
func LookBack(ctx context.Context, repo *git.Repo, since string, now time.Time) (*History, error) {
	head, err := repo.Resolve(ctx, "HEAD")
	if errors.Is(err, git.ErrUnknownRevision) && since == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	from, err := lookBackFrom(ctx, repo, head, since, now)
	if err != nil {
		return nil, fmt.Errorf("look back on the specifications page: %w; fetch the whole history (`fetch-depth: 0`), or name a revision with --since", err)
	}
	h := &History{Since: Tree{FS: EmptyTree()}, Commits: Local{Repo: repo, Base: from, Head: head}.Range}
	if from == "" { // before the first commit there was nothing
		return h, nil
	}
	tree, err := repo.Tree(ctx, from)
	h.Since = Tree{FS: tree, Commit: from}
	return h, err
}

func lookBackFrom(ctx context.Context, repo *git.Repo, head, since string, now time.Time) (string, error) {
	if since != "" {
		return repo.Resolve(ctx, since)
	}
	return repo.Before(ctx, head, now.AddDate(0, 0, -lookBackDays))
}
