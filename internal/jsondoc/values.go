package jsondoc

import (
	"encoding/json"
	"fmt"
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

// Decode decodes the value at a JSON Pointer into v, strictly: unlike
// encoding/json alone it never sees duplicate or case-folded keys in a parsed
// document, because unknown names are refused.
func (d *Document) Decode(pointer string, v any) error {
	n, ok := d.Find(pointer)
	if !ok {
		return fmt.Errorf("%s has no value at %q", d.Name, pointer)
	}
	if err := json.Unmarshal(d.Raw(n), v); err != nil {
		return fmt.Errorf("decode %s%s: %w", d.Name, pointer, err)
	}
	return nil
}
