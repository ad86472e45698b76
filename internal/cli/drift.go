package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/drift"
	"github.com/cmmv-hive/modelgate/internal/gate"
)

func (a *app) driftCommand() *cobra.Command {
	var since string
	f := judgeFlags{scope: "all"}
	c := &cobra.Command{
		Use:   "drift",
		Short: "Check everything, and tell what differs from the registry",
		Long: `Runs the whole check, and adds what import, reconcile and export would change,
each with the command that repairs it. It also looks at who changed the
specifications page since --since (default: 90 days ago), because a push by
automation starts no workflow. Exit 1 when a plan is pending, or a finding is at
or above --fail-on; with --fail-on never neither counts.`,
		Example: `  modelgate drift
  modelgate drift --since v1.2 --format html --output drift.html`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := notEmpty(cmd, "since"); err != nil {
				return err
			}
			return a.drift(cmd.Context(), f, since)
		},
	}
	c.Flags().StringVar(&since, "since", "", "the `revision` that is taken as clean (default: 90 days ago)")
	c.Flags().StringVar(&f.failOn, "fail-on", "error", "the least `severity` that fails: error, warning, note or never")
	c.Flags().BoolVar(&f.noSuppress, "no-suppress", false, "ignore all suppressions")
	return c
}

func (a *app) drift(ctx context.Context, f judgeFlags, since string) error {
	if err := a.formats(checkFormats()...); err != nil {
		return err
	}
	if err := oneOf("fail-on", f.failOn, gate.FailOns()); err != nil {
		return err
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.close()
	req, err := a.request(ctx, w, f)
	if err != nil {
		return err
	}
	if req.History, err = a.history(ctx, w, since); err != nil {
		return err
	}
	judge, err := newJudge()
	if err != nil {
		return err
	}
	res, err := judge.Judge(ctx, req)
	if err != nil {
		return err
	}
	a.say("root: %s", res.Run.Repo.Root)
	if err := drift.Add(res, a.Now()); err != nil {
		return err
	}
	return a.tell(ctx, w.shown(a.flags.format, res.Run))
}

// history is what the drift check looks back on; nil outside git.
func (a *app) history(ctx context.Context, w *workspace, since string) (*gate.History, error) {
	if w.repo == nil {
		if since != "" {
			return nil, fmt.Errorf("--since %q: %s is not in a git repository", since, w.dir)
		}
		return nil, nil
	}
	return gate.LookBack(ctx, w.repo, since, a.Now())
}
