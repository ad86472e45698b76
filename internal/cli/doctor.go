package cli

import (
	"context"
	"fmt"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/git"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/version"
)

func (a *app) doctorCommand() *cobra.Command {
	var f judgeFlags
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Show what a check would work with here, and what is in its way",
		Long: `Shows the root, the base and the head and why they were chosen, how much
history is there, what the token may read, the governed files, the policy, the
audit log and the signatures: what a support request would ask for. It reads
and never writes, GitHub included. In a workflow the base comes from the event,
as in the Action; elsewhere from --base.

Exit 0 when a check could run here, whatever it finds; else the code with which
check would fail (3 or 4).`,
		Example: `  modelgate doctor
  modelgate doctor --base origin/main --format json`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := notEmpty(cmd, "base", "head"); err != nil {
				return err
			}
			return a.doctor(cmd.Context(), f)
		},
	}
	c.Flags().StringVar(&f.base, "base", "", "compare with this `revision`")
	c.Flags().StringVar(&f.head, "head", "", "the `revision` to judge (default HEAD)")
	return c
}

// A fact is one line of what the doctor sees.
type fact struct {
	Topic   string `json:"topic"`
	Text    string `json:"fact"`
	Problem bool   `json:"problem"`
	Help    string `json:"help,omitempty"` // what to do about a problem
}

// A doctor collects facts.
type doctor struct {
	*app
	facts []fact
	// reads is whether a token was given that reads the repository.
	reads bool
}

func (d *doctor) note(topic, format string, args ...any) {
	d.facts = append(d.facts, fact{Topic: topic, Text: fmt.Sprintf(format, args...)})
}

// problem is a fact that something should be done about.
func (d *doctor) problem(topic, help, format string, args ...any) {
	d.facts = append(d.facts, fact{Topic: topic, Text: fmt.Sprintf(format, args...), Problem: true, Help: help})
}

func (a *app) doctor(ctx context.Context, f judgeFlags) error {
	if err := a.formats("text", "json"); err != nil {
		return err
	}
	f.failOn = "error"
	if err := f.check(); err != nil {
		return err
	}
	d := &doctor{app: a}
	d.programs(ctx)
	d.token(ctx)
	failed := d.examine(ctx, f)
	if err := a.result(func(out output) error { return d.write(out, failed == nil) }); err != nil {
		return err
	}
	return failed
}

func (d *doctor) programs(ctx context.Context) {
	d.note("version", "modelgate %s, %s, %s/%s", version.String(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if v, err := git.Version(ctx); err != nil {
		d.problem("git", "install git", "%v", err)
	} else {
		d.note("git", "git %s", v)
	}
}

// examine looks at everything that a check needs, and then makes one. Its
// error is why a check can't be made.
func (d *doctor) examine(ctx context.Context, f judgeFlags) error {
	w, err := d.open(ctx)
	if err != nil {
		d.problem("folder", "name the repository with --repo", "%v", err)
		return err
	}
	defer w.close()
	d.note("folder", "%s (%s)", w.dir, why(d.flags.repo != "", "--repo", w.repo != nil, "the enclosing git work tree", "the current folder"))
	d.history(ctx, w)
	req, err := d.comparison(ctx, w, f)
	if err != nil {
		return err
	}
	judge, err := newJudge()
	if err != nil {
		return err
	}
	res, err := judge.Judge(ctx, req)
	if err != nil {
		d.problem("check", "repair this first: nothing can be checked before", "can't run: %v", err)
		return err
	}
	d.registry(res, req)
	s := res.Run.Summary
	d.note("check", "can run: %d errors, %d warnings, %d notes; `modelgate check` tells them", s.Errors, s.Warnings, s.Notes)
	return nil
}

// why chooses between two reasons and a last one.
func why(first bool, a string, second bool, b, last string) string {
	switch {
	case first:
		return a
	case second:
		return b
	}
	return last
}

func (d *doctor) write(out output, ok bool) error {
	if d.flags.format == "json" {
		return writeJSON(out.w, map[string]any{"schema_version": "1", "ok": ok, "facts": d.facts})
	}
	var b strings.Builder
	for _, f := range d.facts {
		mark, help := " ", ""
		if f.Problem {
			mark = "!"
		}
		if f.Help != "" {
			help = "; to do: " + f.Help
		}
		fmt.Fprintf(&b, "%s %-11s %s\n", mark, f.Topic, report.Clean(f.Text+help))
	}
	return writeText(out.w, b.String())
}
