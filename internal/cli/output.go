package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/action"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/store"
)

// An output is where a result goes and what may be done to it.
type output struct {
	w       io.Writer
	options report.Options
}

// result runs write with the place that --output names, else stdout. A file
// is written whole or not at all.
func (a *app) result(write func(output) error) error {
	options := report.Options{Verbose: a.flags.verbose, Quiet: a.flags.quiet}
	if w := a.stream(); w != nil {
		options.Color = a.flags.output == "" && a.Terminal && !a.flags.noColor && a.Getenv("NO_COLOR") == ""
		return write(output{w: w, options: options})
	}
	var buf bytes.Buffer
	err := write(output{w: &buf, options: options})
	if err != nil && !errors.Is(err, errFindings) {
		return err
	}
	switch werr := store.WriteOutput(a.path(a.flags.output), buf.Bytes()); {
	case errors.Is(werr, store.ErrForbidden):
		return usagef("--output: %w", werr)
	case werr != nil:
		return fmt.Errorf("--output: %w", werr)
	}
	return err
}

// validateFormats lists the formats of a judgement of single files.
func validateFormats() []string {
	return []string{"text", "json", "github", "markdown", "sarif", "junit"}
}

// checkFormats lists the formats of a judgement of the whole registry, which
// alone fills a page.
func checkFormats() []string { return append(validateFormats(), "html") }

func (o output) reporter(format string) (report.Reporter, error) {
	switch format {
	case "text":
		return report.NewText(o.w, o.options), nil
	case "json":
		return report.NewJSON(o.w), nil
	case "github":
		return action.Log(o.w, o.options), nil
	case "markdown":
		return report.NewMarkdown(o.w, o.options), nil
	case "sarif":
		return report.NewSARIF(o.w), nil
	case "junit":
		return report.NewJUnit(o.w), nil
	case "html":
		return report.NewHTML(o.w), nil
	}
	return nil, fmt.Errorf("format %q has no reporter", format)
}

// formats checks --format before any work is done.
func (a *app) formats(allowed ...string) error {
	if slices.Contains(allowed, a.flags.format) {
		return nil
	}
	return oneOf("format", a.flags.format, allowed)
}

// bareError strips the operation from a file-system error.
func bareError(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return fmt.Errorf("%s: %w", pe.Path, pe.Err)
	}
	return err
}

// unwrapPath drops the operation and path of a file-system error, where the
// message names the file already.
func unwrapPath(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
