package cli

import (
	"bytes"
	"context"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/gate"
)

func (a *app) checkCommand() *cobra.Command {
	var f judgeFlags
	c := &cobra.Command{
		Use:   "check",
		Short: "Check the registry: the gate",
		Long: `Checks the registry, its evaluations and metrics files, and the
specifications page.

Without --base the work tree is checked and every finding counts. With --base
the head commit is compared with its merge base, from git objects, and only
what is new decides: what a pull request into that base is judged by. The
policy (.modelgate.yaml) is then read from the base's tip.`,
		Example: `  modelgate check
  modelgate check --base origin/main
  modelgate check --base origin/main --scope changed --fail-on warning
  modelgate check --format json --output report.json`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := notEmpty(cmd, "base", "head"); err != nil {
				return err
			}
			return a.check(cmd.Context(), f)
		},
	}
	c.Flags().StringVar(&f.base, "base", "", "compare with this `revision`")
	c.Flags().StringVar(&f.head, "head", "", "the `revision` to judge (default HEAD)")
	c.Flags().StringVar(&f.scope, "scope", "", "which findings decide: new, changed or all (default: new with --base, else all)")
	c.Flags().StringVar(&f.failOn, "fail-on", "error", "the least `severity` that fails: error, warning, note or never")
	c.Flags().BoolVar(&f.noSuppress, "no-suppress", false, "ignore all suppressions")
	return c
}

func (a *app) check(ctx context.Context, f judgeFlags) error {
	if err := a.formats(checkFormats()...); err != nil {
		return err
	}
	if err := f.check(); err != nil {
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
	judge, err := newJudge()
	if err != nil {
		return err
	}
	res, err := judge.Judge(ctx, req)
	if err != nil {
		return err
	}
	a.sayWhat(w, f, res)
	return a.tell(ctx, w.shown(a.flags.format, res.Run))
}

// sayWhat tells on stderr what was checked, and what was not.
func (a *app) sayWhat(w *workspace, f judgeFlags, res *gate.Judgement) {
	a.say("root: %s", res.Run.Repo.Root)
	if f.base == "" {
		return
	}
	a.say("base: %s (merge base with %s), head: %s", short(res.Run.Repo.Base), f.base, short(res.Run.Repo.Head))
	if f.head == "" && a.uncommitted(w, res) {
		a.say("note: the work tree has changes that are not committed and so not checked")
	}
}

func short(id string) string { return id[:min(len(id), 12)] }

// uncommitted reports whether a governed file of the work tree differs from
// the head that was checked.
func (a *app) uncommitted(w *workspace, res *gate.Judgement) bool {
	l := res.Head.Layout
	for _, rel := range []string{l.Paths.Registry, l.Paths.Evaluations} {
		name := l.Path(rel)
		head, errHead := fs.ReadFile(res.Head.Tree, name)
		now, errNow := fs.ReadFile(w.fsys, name)
		if (errHead == nil) != (errNow == nil) || !bytes.Equal(head, now) {
			return true
		}
	}
	return false
}
