package views

import (
	"bytes"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// ownFile writes a view as a file of its own: two blanks of indent, LF, a line
// for each model.
func ownFile(v *jsondoc.Node) []byte {
	return []byte(lines(jsondoc.DefaultStyle(), v, "", 2) + "\n")
}

// withKey puts a view into the legacy index, in place of the one there or
// behind everything else. No other byte changes.
func withKey(doc *jsondoc.Document, v *jsondoc.Node) []byte {
	var s jsondoc.Splice
	if n := doc.Root.Get(indexKey); n != nil {
		line := doc.Src[:n.KeyStart]
		line = line[bytes.LastIndexByte(line, '\n')+1:]
		s = jsondoc.Splice{Start: n.Start, End: n.End, Text: inside(doc, v, blanks(string(line)))}
	} else {
		s = behindAll(doc, v)
	}
	return jsondoc.Apply(doc.Src, []jsondoc.Splice{s})
}

// behindAll lets jsondoc place the key, with a value to be replaced: its own
// layout has a line for every property of every model.
func behindAll(doc *jsondoc.Document, v *jsondoc.Node) jsondoc.Splice {
	const placeholder = "null"
	var last *jsondoc.Node
	if members := doc.Root.Children; len(members) > 0 {
		last = members[len(members)-1]
	}
	s := doc.InsertMember(doc.Root, last, indexKey, placeholder)
	at := strings.LastIndex(s.Text, placeholder)
	before, after := s.Text[:at], s.Text[at+len(placeholder):]
	indent := blanks(before[strings.LastIndexByte(before, '\n')+1:])
	s.Text = before + inside(doc, v, indent) + after
	return s
}

// inside writes a view in the style of the file around it: over several lines
// where that has any.
func inside(doc *jsondoc.Document, v *jsondoc.Node, indent string) string {
	if bytes.IndexByte(doc.Raw(doc.Root), '\n') < 0 {
		return doc.Style().Inline(v)
	}
	return lines(doc.Style(), v, indent, 2)
}

// lines writes n with the given number of levels over several lines, and what
// is deeper on one. indent is that of the line n begins on.
func lines(s jsondoc.Style, n *jsondoc.Node, indent string, levels int) string {
	if levels == 0 || len(n.Children) == 0 {
		return s.Inline(n)
	}
	opening, closing := "{", "}"
	if n.Kind == jsondoc.Array {
		opening, closing = "[", "]"
	}
	parts := make([]string, len(n.Children))
	for i, c := range n.Children {
		parts[i] = lines(s, c, indent+s.Indent, levels-1)
		if n.Kind == jsondoc.Object {
			parts[i] = jsondoc.Quote(c.Name) + s.Colon + parts[i]
		}
	}
	sep := s.Newline + indent + s.Indent
	return opening + sep + strings.Join(parts, ","+sep) + s.Newline + indent + closing
}

// blanks returns what a line begins with.
func blanks(line string) string { return line[:len(line)-len(strings.TrimLeft(line, " \t"))] }

// same reports whether two values say the same in the same order, however they
// are laid out.
func same(a, b *jsondoc.Node) bool {
	return a != nil && b != nil && inline(a) == inline(b)
}

func inline(n *jsondoc.Node) string { return jsondoc.DefaultStyle().Inline(n) }
