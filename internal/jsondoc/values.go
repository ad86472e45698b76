package jsondoc

import (
	"encoding/json"
)

// Value returns n as plain Go values: nil, bool, json.Number, string, []any
// and map[string]any. Numbers keep their spelling. A nil node gives nil.
func (n *Node) Value() any {
	if n == nil {
		return nil
	}
	switch n.Kind {
	case Bool:
		return n.Text == "true"
	case Number:
		return json.Number(n.Text)
	case String:
		return n.Text
	case Array:
		a := make([]any, len(n.Children))
		for i, c := range n.Children {
			a[i] = c.Value()
		}
		return a
	case Object:
		m := make(map[string]any, len(n.Children))
		for _, c := range n.Children {
			m[c.Name] = c.Value()
		}
		return m
	}
	return nil
}
