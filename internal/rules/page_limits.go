package rules

import (
	"bytes"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// The limits up to which a page is looked through. A Markdown parser takes
// time by the square of the nesting: without the second limit, a single line of
// a megabyte keeps it busy for minutes.
const (
	maxPage    = 1 << 20 // bytes
	maxNesting = 100     // quotes and lists inside each other, as written in one line
)

// pageLimit says which limit a page exceeds and where; "" for none. What can't
// be looked through is told, never passed over.
func pageLimit(name string, src []byte) (at diag.Place, key, message string) {
	if len(src) > maxPage {
		return diag.InFile(name), "size",
			fmt.Sprintf("page has %d bytes, more than the %d that specifications may have", len(src), maxPage)
	}
	text := newPageText(src)
	for i, start := range text.lines {
		if n := nesting(src[start:]); n > maxNesting {
			return text.place(name, start, start+len(text.lineText(i))), "nesting",
				fmt.Sprintf("line is nested %d levels deep, more than the %d that specifications may have", n, maxNesting)
		}
	}
	return diag.Place{}, "", ""
}

// nesting counts the quotes, list items and double blanks that a line begins
// with.
func nesting(line []byte) int {
	markers, blanks := 0, 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == ' ':
			blanks++
		case c == '\t':
			blanks += 4
		case c == '>':
			markers++
		case bytes.IndexByte([]byte("-+*.)"), c) >= 0 && i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t'):
			markers++
		case c >= '0' && c <= '9':
		default:
			return markers + blanks/2
		}
	}
	return markers + blanks/2
}
