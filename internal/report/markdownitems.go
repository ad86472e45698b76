package report

import (
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

// The most that Markdown tells of one finding or one change.
const (
	maxRelated = 5
	maxFields  = 50
)

// findingItem is one finding as a list item.
func findingItem(f diag.Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "- **%s**", f.Severity)
	if f.Place.Start.IsKnown() {
		b.WriteString(" " + spelled(f.Place.Start))
	}
	fmt.Fprintf(&b, ": %s (%s)\n", code(f.Message), code(f.Rule))
	if f.State == diag.Fixed {
		return b.String()
	}
	if f.Help != "" {
		fmt.Fprintf(&b, "  - help: %s\n", code(f.Help))
	}
	for i, r := range f.Related {
		if i == maxRelated {
			fmt.Fprintf(&b, "  - and %d more places\n", len(f.Related)-i)
			break
		}
		fmt.Fprintf(&b, "  - see %s", code(r.Place.File))
		if r.Place.Start.IsKnown() {
			b.WriteString(", " + spelled(r.Place.Start))
		}
		fmt.Fprintf(&b, ": %s\n", code(r.Message))
	}
	return b.String()
}

// noticeList is what is to be known about the run, in at most limit bytes.
func noticeList(notices []string, limit int) string {
	rows := each(notices, func(n string) string { return "- " + code(n) + "\n" })
	return listed("### Notices\n\n", rows, "notices", limit)
}

// changeTable is the semantic difference, in at most limit bytes.
func changeTable(items []change.Item, limit int) string {
	const head = "### Changes\n\n" +
		"| kind | id | change | field | old | new | means |\n" +
		"|---|---|---|---|---|---|---|\n"
	return listed(head, each(items, changeRows), "changes", limit)
}

// changeRows is one changed thing: a row for each field that differs, the
// first of them with its name.
func changeRows(it change.Item) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | %s | %s |", cell(string(it.Kind)), cell(it.ID), cell(string(it.Change)))
	if len(it.Fields) == 0 {
		fmt.Fprintf(&b, " | | |%s |\n", means(it))
		return b.String()
	}
	for i, f := range it.Fields {
		last := ""
		if i == 0 {
			last = means(it)
		} else {
			b.WriteString("| | | |")
		}
		if i == maxFields {
			fmt.Fprintf(&b, " and %d more fields | | | |\n", len(it.Fields)-i)
			break
		}
		fmt.Fprintf(&b, " %s | %s | %s |%s |\n", cell(f.Name), cell(f.Old), cell(f.New), last)
	}
	return b.String()
}

// means is the last cell, without its bars.
func means(it change.Item) string {
	if it.Means == "" {
		return ""
	}
	return " " + cell(it.Means)
}

// listed is a heading and those of its rows that fit into limit bytes; the
// others are counted. Without rows there is no heading either.
func listed(head string, rows []string, what string, limit int) string {
	if len(rows) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(head)
	out := 0
	for _, row := range rows {
		if b.Len()+len(row)+len(what)+60 > limit { // 60: the sentence below
			out++
			continue
		}
		b.WriteString(row)
	}
	b.WriteByte('\n')
	if out > 0 {
		fmt.Fprintf(&b, "%d %s are left out here.\n\n", out, what)
	}
	return b.String()
}
