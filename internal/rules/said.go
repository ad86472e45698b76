package rules

import (
	"strconv"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// said is a value as a message quotes it: strings as %q, numbers and literals
// as the file spells them, anything larger by its kind.
func said(n *jsondoc.Node) string {
	switch {
	case n == nil:
		return "absent"
	case n.Is(jsondoc.String):
		return strconv.Quote(n.Text)
	case n.Is(jsondoc.Array), n.Is(jsondoc.Object):
		return "an " + n.Kind.String()
	}
	return n.Text
}

// keyOf is a value within a fingerprint's key: its text when it is no list and
// no object.
func keyOf(n *jsondoc.Node) string {
	if n.Is(jsondoc.Array) || n.Is(jsondoc.Object) || n == nil {
		return ""
	}
	return n.Text
}

// isText reports whether element i of an entry's array is a string, which may
// be empty. Of what is none the schema speaks.
func isText(e *registry.Entry, field string, i int) bool {
	elems := e.Node.Get(field).Elems()
	return i < len(elems) && elems[i].Is(jsondoc.String)
}
