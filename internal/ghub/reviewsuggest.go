package ghub

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// What a suggestion may hold at most.
const (
	maxSuggestedLines = 40
	maxSuggestedBytes = 10_000
	maxBackticks      = 8 // cmark-gfm takes no fence of more than 80 for one
)

// A suggestion is whole lines of a head file, and what a finding's fix makes
// of them.
type suggestion struct {
	at   span
	text string // ends with a line feed
}

// block is the suggestion as GitHub offers it to be committed. What is in a
// fence is taken literally until a fence as long as the first.
func (s suggestion) block() string {
	run := 0
	for _, part := range strings.FieldsFunc(s.text, func(r rune) bool { return r != '`' }) {
		run = max(run, len(part))
	}
	fence := strings.Repeat("`", max(3, run+1))
	return fence + "suggestion\n" + s.text + fence + "\n"
}

// suggest turns a fix into a suggestion, where it can be one: it repairs the
// finding's own file, within one hunk, and leaves lines that GitHub shows as
// they are. A fix with more than that to it is left to the command line.
func suggest(f diag.Finding, d fileDiff) (suggestion, bool) {
	if f.Fix == nil || f.Fix.File != f.Place.File || len(f.Fix.Edits) == 0 {
		return suggestion{}, false
	}
	first, last, ok := outline(f.Fix.Edits, len(d.head))
	if !ok {
		return suggestion{}, false
	}
	start := strings.LastIndexByte(d.head[:first], '\n') + 1
	end := len(d.head)
	// An edit that ends behind a line feed does not touch the next line.
	if i := strings.IndexByte(d.head[max(first, last-1):], '\n'); i >= 0 {
		end = max(first, last-1) + i + 1
	}
	old := d.head[start:end]
	s := suggestion{text: apply(f.Fix.Edits, d.head, start, end)}
	s.at.first = strings.Count(d.head[:start], "\n") + 1
	s.at.last = s.at.first + strings.Count(strings.TrimSuffix(old, "\n"), "\n")
	_, inHunk := d.hunkOf(s.at)
	// What GitHub makes of an empty block, of a CR or of a missing line feed at
	// the end of a file is not documented.
	return s, inHunk && strings.HasSuffix(old, "\n") && strings.HasSuffix(s.text, "\n") && isPlain(old) && isPlain(s.text)
}

// outline is where the edits begin and end. They must be in order, apart, and
// inside the text.
func outline(edits []diag.Edit, size int) (first, last int, ok bool) {
	edits = sorted(edits)
	for _, e := range edits {
		if e.StartByte < last || e.EndByte < e.StartByte || e.EndByte > size {
			return 0, 0, false
		}
		last = e.EndByte
	}
	return edits[0].StartByte, last, true
}

// apply makes the edits within head[start:end].
func apply(edits []diag.Edit, head string, start, end int) string {
	var b strings.Builder
	for _, e := range sorted(edits) {
		b.WriteString(head[start:e.StartByte] + e.Text)
		start = e.EndByte
	}
	return b.String() + head[start:end]
}

func sorted(edits []diag.Edit) []diag.Edit {
	return slices.SortedStableFunc(slices.Values(edits), func(a, b diag.Edit) int {
		return cmp.Compare(a.StartByte, b.StartByte)
	})
}

// isPlain reports whether a reader sees all of a text: a suggestion is not
// escaped, so it must not hide anything. It also bounds its size.
func isPlain(text string) bool {
	if len(text) > maxSuggestedBytes || strings.Count(text, "\n") > maxSuggestedLines ||
		strings.Contains(text, strings.Repeat("`", maxBackticks+1)) {
		return false
	}
	for line := range strings.Lines(text) {
		line = strings.ReplaceAll(strings.TrimSuffix(line, "\n"), "\t", " ")
		if report.Clean(line) != line {
			return false
		}
	}
	return true
}
