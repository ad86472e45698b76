package rules

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// An orderFault is a value that stands in the wrong place. The zero one is none.
type orderFault struct {
	node *jsondoc.Node
	what string
}

// orEarlier returns the one of two faults that comes first in the file.
func (f orderFault) orEarlier(g orderFault) orderFault {
	if f.node == nil || g.node != nil && g.node.Start < f.node.Start {
		return g
	}
	return f
}

// memberFault finds the first member of an object that stands after one it
// should precede. Members that order does not name are skipped:
// unknown-property speaks of them.
func memberFault(n *jsondoc.Node, order []string) orderFault {
	last, before := -1, ""
	for _, m := range n.Members() {
		rank := slices.Index(order, m.Name)
		if rank < 0 {
			continue
		}
		if rank < last {
			return orderFault{m, fmt.Sprintf("property %q stands after %q, out of canonical order", m.Name, before)}
		}
		last, before = rank, m.Name
	}
	return orderFault{}
}

// sameEntries reports whether two registries hold the same values, in whatever
// order of entries and properties.
func sameEntries(a, b *registry.File) bool {
	return besideModels(a) == besideModels(b) && slices.Equal(entryValues(a), entryValues(b))
}

// besideModels is what the file says beside its entries.
func besideModels(f *registry.File) string {
	v, ok := f.Doc.Root.Value().(map[string]any)
	if !ok {
		return ""
	}
	delete(v, "models")
	return canonical(v)
}

func entryValues(f *registry.File) []string {
	var out []string
	for _, n := range f.Doc.Root.Get("models").Elems() {
		out = append(out, canonical(n.Value()))
	}
	slices.Sort(out)
	return out
}

// canonical writes a value with its names sorted: the same for values that
// differ in layout and the order of names alone.
func canonical(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v) // cannot be: the value came from JSON
	}
	return string(text)
}

// versionFault finds a wrapper that is older than an entry in it.
func versionFault(doc *jsondoc.Document) orderFault {
	version, stale := registry.StaleVersion(doc)
	if !stale {
		return orderFault{}
	}
	n := doc.Root.Get("schema_version")
	return orderFault{n, fmt.Sprintf("schema_version is %q, and an entry's is %q", n.Str(), version)}
}
