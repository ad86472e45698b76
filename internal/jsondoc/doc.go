// Package jsondoc is JSON that remembers where each value stands.
//
// Parse is strict: text that another parser might read differently (duplicate
// keys, invalid UTF-8, a byte order mark, trailing text) is a finding, so that
// every later step may trust what it sees (PLATFORM.md §3).
package jsondoc

import (
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// A Kind is the type of a JSON value.
type Kind byte

// The kinds of JSON values. The zero Kind is invalid.
const (
	Null Kind = iota + 1
	Bool
	Number
	String
	Array
	Object
)

// String returns the word JSON Schema uses for the kind.
func (k Kind) String() string {
	names := [...]string{"invalid", "null", "boolean", "number", "string", "array", "object"}
	if int(k) < len(names) {
		return names[k]
	}
	return names[0]
}

// A Document is a parsed file. Root is nil when the text is not JSON at all.
type Document struct {
	Name string // slash-separated, from the repository's root
	Src  []byte
	Root *Node

	text index
}

// A Node is one value of a document. A nil Node is a missing value: its
// methods are safe and find nothing.
type Node struct {
	Kind     Kind
	Parent   *Node
	Name     string  // the member's name, when Parent is an object
	Index    int     // the position among Parent's children
	Text     string  // a string's decoded value, or the spelling of a number or literal
	Children []*Node // elements or member values, in file order

	Start, End       int // the value's bytes in Src, half open
	KeyStart, KeyEnd int // the name's bytes with its quotes; both 0 for non-members
}

// Get returns the first member called name, or nil. Names are compared
// exactly: no case folding, unlike encoding/json.
func (n *Node) Get(name string) *Node {
	if n == nil || n.Kind != Object {
		return nil
	}
	for _, c := range n.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Is reports whether n is present and of kind k.
func (n *Node) Is(k Kind) bool { return n != nil && n.Kind == k }

// Str returns a string's value, or "" when n is no string.
func (n *Node) Str() string {
	if !n.Is(String) {
		return ""
	}
	return n.Text
}

// Elems returns the elements of an array; none when n is no array.
func (n *Node) Elems() []*Node {
	if !n.Is(Array) {
		return nil
	}
	return n.Children
}

// Members returns the member values of an object; none when n is no object.
func (n *Node) Members() []*Node {
	if !n.Is(Object) {
		return nil
	}
	return n.Children
}

// Pointer returns n's JSON Pointer (RFC 6901); "" for the root and for nil.
func (n *Node) Pointer() string {
	if n == nil || n.Parent == nil {
		return ""
	}
	return n.Parent.Pointer() + "/" + n.token()
}

func (n *Node) token() string {
	if n.Parent.Kind == Array {
		return itoa(n.Index)
	}
	return EscapeToken(n.Name)
}

// EscapeToken escapes one reference token of a JSON Pointer.
func EscapeToken(s string) string {
	if !strings.ContainsAny(s, "~/") {
		return s
	}
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(s)
}

// Place returns where n stands; for a missing node the whole document.
func (d *Document) Place(n *Node) diag.Place {
	if n == nil {
		return diag.InFile(d.Name)
	}
	return d.place(n, n.Start, n.End)
}

// KeyPlace returns where the name of member n stands; for other nodes the value.
func (d *Document) KeyPlace(n *Node) diag.Place {
	if n == nil || n.KeyEnd == 0 {
		return d.Place(n)
	}
	return d.place(n, n.KeyStart, n.KeyEnd)
}

func (d *Document) place(n *Node, start, end int) diag.Place {
	return diag.Place{
		File: d.Name, Pointer: n.Pointer(),
		Start: d.Position(start), End: d.Position(end),
	}
}

// Position returns the line and column of a byte offset.
func (d *Document) Position(offset int) diag.Position { return d.text.position(d.Src, offset) }

// Raw returns n's text as it stands in the file.
func (d *Document) Raw(n *Node) []byte { return d.Src[n.Start:n.End] }

// Find returns the value at a JSON Pointer and whether it exists. When it does
// not, the node returned is its nearest existing ancestor.
func (d *Document) Find(pointer string) (*Node, bool) {
	n := d.Root
	if pointer == "" {
		return n, n != nil
	}
	for tok := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		next := n.child(tok)
		if next == nil {
			return n, false
		}
		n = next
	}
	return n, n != nil
}

func (n *Node) child(token string) *Node {
	if n == nil {
		return nil
	}
	for _, c := range n.Children {
		if c.token() == token {
			return c
		}
	}
	return nil
}
