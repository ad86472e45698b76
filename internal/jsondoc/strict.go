package jsondoc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// The names of the rules that this package reports.
const (
	Invalid       = "json-invalid"
	MergeConflict = "merge-conflict"
)

// maxBadBytes bounds how many runs of invalid UTF-8 are listed one by one; a
// binary file would have a million.
const maxBadBytes = 100

// maxExponent is beyond what a float64 holds and far below what makes
// arbitrary-precision libraries allocate gigabytes.
const maxExponent = 400

var (
	bom8  = []byte("\xef\xbb\xbf")
	bomLE = []byte("\xff\xfe")
	bomBE = []byte("\xfe\xff")
	// marker begins a conflict: git writes 7 characters, or as many more as the
	// attribute conflict-marker-size says.
	marker = regexp.MustCompile(`(?m)^<{7,} `)
)

// checkText looks at the bytes before any grammar. It returns false when
// parsing them makes no sense.
func (p *parser) checkText() bool {
	src := p.doc.Src
	switch {
	case len(bytes.TrimSpace(src)) == 0:
		p.report(0, 0, "empty", "write a JSON value", "file is empty")
		return false
	case bytes.HasPrefix(src, bomLE), bytes.HasPrefix(src, bomBE):
		p.report(0, 0, "encoding", "save the file as UTF-8", "file is UTF-16, not UTF-8")
		return false
	case bytes.HasPrefix(src, bom8):
		p.report(0, len(bom8), "bom", "save the file as UTF-8 without a byte order mark",
			"file begins with a byte order mark")
		p.skip = len(bom8)
	}
	p.checkUTF8()
	return true
}

func (p *parser) checkUTF8() {
	src := p.doc.Src
	if utf8.Valid(src) {
		return
	}
	runs := 0
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r != utf8.RuneError || n != 1 {
			i += n
			continue
		}
		end := badRun(src, i)
		runs++
		if runs <= maxBadBytes {
			p.report(i, end, "utf-8", "save the file as UTF-8",
				"invalid UTF-8: %s", excerpt(src[i:end]))
		}
		i = end
	}
	if runs > maxBadBytes {
		p.report(0, 0, "utf-8-more", "save the file as UTF-8",
			"invalid UTF-8 at %d more places", runs-maxBadBytes)
	}
}

func badRun(src []byte, i int) int {
	for i < len(src) {
		if r, n := utf8.DecodeRune(src[i:]); r != utf8.RuneError || n != 1 {
			break
		}
		i++
	}
	return i
}

// checkDuplicates reports every repeated name of an object, not only the first.
func (p *parser) checkDuplicates(n *Node) {
	seen := make(map[string]*Node, len(n.Children))
	for _, c := range n.Children {
		first, dup := seen[c.Name]
		if !dup {
			seen[c.Name] = c
			continue
		}
		p.report(c.KeyStart, c.KeyEnd, "duplicate:"+c.Name, "keep one of the two",
			"duplicate key %q", c.Name)
		f := &p.findings[len(p.findings)-1]
		f.Place.Pointer = c.Pointer()
		f.Related = []diag.Related{{Place: p.doc.KeyPlace(first), Message: "first use of the key"}}
	}
}

func (p *parser) checkNumber(n *Node) {
	exp := 0
	if i := strings.IndexAny(n.Text, "eE"); i >= 0 {
		var err error
		if exp, err = strconv.Atoi(n.Text[i+1:]); err != nil {
			exp = maxExponent + 1
		}
	}
	switch {
	case len(n.Text) > p.limits.Digits:
		p.report(n.Start, n.End, "number", "write a shorter number",
			"number has %d characters, more than the limit of %d", len(n.Text), p.limits.Digits)
	case exp > maxExponent || exp < -maxExponent:
		p.report(n.Start, n.End, "number", "write a smaller exponent",
			"number %q has an exponent beyond %d", n.Text, maxExponent)
	}
}

// reportSyntax turns the decoder's error into one finding; unresolved merge
// markers are what they are and not a stray character.
func (p *parser) reportSyntax(err error) {
	if at := conflictMarker(p.doc.Src); at >= 0 {
		p.report(at, lineEnd(p.doc.Src, at), "conflict",
			"edit the file until no marker is left",
			"unresolved merge conflict: %s", excerpt(p.doc.Src[at:lineEnd(p.doc.Src, at)]))
		p.findings[len(p.findings)-1].Rule = MergeConflict
		return
	}
	offset, msg := p.skip+int(p.dec.InputOffset()), err.Error()
	var syn *jsontext.SyntacticError
	if errors.As(err, &syn) {
		offset, msg = p.skip+int(syn.ByteOffset), syn.Err.Error()
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		offset, msg = len(bytes.TrimRight(p.doc.Src, " \t\r\n")), "unexpected end of file"
	}
	if trailingComma(p.doc.Src, offset) {
		msg = "trailing comma"
	}
	end := min(offset+1, len(p.doc.Src))
	for end < len(p.doc.Src) && !utf8.RuneStart(p.doc.Src[end]) {
		end++
	}
	p.report(offset, end, "syntax", "correct the JSON text here", "not JSON: %s", msg)
}

func trailingComma(src []byte, offset int) bool {
	if offset >= len(src) || src[offset] != ',' {
		return false
	}
	rest := bytes.TrimLeft(src[offset+1:], " \t\r\n")
	return len(rest) > 0 && (rest[0] == ']' || rest[0] == '}')
}

// conflictMarker returns where a conflict begins that a merge left in a text,
// -1 when there is none. No line of a JSON text begins with a marker.
func conflictMarker(src []byte) int {
	if m := marker.FindIndex(src); m != nil {
		return m[0]
	}
	return -1
}

func lineEnd(src []byte, at int) int {
	if i := bytes.IndexAny(src[at:], "\r\n"); i >= 0 {
		return at + i
	}
	return len(src)
}

// excerpt quotes the beginning of a text for a message.
func excerpt(b []byte) string {
	const limit = 40
	if len(b) <= limit {
		return fmt.Sprintf("%q", b)
	}
	for limit := limit; limit > 0; limit-- {
		if utf8.RuneStart(b[limit]) {
			return fmt.Sprintf("%q…", b[:limit])
		}
	}
	return fmt.Sprintf("%q…", b[:limit])
}
