package cli

import (
	"fmt"
	"io"

	"github.com/cmmv-hive/modelgate/internal/report"
)

// talk prints one line on stderr, safe for a terminal and a workflow's log
// whatever a repository put into it.
func talk(w io.Writer, line string) {
	fmt.Fprintf(w, "modelgate: %s\n", report.Neutral(report.Clean(line)))
}

// say prints a line of talk on stderr, unless --quiet.
func (a *app) say(format string, args ...any) {
	if !a.flags.quiet {
		a.tellAlways(format, args...)
	}
}

// tellAlways prints a line of talk on stderr that --quiet does not silence.
func (a *app) tellAlways(format string, args ...any) {
	talk(a.Stderr, fmt.Sprintf(format, args...))
}

// writeText writes a result for people. Values are cleaned where they are put
// into it, which keeps each in its line; what is left is what only a workflow's
// log would obey, and only whole lines show that.
func writeText(w io.Writer, text string) error {
	_, err := io.WriteString(w, report.Neutral(text))
	return err
}
