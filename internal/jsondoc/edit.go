package jsondoc

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Splice replaces the bytes [Start, End) of a text by Text. With Start ==
// End it inserts.
type Splice struct {
	Start, End int
	Text       string
}

// Apply makes all splices, whose offsets are those of src. Insertions at one
// offset are made in the order given, before a replacement that starts there.
// It panics when two splices overlap: no caller may plan both.
func Apply(src []byte, splices []Splice) []byte {
	ordered := slices.Clone(splices)
	slices.SortStableFunc(ordered, func(a, b Splice) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	out := make([]byte, 0, len(src))
	at := 0
	for _, s := range ordered {
		if s.Start < at {
			panic(fmt.Sprintf("jsondoc: splice at byte %d overlaps one that ends at %d", s.Start, at))
		}
		out = append(append(out, src[at:s.Start]...), s.Text...)
		at = s.End
	}
	return append(out, src[at:]...)
}

// A Member is a new member of an object. Value is JSON text.
type Member struct{ Name, Value string }

// InsertElement puts JSON texts before element index of an array, or behind
// its last one when index is the array's length. They are written in the
// document's style, as the elements beside them are. Use one call for all that
// goes into an empty array.
func (d *Document) InsertElement(array *Node, index int, texts ...string) Splice {
	items := make([]string, len(texts))
	plain := true
	for i, t := range texts {
		v := mustParse(t)
		items[i], plain = d.element(array, index, v), plain && v.plain()
	}
	return d.insert(array, index, items, plain)
}

// InsertMember puts a member behind another one of the same object, or in front
// of all when after is nil. value is JSON text.
func (d *Document) InsertMember(object, after *Node, name, value string) Splice {
	return d.InsertMembers(object, after, Member{name, value})
}

// InsertMembers is InsertMember for several members. Use one call for all that
// goes into an empty object.
func (d *Document) InsertMembers(object, after *Node, members ...Member) Splice {
	index := 0
	if after != nil {
		index = after.Index + 1
	}
	items := make([]string, len(members))
	plain := true
	for i, m := range members {
		v := mustParse(m.Value)
		items[i] = Quote(m.Name) + d.Style().Colon + d.inContainer(object, index, v)
		plain = plain && v.plain()
	}
	return d.insert(object, index, items, plain)
}

// ReplaceValue replaces n by a JSON text, on one line or over several as n was.
func (d *Document) ReplaceValue(n *Node, value string) Splice {
	v, s := mustParse(value), d.Style()
	text := s.Inline(v)
	if !v.plain() && (d.broken(n) || n.plain() && d.broken(d.Root)) {
		text = s.Format(v, d.lineIndent(n.Start))
	}
	return Splice{n.Start, n.End, text}
}

// RemoveElement takes the child at index out of an array or object, together
// with one comma. Of two neighbours, remove one at a time.
func (d *Document) RemoveElement(container *Node, index int) Splice {
	cs := container.Children
	switch {
	case len(cs) == 1:
		opening, closing := container.brackets()
		return Splice{container.Start, container.End, opening + closing}
	case index == len(cs)-1:
		return Splice{cs[index-1].End, cs[index].End, ""}
	}
	return Splice{cs[index].begin(), cs[index+1].begin(), ""}
}

func (d *Document) insert(container *Node, index int, items []string, plain bool) Splice {
	cs := container.Children
	if len(cs) == 0 {
		return d.fill(container, items, plain)
	}
	sep := d.separator(container, index)
	if index == len(cs) {
		end := cs[index-1].End
		return Splice{end, end, "," + sep + strings.Join(items, ","+sep)}
	}
	start := cs[index].begin()
	return Splice{start, start, strings.Join(items, ","+sep) + "," + sep}
}

// fill replaces an empty container. On one line stays only what reads well
// there: plain values, where the document has the like on one line.
func (d *Document) fill(container *Node, items []string, plain bool) Splice {
	s := d.Style()
	opening, closing := container.brackets()
	if d.oneLine(container, s, plain) {
		return Splice{container.Start, container.End, opening + strings.Join(items, s.Comma) + closing}
	}
	base := d.lineIndent(container.Start)
	sep := s.Newline + base + s.Indent
	return Splice{container.Start, container.End,
		opening + sep + strings.Join(items, ","+sep) + s.Newline + base + closing}
}

func (d *Document) oneLine(container *Node, s Style, plain bool) bool {
	return plain && (!d.broken(d.Root) || s.InlineArrays && container.Kind == Array)
}

// separator returns the blanks that follow a comma at index of a container
// that is not empty: those its other children have.
func (d *Document) separator(container *Node, index int) string {
	cs := container.Children
	if len(cs) > 1 {
		return d.gap(cs[min(max(index, 1), len(cs)-1)])
	}
	if g := d.gap(cs[0]); strings.Contains(g, "\n") {
		return g
	}
	return strings.TrimPrefix(d.Style().Comma, ",")
}

// element writes a new element as the first element with content is written.
func (d *Document) element(array *Node, index int, v *Node) string {
	i := slices.IndexFunc(array.Children, func(c *Node) bool { return !c.plain() })
	if v.plain() || i < 0 {
		return d.inContainer(array, index, v)
	}
	if like := array.Children[i]; d.broken(like) {
		return d.Style().Format(v, d.lineIndent(like.End-1))
	}
	return d.Style().Inline(v)
}

// inContainer writes a new value by the line breaks between its neighbours.
func (d *Document) inContainer(container *Node, index int, v *Node) string {
	s := d.Style()
	if container.plain() {
		if d.oneLine(container, s, v.plain()) {
			return s.Inline(v)
		}
		return s.Format(v, d.lineIndent(container.Start)+s.Indent)
	}
	sep := d.separator(container, index)
	i := strings.LastIndexByte(sep, '\n')
	if i < 0 {
		return s.Inline(v)
	}
	return s.Format(v, sep[i+1:])
}

// mustParse reads a value that this program wrote, so bad text is a bug.
func mustParse(text string) *Node {
	doc, faults := Parse("new value", []byte(text), Limits{})
	if len(faults) > 0 {
		panic("jsondoc: " + faults[0].Message)
	}
	return doc.Root
}
