package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// resolveFlags decide about models that both sides changed.
type resolveFlags struct {
	writeFlags
	ours, theirs, keep []string
	take               map[string]edit.Side // what they decide, by model id
}

func (a *app) resolveCommand() *cobra.Command {
	var f resolveFlags
	c := &cobra.Command{
		Use:   "resolve",
		Short: "Rebuild the registry after a git merge left it conflicted",
		Long: `Takes both sides of what git left conflicted (a merge, rebase, cherry-pick,
revert, stash pop) and merges the registry model by model: neighbouring entries
that git calls a conflict are none, and by the audit log a change that was made
in knowledge of the other side's wins. A model that both sides changed
differently is named and left to you; decide with --ours ID or --theirs ID.
--keep ID accepts the entry as it stands now, for records that clash after the
merge was committed.`,
		Example: `  modelgate resolve --dry-run
  modelgate resolve --theirs acme-one && git add registry`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := notEmpty(cmd, "reason"); err != nil {
				return err
			}
			var err error
			if f.take, err = f.decisions(); err != nil {
				return err
			}
			return a.resolve(cmd.Context(), f)
		},
	}
	f.add(c)
	c.Flags().StringVar(&f.reason, "reason", "", "why, for the audit log")
	c.Flags().StringArrayVar(&f.ours, "ours", nil, "take our side of this model `id` (may be repeated)")
	c.Flags().StringArrayVar(&f.theirs, "theirs", nil, "take their side of this model `id` (may be repeated)")
	c.Flags().StringArrayVar(&f.keep, "keep", nil, "keep the present entry of this model `id` (may be repeated)")
	return c
}

func (a *app) resolve(ctx context.Context, f resolveFlags) (err error) {
	if err := a.formats("text", "json"); err != nil {
		return err
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.close()
	l, _, err := a.layout(w)
	if err != nil {
		return err
	}
	st := w.store(l)
	d := done{DryRun: f.dryRun}
	var s *snapshot.Snapshot
	var c *config.Config
	if f.dryRun {
		s, c, err = a.foresee(ctx, w, st, &d)
	} else {
		var unlock func() error
		if unlock, err = st.Lock(ctx, lockWait); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, unlock()) }()
		s, c, err = a.rollForward(w, st, &d)
	}
	if err != nil {
		return err
	}
	if err := refuseNewer(s); err != nil {
		return err
	}
	if err := a.resolved(ctx, w, s, c, f, &d); err != nil {
		return err
	}
	if w.repo != nil {
		index, err := a.resolveIndex(ctx, w, s.Layout)
		if err != nil {
			return err
		}
		d.Plan = append(d.Plan, index...)
	}
	if !f.dryRun {
		if err := st.Apply(d.Plan); err != nil {
			return err
		}
		_, _ = st.Sweep(folders(l)...) // swept again by the next command
	}
	return a.tellDone(d, "resolved")
}
