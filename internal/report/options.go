package report

import (
	"context"
	"fmt"
	"io"
)

// Options says how a report is told. The zero value is a plain report with the
// default limits.
type Options struct {
	Color      bool // Text: ANSI colours; never together with ActionMode
	Verbose    bool // Text: what was checked, and existing findings that decide nothing
	Quiet      bool // Text: the verdict alone
	ActionMode bool // Text: for a workflow's log, see Text
	MaxBytes   int  // Markdown: the most bytes to write; 0 is DefaultMaxBytes
}

// write sends a finished report in one piece, so that a reader never sees a
// half-rendered line when rendering is interrupted.
func write(ctx context.Context, w io.Writer, text string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
