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
// markers must follow each other, since a line of equal signs alone underlines a
// heading. A conflict shown in fenced code is none; one that begins before the
// code is, wherever it goes on: the sides may differ in a fence.
func pageConflict(t pageText) (first int, found bool) {
	if !bytes.Contains(t.src, []byte("<<<<<<< ")) {
		return 0, false
	}
	fenced := fencedLines(t)
	first, separated := -1, false
	for i := range t.lines {
		line := t.lineText(i)
		switch {
		case first < 0:
			if bytes.HasPrefix(line, []byte("<<<<<<< ")) && !fenced[i] {
				first = i
			}
		case string(line) == "=======":
			separated = true
		case separated && bytes.HasPrefix(line, []byte(">>>>>>> ")):
			return first, true
		}
	}
	return 0, false
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
