package config

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"github.com/cmmv-hive/modelgate/internal/nearest"
)

// A key is one that a mapping may hold, with what reads its value. The reader
// is given the value's full name, such as "paths.registry".
type key struct {
	name string
	read func(where string, value ast.Node)
}

// mapping reads a mapping with fixed keys. An empty value is an empty mapping,
// as when everything below a key is commented out.
func (p *parser) mapping(where string, n ast.Node, keys []key) {
	var known []string
	for _, k := range keys {
		known = append(known, k.name)
	}
	p.entries(where, n, func(name string, k, v ast.Node) {
		i := slices.Index(known, name)
		if i < 0 {
			p.unknownKey(where, name, k, known)
			return
		}
		keys[i].read(full(where, name), v)
	})
}

func (p *parser) unknownKey(where, name string, k ast.Node, known []string) {
	in, help := "", nearest.Hint(name, known)
	if where != "" {
		in = " in " + where
	}
	if help == "" {
		help = ", want " + either(known)
	}
	p.report(k, "unknown key %s%s%s", quote(name), in, help)
}

// entries visits each key once; a repeated one is a problem.
func (p *parser) entries(where string, n ast.Node, visit func(name string, k, v ast.Node)) {
	if isEmpty(n) {
		return
	}
	m, ok := n.(ast.MapNode)
	if !ok {
		p.report(n, "%s is %s, want a mapping", where, kind(n))
		return
	}
	lines := map[string]int{}
	for it := m.MapRange(); it.Next(); {
		name := textOf(it.Key())
		if line, dup := lines[name]; dup {
			p.report(it.Key(), "duplicate key %s, first used in line %d", quote(name), line)
			continue
		}
		lines[name] = start(first(it.Key())).Line
		visit(name, it.Key(), it.Value())
	}
}

// lookup returns a key's value, nil when the mapping has none.
func lookup(m ast.MapNode, name string) ast.Node {
	for it := m.MapRange(); it.Next(); {
		if textOf(it.Key()) == name {
			return it.Value()
		}
	}
	return nil
}

func full(where, name string) string {
	if where == "" {
		return name
	}
	return where + "." + name
}

// text reads text that is not empty. Anything else is a problem.
func (p *parser) text(where string, n ast.Node) (string, bool) {
	switch k := kind(n); {
	case k == "empty", k == "text" && textOf(n) == "":
		p.report(n, "%s is empty, want text", where)
	case k == "a number", k == "true or false":
		p.report(n, "%s is %s, want text; quote it", where, shown(n))
	case k != "text":
		p.report(n, "%s is %s, want text", where, k)
	default:
		return textOf(n), true
	}
	return "", false
}

// word reads one of a few words.
func (p *parser) word(where string, n ast.Node, known []string) (string, bool) {
	if isEmpty(n) || kind(n) == "a mapping" || kind(n) == "a list" {
		p.report(n, "%s is %s, want %s", where, kind(n), either(known))
		return "", false
	}
	w := textOf(n)
	if slices.Contains(known, w) {
		return w, true
	}
	help := nearest.Hint(w, known)
	if _, isBool := n.(*ast.BoolNode); isBool && w == "false" && slices.Contains(known, "off") {
		help = `; did you mean "off"?`
	}
	p.report(n, "%s is %s, want %s%s", where, shown(n), either(known), help)
	return "", false
}

func (p *parser) boolean(where string, n ast.Node) (bool, bool) {
	b, ok := n.(*ast.BoolNode)
	if !ok {
		p.report(n, "%s is %s, want true or false", where, shown(n))
		return false, false
	}
	return b.Value, true
}

// list reads a list of different texts; check returns what is wrong with one,
// or "". The second result is false when there was any problem.
func (p *parser) list(where string, n ast.Node, check func(string) string) ([]string, bool) {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		p.report(n, "%s is %s, want a list", where, kind(n))
		return nil, false
	}
	before := len(p.problems)
	out := make([]string, 0, len(s.Values))
	seen := map[string]bool{}
	for i, v := range s.Values {
		at := fmt.Sprintf("%s[%d]", where, i)
		t, ok := p.text(at, v)
		if !ok {
			continue
		}
		if wrong := check(t); wrong != "" {
			p.report(v, "%s is %s%s", at, quote(t), wrong)
		} else if seen[t] {
			p.report(v, "%s is %s, which the list already has", at, quote(t))
		}
		seen[t] = true
		out = append(out, t)
	}
	return out, len(p.problems) == before
}
