package gate

import (
	"context"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// A History is what a drift check looks back on: pushes by automation start no
// workflow, so only a scheduled run sees what they did to the page for people.
type History struct {
	Since   Tree // the last state that is taken as clean
	Commits func(ctx context.Context, paths []string) (*change.Range, error)
}

// automatedEdit is the one rule that looks back.
const automatedEdit = "models-index-automated-edit"

// lookBack adds what happened to the specifications page since then.
func (r *run) lookBack(ctx context.Context) error {
	h := r.req.History
	if h == nil || r.base != nil {
		return nil
	}
	then, err := snapshot.Load(h.Since.FS, r.head.Layout)
	if err != nil {
		return fmt.Errorf("history: %w", err)
	}
	var rules []*check.Rule
	for _, rule := range r.Rules {
		if rule.Name == automatedEdit {
			rules = append(rules, rule)
		}
	}
	in := check.Input{Head: r.head, Base: then, Config: r.policy, Validator: r.Validator, Now: r.req.Now}
	if in.Commits, err = h.Commits(ctx, specsPaths(then, r.head)); err != nil {
		return fmt.Errorf("history: %w", err)
	}
	r.findings = diag.Sort(append(r.findings, check.AsCurrent(check.Run(in, rules))...))
	return nil
}
