package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/version"
)

// lockWait is how long a command waits for another one that writes.
const lockWait = 2 * time.Minute

// writeFlags are the flags of the commands that write.
type writeFlags struct {
	dryRun bool
	actor  string
	reason string
}

func (f *writeFlags) add(c *cobra.Command) {
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, "show the changes as a diff and write nothing")
	c.Flags().StringVar(&f.actor, "actor", "", "who does this, for the audit log (default: MODELGATE_ACTOR, GITHUB_ACTOR, USER)")
}

// A job is what one writing command does to the registry.
type job struct {
	op    audit.Op // what is recorded; "" : only the form changes
	needs bool     // a registry that is there
	flags writeFlags
	// compute makes the registry's new content from its state under the lock.
	compute func(w *workspace, s *snapshot.Snapshot, c *config.Config) (edit.Result, error)
	// more are edits of other files, made in the same plan; nil for none.
	more func(w *workspace, s *snapshot.Snapshot) (plan.Plan, error)
}

// A done is what came of a job.
type done struct {
	edit.Result
	Plan    plan.Plan
	Pending plan.Plan // what finishes an interrupted operation before Plan
	DryRun  bool
	Notices []string
}

// perform runs a job: under the lock it reads the registry, finishes what an
// interrupted operation left, computes the plan and applies it whole.
func (a *app) perform(ctx context.Context, j job) (d done, err error) {
	w, err := a.open(ctx)
	if err != nil {
		return d, err
	}
	defer w.close()
	l, _, err := a.layout(w)
	if err != nil {
		return d, err
	}
	st := w.store(l)
	var s *snapshot.Snapshot
	var c *config.Config
	if j.flags.dryRun {
		s, c, err = a.foresee(ctx, w, st, &d)
	} else {
		var unlock func() error
		if unlock, err = st.Lock(ctx, lockWait); err != nil {
			return d, err
		}
		defer func() { err = errors.Join(err, unlock()) }()
		s, c, err = a.rollForward(w, st, &d)
	}
	if err != nil {
		return d, err
	}
	if err := a.refuseBroken(s); err != nil {
		return d, err
	}
	if err := refuseNewer(s); err != nil {
		return d, err
	}
	if err := refuseAbsent(s); err != nil && j.needs {
		return d, err
	}
	d.DryRun = j.flags.dryRun
	if d.Result, err = j.compute(w, s, c); err != nil {
		return d, err
	}
	if d.Plan, err = a.journal(ctx, w, s, c, j, d.Result); err != nil {
		return d, err
	}
	d.Notices = append(d.Notices, adopted(d.Plan)...)
	d.Notices = append(d.Notices, a.ahead(s, d.Plan)...)
	if d.DryRun {
		return d, nil
	}
	return d, st.Apply(d.Plan)
}

// journal makes the plan of a result: the audit record first, then other
// files, the registry last.
func (a *app) journal(ctx context.Context, w *workspace, s *snapshot.Snapshot, c *config.Config, j job, r edit.Result) (plan.Plan, error) {
	var p plan.Plan
	if r.New != nil {
		var err error
		p, err = ledger.Plan(s, c, r.New, ledger.Op{
			Name: j.op, Actor: a.actor(j.flags.actor), Reason: j.flags.reason,
			Tool: "modelgate " + version.String(), Now: a.Now(), Sources: w.sources(ctx, s, r.Sources),
		})
		if err != nil {
			return nil, err
		}
	}
	if j.more == nil {
		return p, nil
	}
	more, err := j.more(w, s)
	// Before the registry: what goes on without it (a signature of a model that
	// is gone) nothing would find again after an interruption.
	return slices.Insert(p, max(len(p)-1, 0), more...), err
}

// actor says who runs the command.
func (a *app) actor(flag string) string {
	return cmp.Or(a.knownActor(flag), "unknown")
}

// knownActor is "" when nothing says who runs the command.
func (a *app) knownActor(flag string) string {
	return cmp.Or(flag, a.Getenv("MODELGATE_ACTOR"), a.Getenv("GITHUB_ACTOR"), a.Getenv("USER"))
}
