package report

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/fatih/color"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// Text tells a run to people: notices, findings by file, a line of changes,
// and the verdict as the last line.
//
// In action mode no line is a workflow command, whatever a file holds, and no
// line fits a problem matcher that other actions left behind (eslint-stylish
// of setup-node reads just "  12:3  error  …"), so places are spelled out.
type Text struct {
	w     io.Writer
	o     Options
	paint palette
}

// NewText returns a Reporter that writes text.
func NewText(w io.Writer, o Options) *Text {
	return &Text{w: w, o: o, paint: newPalette(o.Color && !o.ActionMode)}
}

// Report writes the whole report, or returns why it could not.
func (t *Text) Report(ctx context.Context, run Run) error {
	text := t.render(run)
	if t.o.ActionMode {
		text = Neutral(breakPlaces(text))
	}
	return write(ctx, t.w, text)
}

func (t *Text) render(run Run) string {
	style := t.paint.pass
	if !run.Pass {
		style = t.paint.fail
	}
	verdict := style.Sprint(run.word()) + "  " + run.counts() + "\n"
	if t.o.Quiet {
		return verdict
	}
	var b strings.Builder
	b.WriteString(t.notices(run))
	for _, g := range byFile(t.shown(run)) {
		t.group(&b, g)
		b.WriteByte('\n')
	}
	if c := changeCounts(run.Changes); c != "" {
		fmt.Fprintf(&b, "changes: %s\n\n", c)
	}
	b.WriteString(planLines(run.Plans))
	b.WriteString(verdict)
	return b.String()
}

func (t *Text) notices(run Run) string {
	var b strings.Builder
	if t.o.Verbose {
		fmt.Fprintf(&b, "checked: %s\n", brief(checked(run)))
	}
	for _, n := range run.Notices {
		fmt.Fprintf(&b, "notice: %s\n", brief(n))
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	return b.String()
}

// checked says what was compared, and by which standard.
func checked(run Run) string {
	head, base := run.Repo.Head, run.Repo.Base
	if head == "" {
		head = "the work tree"
	}
	if base == "" {
		base = "nothing"
	}
	return fmt.Sprintf("root %s, %s against %s, scope %s, fails on %s", run.Repo.Root, head, base, run.Scope, run.FailOn)
}

// shown leaves out what scope new only counts: the existing findings.
func (t *Text) shown(run Run) []diag.Finding {
	if t.o.Verbose || run.Scope != "new" {
		return run.Findings
	}
	var fs []diag.Finding
	for _, f := range run.Findings {
		if f.State != diag.Existing {
			fs = append(fs, f)
		}
	}
	return fs
}

// anyPlace is the end of "file:line:col:", which problem matchers look for
// anywhere in a line.
var anyPlace = regexp.MustCompile(`:(\d+):(\d+):`)

// breakPlaces breaks up such places inside quoted values. It repeats, since
// the matches of ":1:2:3:4:" overlap.
func breakPlaces(s string) string {
	for anyPlace.MatchString(s) {
		s = anyPlace.ReplaceAllString(s, `:$1\u{3a}$2:`)
	}
	return s
}

// A palette holds the styles of one Text; color's own switch, which is global,
// is neither read nor set.
type palette struct {
	pass, fail, file, fixed *color.Color
	severity                map[diag.Severity]*color.Color
}

func newPalette(on bool) palette {
	style := func(attrs ...color.Attribute) *color.Color {
		c := color.New(attrs...)
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c
	}
	return palette{
		pass:  style(color.FgGreen, color.Bold),
		fail:  style(color.FgRed, color.Bold),
		file:  style(color.Underline),
		fixed: style(color.FgGreen),
		severity: map[diag.Severity]*color.Color{
			diag.Error:   style(color.FgRed),
			diag.Warning: style(color.FgYellow),
			diag.Note:    style(color.FgCyan),
		},
	}
}
