package jsondoc

import (
	"bytes"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// block is the distance in bytes between two counted offsets: columns in a
// minified file of one long line stay cheap.
const block = 4096

// An index turns byte offsets into lines and columns. Lines end at LF, so a CR
// before it is the last, invisible column; git and GitHub count the same way.
type index struct {
	lines  []int // byte offsets of line starts
	counts []int // counts[i] is the number of code points before byte i*block
}

func newIndex(src []byte) index {
	x := index{lines: make([]int, 1, 1+bytes.Count(src, []byte{'\n'}))}
	for i := 0; ; {
		j := bytes.IndexByte(src[i:], '\n')
		if j < 0 {
			break
		}
		i += j + 1
		x.lines = append(x.lines, i)
	}
	x.counts = make([]int, 1, 2+len(src)/block)
	for i := 0; i+block <= len(src); i += block {
		x.counts = append(x.counts, x.counts[len(x.counts)-1]+runeStarts(src[i:i+block]))
	}
	return x
}

func (x index) position(src []byte, offset int) diag.Position {
	offset = min(max(offset, 0), len(src))
	line, found := slices.BinarySearch(x.lines, offset)
	if !found {
		line--
	}
	return diag.Position{
		Line:   line + 1,
		Column: x.runes(src, offset) - x.runes(src, x.lines[line]) + 1,
	}
}

func (x index) runes(src []byte, offset int) int {
	b := offset / block
	return x.counts[b] + runeStarts(src[b*block:offset])
}

// runeStarts counts the bytes that begin a code point. Unlike
// utf8.RuneCount it adds up over any split of a text.
func runeStarts(b []byte) int {
	n := 0
	for _, c := range b {
		if utf8.RuneStart(c) {
			n++
		}
	}
	return n
}

func itoa(i int) string { return strconv.Itoa(i) }
