package action

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/store"
)

// perLevel is how many annotations of one level GitHub keeps in a step
// (runner, ExecutionContext.cs).
const perLevel = 10

// tell reports a judgement on every channel. Each is tried, whatever becomes
// of the others; the log always has all findings.
func (r runner) tell(ctx context.Context, res *gate.Judgement) error {
	var first error
	keep := func(err error) {
		if first == nil {
			first = err
		}
	}
	o := report.Options{ActionMode: true, Verbose: true}
	if r.in.Annotations {
		keep(Annotate(r.env.Stdout, report.PlanAnnotations(res.Run, perLevel)))
	}
	keep(report.NewText(r.env.Stdout, o).Report(ctx, res.Run))
	keep(r.summary(ctx, res))
	reportFile, err := r.reportFile(ctx, res)
	keep(err)
	keep(r.outputs(res, reportFile))
	return first
}

// summary appends the Markdown report to the step summary.
func (r runner) summary(ctx context.Context, res *gate.Judgement) error {
	name := r.env.Getenv("GITHUB_STEP_SUMMARY")
	if name == "" {
		return nil
	}
	var b bytes.Buffer
	if err := report.NewMarkdown(&b, report.Options{}).Report(ctx, res.Run); err != nil {
		return err
	}
	return appendFile(name, b.Bytes())
}

// reportFile writes the JSON report below the workspace and returns its path
// there, which later steps can use.
func (r runner) reportFile(ctx context.Context, res *gate.Judgement) (string, error) {
	if r.in.ReportFile == "" {
		return "", nil
	}
	var b bytes.Buffer
	if err := report.NewJSON(&b).Report(ctx, res.Run); err != nil {
		return "", err
	}
	name := filepath.Join(r.env.Getenv("GITHUB_WORKSPACE"), filepath.FromSlash(r.in.ReportFile))
	if err := store.WriteOutput(name, b.Bytes()); err != nil {
		return "", fmt.Errorf("report-file: %w", err)
	}
	return r.in.ReportFile, nil
}

// outputs writes the Action's outputs. go-githubactions would use a constant
// heredoc delimiter, with which a hostile value forges other outputs
// (PLATFORM.md §2), so the file is written here.
func (r runner) outputs(res *gate.Judgement, reportFile string) error {
	name := r.env.Getenv("GITHUB_OUTPUT")
	if name == "" {
		return nil
	}
	s := res.Run.Summary
	changed, err := json.Marshal(changedModels(res.Run.Changes))
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, o := range [][2]string{
		{"verdict", verdict(res.Run.Pass)},
		{"errors", strconv.Itoa(s.Errors)}, {"warnings", strconv.Itoa(s.Warnings)},
		{"notes", strconv.Itoa(s.Notes)}, {"new", strconv.Itoa(s.New)},
		{"fixed", strconv.Itoa(s.Fixed)}, {"suppressed", strconv.Itoa(s.Suppressed)},
		{"changed-models", string(changed)}, {"report", reportFile},
	} {
		// 128 random bits: no value can contain its own delimiter.
		delimiter := "modelgate_" + rand.Text()
		fmt.Fprintf(&b, "%s<<%s\n%s\n%s\n", o[0], delimiter, o[1], delimiter)
	}
	return appendFile(name, []byte(b.String()))
}

func verdict(pass bool) string {
	if pass {
		return "pass"
	}
	return "fail"
}

func changedModels(items []change.Item) []string {
	ids := []string{}
	for _, it := range items {
		if it.Kind == change.Model {
			ids = append(ids, it.ID)
		}
	}
	return ids
}

func appendFile(name string, content []byte) (err error) {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	_, err = f.Write(content)
	return err
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
	if err := Annotate(l.w, report.PlanAnnotations(run, perLevel)); err != nil {
		return err
	}
	return l.text.Report(ctx, run)
}
