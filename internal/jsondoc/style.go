package jsondoc

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A Style is how a file spells JSON: what a new value should look like there.
type Style struct {
	Newline      string // "\n" or "\r\n"
	Indent       string // one level of it
	Colon        string // between a name and its value: ": "
	Comma        string // between values on one line: ", "
	InlineArrays bool   // arrays of plain values stand on one line
}

// DefaultStyle is the form that `jq .` prints.
func DefaultStyle() Style {
	return Style{Newline: "\n", Indent: "  ", Colon: ": ", Comma: ", "}
}

// Quote encodes s as a JSON string the way jq prints it: escaped are the quote,
// the backslash and control characters (U+007F among them), nothing else.
// Bytes that are no UTF-8 become U+FFFD.
func Quote(s string) string {
	// The error only repeats that bytes were replaced.
	b, _ := jsontext.AppendQuote(nil, s)
	return strings.ReplaceAll(string(b), "\x7f", `\u007f`)
}

// Format writes n over several lines, each value on its own. The first line is
// not indented; base is the indentation of the line n begins on. Strings are
// written as Quote does, numbers keep their spelling.
func (s Style) Format(n *Node, base string) string {
	var b strings.Builder
	s.write(&b, n, base, false)
	return b.String()
}

// Inline writes n on one line.
func (s Style) Inline(n *Node) string {
	var b strings.Builder
	s.write(&b, n, "", true)
	return b.String()
}

func (s Style) write(b *strings.Builder, n *Node, base string, inline bool) {
	if n.Kind != Array && n.Kind != Object {
		b.WriteString(n.spelling())
		return
	}
	opening, closing := n.brackets()
	b.WriteString(opening)
	inline = inline || s.InlineArrays && n.Kind == Array && allPlain(n.Children)
	for i, c := range n.Children {
		switch {
		case i > 0 && inline:
			b.WriteString(s.Comma)
		case i > 0:
			b.WriteString("," + s.Newline + base + s.Indent)
		case !inline:
			b.WriteString(s.Newline + base + s.Indent)
		}
		if n.Kind == Object {
			b.WriteString(Quote(c.Name) + s.Colon)
		}
		s.write(b, c, base+s.Indent, inline)
	}
	if len(n.Children) > 0 && !inline {
		b.WriteString(s.Newline + base)
	}
	b.WriteString(closing)
}

func (n *Node) spelling() string {
	if n.Kind == String {
		return Quote(n.Text)
	}
	return n.Text
}

func (n *Node) brackets() (opening, closing string) {
	if n.Kind == Array {
		return "[", "]"
	}
	return "{", "}"
}

// plain reports whether n is written without line breaks in every style.
func (n *Node) plain() bool { return len(n.Children) == 0 }

func allPlain(ns []*Node) bool {
	for _, n := range ns {
		if !n.plain() {
			return false
		}
	}
	return true
}

// Style returns the style of the document, taken from the first place that
// shows it; what no place shows is as in DefaultStyle.
func (d *Document) Style() Style {
	s := DefaultStyle()
	if i := bytes.IndexByte(d.Src, '\n'); i > 0 && d.Src[i-1] == '\r' {
		s.Newline = "\r\n"
	}
	first(d.Root, func(n *Node) bool {
		colon := ""
		if n.KeyEnd > 0 {
			colon = string(d.Src[n.KeyEnd:n.Start])
		}
		if colon == "" || strings.Contains(colon, "\n") {
			return false
		}
		s.Colon = colon
		if colon == ":" {
			s.Comma = ","
		}
		return true
	})
	first(d.Root, func(n *Node) bool {
		indent, ok := d.indentOf(n)
		if ok {
			s.Indent = indent
		}
		return ok
	})
	first(d.Root, func(n *Node) bool {
		if n.Kind != Array || n.plain() || !allPlain(n.Children) {
			return false
		}
		s.InlineArrays = !d.broken(n)
		return true
	})
	return s
}

// indentOf returns how far n is indented beyond the line its container begins
// on; ok is false when that can't be told.
func (d *Document) indentOf(n *Node) (indent string, ok bool) {
	if n.Parent == nil || !strings.Contains(d.gap(n), "\n") {
		return "", false
	}
	indent, ok = strings.CutPrefix(d.lineIndent(n.begin()), d.lineIndent(n.Parent.Start))
	return indent, ok && indent != ""
}

// sample is how many values are looked at for a style. It is taken anew for
// each edit, so a document without a hint must not be walked whole each time.
const sample = 2000

// first walks root and what is below it until done reports true.
func first(root *Node, done func(*Node) bool) {
	left := sample
	var walk func(*Node) bool
	walk = func(n *Node) bool {
		left--
		return n == nil || left < 0 || done(n) || slices.ContainsFunc(n.Children, walk)
	}
	walk(root)
}

// broken reports whether n's text spans lines.
func (d *Document) broken(n *Node) bool { return bytes.IndexByte(d.Raw(n), '\n') >= 0 }

// lineIndent returns the blanks that the line of a byte offset begins with.
func (d *Document) lineIndent(offset int) string {
	start := bytes.LastIndexByte(d.Src[:offset], '\n') + 1
	end := start
	for end < offset && (d.Src[end] == ' ' || d.Src[end] == '\t') {
		end++
	}
	return string(d.Src[start:end])
}

// gap returns the blanks before n, after its container's bracket or the comma.
func (d *Document) gap(n *Node) string {
	start := n.Parent.Start + 1
	if n.Index > 0 {
		end := n.Parent.Children[n.Index-1].End
		start = end + bytes.IndexByte(d.Src[end:], ',') + 1
	}
	return string(d.Src[start:n.begin()])
}

// begin is where n's text begins in its container: at its name, if it has one.
func (n *Node) begin() int {
	if n.KeyEnd > 0 {
		return n.KeyStart
	}
	return n.Start
}
