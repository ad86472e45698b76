package rules

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// A pageText turns byte offsets of a text into lines and columns.
type pageText struct {
	src   []byte
	lines []int // byte offsets of line starts
}

func newPageText(src []byte) pageText {
	t := pageText{src, []int{0}}
	for i, c := range src {
		if c == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
	return t
}

func (t pageText) place(file string, start, end int) diag.Place {
	return diag.Place{File: file, Start: t.position(start), End: t.position(end)}
}

func (t pageText) position(offset int) diag.Position {
	line := t.line(offset)
	return diag.Position{Line: line + 1, Column: utf8.RuneCount(t.src[t.lines[line]:offset]) + 1}
}

// line returns the line, from 0, that holds the offset.
func (t pageText) line(offset int) int {
	line, found := slices.BinarySearch(t.lines, offset)
	if !found {
		line--
	}
	return line
}

// bounds returns the bytes of a line with its end.
func (t pageText) bounds(line int) (start, end int) {
	if line+1 < len(t.lines) {
		return t.lines[line], t.lines[line+1]
	}
	return t.lines[line], len(t.src)
}

// lineText returns a line without its end.
func (t pageText) lineText(line int) []byte {
	start, end := t.bounds(line)
	return bytes.TrimRight(t.src[start:end], "\r\n")
}
