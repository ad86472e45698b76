package compare

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// Fields returns the values that differ between two JSON values, by path. The
// elements of an array whose objects have distinct names are matched by name,
// so that a re-sorted list of checks is no difference.
func Fields(base, head *jsondoc.Node) []change.Field {
	var d differ
	d.diff("", base, head)
	return d.out
}

type differ struct{ out []change.Field }

func (d *differ) diff(name string, base, head *jsondoc.Node) {
	switch {
	case base.Is(jsondoc.Object) && head.Is(jsondoc.Object):
		d.objects(name, base, head)
	case named(base) && named(head):
		d.lists(name, base, head)
	case !reflect.DeepEqual(base.Value(), head.Value()) || (base == nil) != (head == nil):
		d.out = append(d.out, change.Field{Name: name, Old: text(base), New: text(head)})
	}
}

func (d *differ) objects(name string, base, head *jsondoc.Node) {
	for _, h := range head.Members() {
		d.diff(join(name, h.Name), base.Get(h.Name), h)
	}
	for _, b := range base.Members() {
		if head.Get(b.Name) == nil {
			d.diff(join(name, b.Name), b, nil)
		}
	}
}

func (d *differ) lists(name string, base, head *jsondoc.Node) {
	old := byName(base)
	for _, h := range head.Elems() {
		d.diff(element(name, h), old[h.Get("name").Str()], h)
	}
	now := byName(head)
	for _, b := range base.Elems() {
		if now[b.Get("name").Str()] == nil {
			d.diff(element(name, b), b, nil)
		}
	}
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "." + b
}

func element(name string, n *jsondoc.Node) string {
	return name + "[" + strconv.Quote(n.Get("name").Str()) + "]"
}

// named reports whether n is an array of objects told apart by their name.
func named(n *jsondoc.Node) bool {
	return n.Is(jsondoc.Array) && len(n.Children) > 0 && len(byName(n)) == len(n.Children)
}

func byName(n *jsondoc.Node) map[string]*jsondoc.Node {
	out := map[string]*jsondoc.Node{}
	for _, e := range n.Elems() {
		if name := e.Get("name").Str(); name != "" {
			out[name] = e
		}
	}
	return out
}

// text is n as compact JSON, "" for a missing value.
func text(n *jsondoc.Node) string {
	if n == nil {
		return ""
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(n.Value()); err != nil {
		return "" // cannot be: the value came from JSON
	}
	return string(bytes.TrimSpace(b.Bytes()))
}
