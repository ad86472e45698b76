package config

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/nearest"
)

func levels() []string { return []string{"off", "note", "warning", "error"} }

func (p *parser) rules(where string, n ast.Node) {
	p.entries(where, n, func(name string, k, v ast.Node) {
		if !slices.Contains(p.words.Rules, name) {
			p.report(k, "%s", unknownRule(name, p.words.Rules))
			return
		}
		w, ok := p.word(full(where, name), v, levels())
		if !ok {
			return
		}
		l := Level{Off: w == "off", Place: p.place(v, "/rules/"+name)}
		if !l.Off {
			l.Severity, _ = diag.ParseSeverity(w) // word has checked it
		}
		if p.mayBe(name, v, l) {
			p.cfg.Rules[name] = l
		}
	})
}

// mayBe reports whether a rule may have that level, and says so when not.
func (p *parser) mayBe(name string, v ast.Node, l Level) bool {
	if !slices.Contains(p.words.Fixed, name) {
		return true
	}
	floor, ok := p.words.Floors[name]
	if !ok {
		floor = diag.Warning
	}
	switch {
	case l.Off:
		p.report(v, "rule %q cannot be switched off", name)
	case l.Severity < floor:
		p.report(v, "rule %q cannot be lowered to %s, it is at least %s", name, l.Severity, floor)
	default:
		return true
	}
	return false
}

func unknownRule(name string, known []string) string {
	help := nearest.Hint(name, known)
	if help == "" {
		help = "; `modelgate rules` lists them"
	}
	return "unknown rule " + quote(name) + help
}
