package rules

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// scanPage lists what is no specification on a Markdown page, in its order.
// Headings, lines and table cells are those of the rendered page, so code
// blocks, links and comments do not mislead it.
func scanPage(src []byte) []mark {
	s := &pageScan{src: src, text: newPageText(src), told: map[int]bool{}}
	root := blockParser().Parse(text.NewReader(src))
	// The visitor returns no error, so neither does the walk.
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		return s.visit(n), nil
	})
	return s.marks()
}

// blockParser parses blocks and tables alone. Lines are read as they are
// written, because links and emphasis are where a Markdown parser can be made
// slow: a megabyte of link definitions takes half a minute.
func blockParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
	)
}

// A heading is one the scan is below.
type heading struct {
	level  int
	text   string
	marked bool // it is a mark itself, so it names no section
	found  int  // of a model's heading: its place in pageScan.found; else -1
}

// A candidate is a mark, or a model's heading that becomes one when marks
// stand below it.
type candidate struct {
	mark
	holds bool // is a mark for certain
}

type pageScan struct {
	src   []byte
	text  pageText
	above []heading // the open headings, outermost first
	found []candidate
	told  map[int]bool // lines with a mark: one line is told once
}

func (s *pageScan) visit(n ast.Node) ast.WalkStatus {
	switch n := n.(type) {
	case *ast.Heading:
		s.heading(n)
	case *ast.Paragraph, *ast.TextBlock:
		s.lines(n, label)
		s.blockVectors(n)
	case *extast.TableCell:
		// A cell is a label when it says nothing else.
		s.lines(n, func(cell string) string { return cell })
		s.rowVectors(n)
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
		s.blockVectors(n)
	default:
		return ast.WalkContinue
	}
	return ast.WalkSkipChildren
}

// lines records the marks among the labels of a block's lines.
func (s *pageScan) lines(n ast.Node, label func(string) string) {
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		l := label(string(line.Value(s.src)))
		if kind, ok := labelKind(l); ok {
			s.mark(kind, l, line.Start)
		}
	}
}

func (s *pageScan) heading(n *ast.Heading) {
	for len(s.above) > 0 && s.above[len(s.above)-1].level >= n.Level {
		s.above = s.above[:len(s.above)-1]
	}
	h := heading{level: n.Level, found: -1}
	if n.Lines().Len() > 0 {
		first := n.Lines().At(0)
		h.text = string(bytes.TrimSpace(first.Value(s.src)))
		kind, ok := headingKind(h.text)
		switch {
		case ok:
			h.marked = true
			s.mark(kind, h.text, first.Start)
		case modelHeading.MatchString(h.text):
			h.found = len(s.found)
			m := s.markAt(contributionMark, h.text, first.Start)
			m.section = "" // the same contribution wherever it stands
			s.found = append(s.found, candidate{mark: m})
		}
	}
	s.above = append(s.above, h)
}

// mark records a mark and makes marks of the models' headings above it.
func (s *pageScan) mark(kind markKind, label string, at int) {
	line := s.text.line(at)
	if s.told[line] {
		return
	}
	s.told[line] = true
	s.found = append(s.found, candidate{s.markAt(kind, label, at), true})
	for _, h := range s.above {
		if h.found >= 0 {
			s.found[h.found].holds = true
		}
	}
}

// markAt is a mark on the line that holds the offset.
func (s *pageScan) markAt(kind markKind, label string, at int) mark {
	start, end := s.text.bounds(s.text.line(at))
	line := bytes.TrimLeft(s.src[start:end], " \t")
	start = end - len(line)
	return mark{kind, shown(label), s.section(), start, start + len(bytes.TrimSpace(line))}
}

// section is the innermost open heading that is no mark.
func (s *pageScan) section() string {
	for i := len(s.above) - 1; i >= 0; i-- {
		if h := s.above[i]; !h.marked {
			return shown(h.text)
		}
	}
	return ""
}

func (s *pageScan) marks() []mark {
	var out []mark
	for _, c := range s.found {
		if c.holds {
			out = append(out, c.mark)
		}
	}
	slices.SortFunc(out, func(a, b mark) int { return a.start - b.start })
	return out
}
