package cli

import (
	"context"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// restored brings back the records that a revert took away although others
// stand on them: HEAD still has them, or a commit before it, of which the newest
// maxBack that touch the log are searched.
func (w *workspace) restored(ctx context.Context, s *snapshot.Snapshot) (*snapshot.Snapshot, plan.Plan, error) {
	if w.repo == nil || !hasGap(s.Log) {
		return s, nil, nil
	}
	head, err := w.repo.Resolve(ctx, "HEAD")
	if err != nil {
		return s, nil, err
	}
	commits, err := w.repo.Commits(ctx, "", head, ledger.LogDir(s))
	if err != nil {
		return s, nil, err
	}
	ids := []string{head}
	for _, c := range slices.Backward(commits[max(0, len(commits)-maxBack):]) {
		if !c.Boundary {
			ids = append(ids, c.Parents...)
		}
	}
	var back plan.Plan
	for _, id := range ids {
		if !hasGap(s.Log) {
			break
		}
		log, err := w.logAt(ctx, id, s)
		if err != nil {
			return s, nil, err
		}
		whole, records, err := ledger.Restore(s, log)
		if err != nil {
			return s, nil, err
		}
		s, back = whole, append(back, records...)
	}
	return s, back, nil
}

// hasGap reports whether a record is gone that others stand on.
func hasGap(log *audit.Log) bool {
	return log != nil && slices.ContainsFunc(log.Problems(), func(p audit.Problem) bool { return p.Kind == audit.MissingParent })
}
