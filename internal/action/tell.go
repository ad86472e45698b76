package action

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/guard"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/store"
)

// tell reports a judgement on every channel. Each is tried, whatever becomes
// of the others; the log always has all findings. Comments go first, because
// what could not be posted is told in the log and the summary.
func (r runner) tell(ctx context.Context, res *gate.Judgement, c comparison, s source) error {
	var first error
	keep := func(err error) {
		if first == nil {
			first = err
		}
	}
	res.Run.Notices = append(res.Run.Notices, r.post(ctx, res, c, s)...)
	if r.in.Annotations {
		keep(Annotate(r.env.Stdout, report.PlanAnnotations(res.Run, report.AnnotationsPerLevel)))
	}
	o := report.Options{ActionMode: true, Verbose: true}
	keep(report.NewText(r.env.Stdout, o).Report(ctx, res.Run))
	keep(r.summary(ctx, res.Run))
	keep(r.files(ctx, res.Run))
	keep(r.outputs(res.Run))
	return first
}

// summary appends the Markdown report to the step summary.
func (r runner) summary(ctx context.Context, run report.Run) error {
	name := r.env.Getenv("GITHUB_STEP_SUMMARY")
	if name == "" {
		return nil
	}
	var b bytes.Buffer
	if err := report.NewMarkdown(&b, report.Options{}).Report(ctx, run); err != nil {
		return err
	}
	return appendFile(name, b.Bytes())
}

// files writes the reports that later steps use, below the workspace.
func (r runner) files(ctx context.Context, run report.Run) error {
	formats := []struct {
		name string
		make func(io.Writer) report.Reporter
	}{
		{r.in.ReportFile, func(w io.Writer) report.Reporter { return report.NewJSON(w) }},
		{r.in.SARIFFile, func(w io.Writer) report.Reporter { return report.NewSARIF(w) }},
		{r.in.HTMLFile, func(w io.Writer) report.Reporter { return report.NewHTML(w) }},
	}
	for _, f := range formats {
		if f.name == "" {
			continue
		}
		var b bytes.Buffer
		if err := f.make(&b).Report(ctx, run); err != nil {
			return err
		}
		if err := r.writeBelow(f.name, b.Bytes()); err != nil {
			return fmt.Errorf("write %s: %w", f.name, err)
		}
	}
	return nil
}

// mayWrite refuses files that no report may replace: which those are, only the
// layout in force tells.
func (r runner) mayWrite(res *gate.Judgement) error {
	for _, f := range r.in.files() {
		full := filepath.Join(r.env.Getenv("GITHUB_WORKSPACE"), filepath.FromSlash(f[1]))
		if err := store.CheckOutput(full); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrInput, f[0], err)
		}
		name, err := filepath.Rel(r.dir, full)
		if err != nil || res.Head == nil {
			continue
		}
		if what := guard.Governed(res.Head.Layout, filepath.ToSlash(name), gate.DefaultConfig, r.in.Config); what != "" {
			return fmt.Errorf("%w: %s is %q, which is %s: no report may replace it", ErrInput, f[0], f[1], what)
		}
	}
	return nil
}

// writeBelow writes a file below the workspace and through no link: the
// checkout is a pull request's.
func (r runner) writeBelow(name string, content []byte) error {
	root, err := os.OpenRoot(r.env.Getenv("GITHUB_WORKSPACE"))
	if err != nil {
		return err
	}
	defer root.Close()
	return store.WriteBelow(root, path.Clean(name), content)
}

// Log returns the reporter of `--format github`: annotations, then the text
// report, made safe for a workflow's log.
func Log(w io.Writer, o report.Options) report.Reporter {
	o.ActionMode, o.Color = true, false
	return logReporter{w: w, text: report.NewText(w, o)}
}

type logReporter struct {
	w    io.Writer
	text *report.Text
}

// Report writes both, or returns the first error.
func (l logReporter) Report(ctx context.Context, run report.Run) error {
	if err := Annotate(l.w, report.PlanAnnotations(run, report.AnnotationsPerLevel)); err != nil {
		return err
	}
	return l.text.Report(ctx, run)
}
