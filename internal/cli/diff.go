package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/compare"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func (a *app) diffCommand() *cobra.Command {
	var f judgeFlags
	c := &cobra.Command{
		Use:   "diff",
		Short: "Show what changed, per model, evaluation and metrics file",
		Long: `Shows the difference of two states of the registry by meaning: re-sorted or
re-indented files do not differ. Without --base the work tree is compared with
HEAD; with it, the head commit with its merge base. Exit 3 when a document of
either side can't be read: what can be is compared all the same.`,
		Example: `  modelgate diff
  modelgate diff --base origin/main
  modelgate diff --base v1.0 --head v1.1 --format json`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := notEmpty(cmd, "base", "head"); err != nil {
				return err
			}
			return a.diff(cmd.Context(), f)
		},
	}
	c.Flags().StringVar(&f.base, "base", "", "compare with this `revision`")
	c.Flags().StringVar(&f.head, "head", "", "the `revision` to compare (default HEAD)")
	f.failOn = "error"
	return c
}

func (a *app) diff(ctx context.Context, f judgeFlags) error {
	if err := a.formats("text", "json", "markdown"); err != nil {
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
	req, err := a.diffRequest(ctx, w, f)
	if err != nil {
		return err
	}
	judge, err := newJudge()
	if err != nil {
		return err
	}
	base, head, err := judge.Load(ctx, req)
	if err != nil {
		return err
	}
	items := compare.Snapshots(base, head)
	unread := append(a.tellUnread(base, "base"), a.tellUnread(head, "head")...)
	err = a.result(func(out output) error {
		switch {
		case a.flags.format == "json":
			return report.ChangesJSON(out.w, items)
		case len(items) == 0 && len(unread) > 0:
			_, err := io.WriteString(out.w, "no differences in what can be read\n")
			return err
		case a.flags.format == "markdown":
			return report.ChangesMarkdown(out.w, items)
		}
		return writeChanges(out.w, items)
	})
	if err == nil && len(unread) > 0 {
		// "Could not check" is never green, whatever else could be compared.
		err = fmt.Errorf("not compared, because it can't be read: %s", strings.Join(unread, ", "))
	}
	return err
}

// diffRequest compares the work tree with HEAD when no base is named.
func (a *app) diffRequest(ctx context.Context, w *workspace, f judgeFlags) (gate.Request, error) {
	req, err := a.request(ctx, w, f)
	if err != nil || f.base != "" {
		return req, err
	}
	if w.repo == nil {
		return req, fmt.Errorf("%s is not in a git repository, so there is nothing to compare with", w.dir)
	}
	id, err := w.repo.Resolve(ctx, "HEAD")
	if err != nil {
		return req, err
	}
	tree, err := w.repo.Tree(ctx, id)
	req.Base = &gate.Tree{FS: tree, Commit: id}
	return req, err
}

// tellUnread says why documents of one side can't be compared, and names them.
func (a *app) tellUnread(s *snapshot.Snapshot, side string) []string {
	unread := compare.Unread(s)
	for _, f := range s.Faults {
		// A name that can't be opened is told on its folder, and is the subject.
		if slices.Contains(unread, f.Place.File) || slices.Contains(unread, f.Subject) {
			a.tellAlways("%s is not compared: %s", side, line(f))
		}
	}
	for i := range unread {
		unread[i] += " of the " + side
	}
	return unread
}

func writeChanges(w io.Writer, items []change.Item) error {
	var b strings.Builder
	for _, it := range items {
		fmt.Fprintf(&b, "%s %s %s", it.Change, it.Kind, report.Clean(it.ID))
		if it.Means != "" {
			fmt.Fprintf(&b, " (%s)", report.Clean(it.Means))
		}
		b.WriteByte('\n')
		for _, f := range it.Fields {
			fmt.Fprintf(&b, "  %s: %s -> %s\n", report.Clean(f.Name), side(f.Old), side(f.New))
		}
	}
	if len(items) == 0 {
		b.WriteString("no differences\n")
	}
	return writeText(w, b.String())
}

func side(value string) string {
	if value == "" {
		return "(absent)"
	}
	return report.Clean(value)
}
