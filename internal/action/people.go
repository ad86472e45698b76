package action

import (
	"context"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/gate"
)

// localCommits reads the commits from local git.
func (s source) localCommits(ctx context.Context, base, head string, paths []string) (*change.Range, error) {
	return gate.Local{Repo: s.repo, Base: base, Head: head}.Range(ctx, paths)
}
