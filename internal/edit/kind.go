package edit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// A value of another kind than an operation writes is somebody's mistake, whose
// sense only a person knows: it is refused and never written over.

// unfit says which of the members of an object in e stands in the way because
// its value is of another kind; "" for none. Missing ones don't.
func unfit(e *registry.Entry, object *jsondoc.Node, want jsondoc.Kind, names ...string) string {
	for _, name := range names {
		if n := object.Get(name); n != nil && !n.Is(want) {
			return unfitValue(e, n, want)
		}
	}
	return ""
}

// unfitTexts is unfit for a field that holds a list of strings.
func unfitTexts(e *registry.Entry, name string) string {
	for _, n := range e.Node.Get(name).Elems() {
		if !n.Is(jsondoc.String) {
			return unfitValue(e, n, jsondoc.String)
		}
	}
	return unfit(e, e.Node, jsondoc.Array, name)
}

func unfitValue(e *registry.Entry, n *jsondoc.Node, want jsondoc.Kind) string {
	field := strings.TrimPrefix(n.Pointer(), e.Node.Pointer()+"/")
	return fmt.Sprintf("%q is of type %s, want %s", field, n.Kind, want)
}

// isTexts reports whether n is missing or a list of strings.
func isTexts(n *jsondoc.Node) bool {
	return n == nil || n.Is(jsondoc.Array) && !slices.ContainsFunc(n.Children, func(x *jsondoc.Node) bool { return !x.Is(jsondoc.String) })
}

// isProvenance reports whether n is missing or a list of records that
// recordProvenance can keep whole.
func isProvenance(n *jsondoc.Node) bool {
	return n == nil || n.Is(jsondoc.Array) && !slices.ContainsFunc(n.Children, func(x *jsondoc.Node) bool {
		return !x.Get("path").Is(jsondoc.String) || !x.Get("blob").Is(jsondoc.String) ||
			slices.ContainsFunc(x.Members(), func(m *jsondoc.Node) bool {
				return !m.Is(jsondoc.String) || !slices.Contains([]string{"path", "blob", "commit"}, m.Name)
			})
	})
}
