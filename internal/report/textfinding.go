package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// group writes the findings of one file under its name, in columns.
func (t *Text) group(b *strings.Builder, g fileGroup) {
	fmt.Fprintln(b, t.paint.file.Sprint(brief(g.title())))
	places, states := 0, 0
	for _, f := range g.findings {
		places = max(places, utf8.RuneCountInString(t.position(f.Place)))
		states = max(states, len(marker(f)))
	}
	for _, f := range g.findings {
		t.finding(b, f, places, states)
	}
}

// finding writes one finding; places and states are the widths of its columns.
func (t *Text) finding(b *strings.Builder, f diag.Finding, places, states int) {
	fmt.Fprintf(b, "  %-*s  %s  ", places, t.position(f.Place), t.severity(f))
	if states > 0 {
		fmt.Fprintf(b, "%-*s  ", states, marker(f))
	}
	fmt.Fprintf(b, "%s  [%s]\n", brief(f.Message), brief(f.Rule))
	if f.State == diag.Fixed {
		return
	}
	if f.Help != "" {
		fmt.Fprintf(b, "      help: %s\n", brief(f.Help))
	}
	for _, r := range f.Related {
		fmt.Fprintf(b, "      see %s  %s\n", brief(t.place(r.Place)), brief(r.Message))
	}
}

// marker is the state of a finding where a base makes it worth telling.
func marker(f diag.Finding) string {
	if f.State == diag.Current {
		return ""
	}
	return string(f.State)
}

// severity is padded before it is coloured: escape sequences have no width.
func (t *Text) severity(f diag.Finding) string {
	word := fmt.Sprintf("%-7s", f.Severity)
	style := t.paint.severity[f.Severity]
	if f.State == diag.Fixed {
		style = t.paint.fixed
	}
	if style == nil {
		return word
	}
	return style.Sprint(word)
}

// position is where in its file a finding is, "-" for the whole of it.
func (t *Text) position(p diag.Place) string {
	switch {
	case !p.Start.IsKnown():
		return "-"
	case t.o.ActionMode:
		return spelled(p.Start)
	}
	return fmt.Sprintf("%d:%d", p.Start.Line, p.Start.Column)
}

// place is a place of any file.
func (t *Text) place(p diag.Place) string {
	switch {
	case !p.Start.IsKnown():
		return p.File
	case t.o.ActionMode:
		return p.File + ", " + spelled(p.Start)
	}
	return p.File + ":" + t.position(p)
}

// spelled is a position in words: "line 12, column 3".
func spelled(p diag.Position) string {
	if p.Column == 0 {
		return fmt.Sprintf("line %d", p.Line)
	}
	return fmt.Sprintf("line %d, column %d", p.Line, p.Column)
}
