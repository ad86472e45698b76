package rules

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// reportPageConflict tells the first conflict that a merge left on a page.
func reportPageConflict(p *check.Pass, s snapshot.Specs) {
	if _, _, message := pageLimit(s.Path, s.Src); message != "" {
		return // models-index-not-specs says that it can't be looked through
	}
	t := newPageText(s.Src)
	line, found := pageConflict(t)
	if !found {
		return
	}
	start, _ := t.bounds(line)
	marker := t.lineText(line)
	p.Report(diag.Finding{
		Place: t.place(s.Path, start, start+len(marker)), Subject: s.Path, Key: "conflict",
		Identity: pageIdentity(p),
		Message:  fmt.Sprintf("unresolved merge conflict: %q", marker),
		Help:     "edit the page by hand until no marker is left: no tool writes it",
	})
}

// pageConflict returns the line, from 0, on which a conflict begins. All three
// markers must follow each other and be of one size, since a line of equal signs
// alone underlines a heading. A conflict shown in fenced code is none; one that
// begins before the code is, wherever it goes on: the sides may differ in a fence.
func pageConflict(t pageText) (first int, found bool) {
	if !bytes.Contains(t.src, []byte("<<<<<<< ")) {
		return 0, false
	}
	fenced := fencedLines(t)
	begun, separated := map[int]int{}, map[int]bool{} // by the size of the markers
	for i := range t.lines {
		kind, size := conflictMarker(t.lineText(i))
		first, inside := begun[size]
		switch {
		case kind == '<' && !inside && !fenced[i]:
			begun[size] = i
		case kind == '=' && inside:
			separated[size] = true
		case kind == '>' && separated[size]:
			return first, true
		}
	}
	return 0, false
}

// conflictMarker says of which kind a marker line is ('<', '=' or '>') and how
// many characters it has, which the git attribute conflict-marker-size sets; 0
// for any other line.
func conflictMarker(line []byte) (kind byte, size int) {
	const least = 7
	if len(line) < least || !bytes.ContainsRune([]byte("<=>"), rune(line[0])) {
		return 0, 0
	}
	kind = line[0]
	size = len(line) - len(bytes.TrimLeft(line, string(kind)))
	label := line[size:]
	if size < least || kind == '=' && len(label) > 0 || kind != '=' && !bytes.HasPrefix(label, []byte(" ")) {
		return 0, 0
	}
	return kind, size
}

// fencedLines returns the lines, from 0, inside fenced code.
func fencedLines(t pageText) map[int]bool {
	out := map[int]bool{}
	// The visitor returns no error, so neither does the walk.
	_ = ast.Walk(blockParser().Parse(text.NewReader(t.src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if code, ok := n.(*ast.FencedCodeBlock); ok && entering {
			for i := range code.Lines().Len() {
				out[t.line(code.Lines().At(i).Start)] = true
			}
		}
		return ast.WalkContinue, nil
	})
	return out
}
