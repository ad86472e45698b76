package schema

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/xeipuuv/gojsonschema"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// at returns the schema that speaks of the value at path, nil where the
// look-up meets anything but properties, items and references.
func (d *definition) at(path []string) map[string]any {
	s := d.deref(d.root)
	for _, token := range path {
		s = d.deref(step(s, token))
	}
	return s
}

func step(s map[string]any, token string) any {
	properties, _ := s["properties"].(map[string]any)
	if p, ok := properties[token]; ok {
		return p
	}
	if items, ok := s["items"]; ok {
		return items
	}
	return s["additionalProperties"]
}

func (d *definition) deref(v any) map[string]any {
	m, _ := v.(map[string]any)
	for m["$ref"] != nil { // ends: lint refuses circles
		ref, _ := m["$ref"].(string)
		s, _ := resolve(d.root, ref)
		m, _ = s.(map[string]any)
	}
	return m
}

// properties returns the names that the schema at path knows, sorted.
func (d *definition) properties(path []string) []string {
	m, _ := d.at(path)["properties"].(map[string]any)
	return slices.Sorted(maps.Keys(m))
}

// delimiter separates the tokens of a path. It is no UTF-8, so no name of a
// parsed document holds it; a NUL or a dot may stand in one.
const delimiter = "\xff"

// pathOf returns the path of an error's value below the validated one.
func pathOf(e gojsonschema.ResultError) []string {
	_, rest, below := strings.Cut(e.Context().String(delimiter), delimiter)
	if !below {
		return nil
	}
	return strings.Split(rest, delimiter)
}

// A finder finds nodes by path. It indexes an object once: a linear search for
// each of a million faults in one object would never end.
type finder struct {
	root    *jsondoc.Node
	members map[*jsondoc.Node]map[string]*jsondoc.Node
}

func newFinder(root *jsondoc.Node) *finder {
	return &finder{root: root, members: map[*jsondoc.Node]map[string]*jsondoc.Node{}}
}

// node returns the value at path.
func (f *finder) node(path []string) *jsondoc.Node {
	n := f.root
	for _, token := range path {
		n = f.child(n, token)
	}
	return n
}

func (f *finder) child(n *jsondoc.Node, token string) *jsondoc.Node {
	if n.Is(jsondoc.Array) {
		i, err := strconv.Atoi(token)
		if err != nil || i >= len(n.Children) {
			return nil
		}
		return n.Children[i]
	}
	index, ok := f.members[n]
	if !ok {
		index = make(map[string]*jsondoc.Node, len(n.Members()))
		for _, c := range n.Members() {
			index[c.Name] = c
		}
		f.members[n] = index
	}
	return index[token]
}
