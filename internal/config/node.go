package config

import (
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// kind names a node's type for people.
func kind(n ast.Node) string {
	switch n.(type) {
	case nil, *ast.NullNode:
		return "empty"
	case ast.MapNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode, *ast.LiteralNode:
		return "text"
	case *ast.BoolNode:
		return "true or false"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	}
	return "something else"
}

// shown is a node as a message shows it: text quoted, numbers and booleans as
// written, all else by kind.
func shown(n ast.Node) string {
	switch kind(n) {
	case "text":
		return quote(textOf(n))
	case "a number", "true or false":
		return printable(n.GetToken().Value)
	}
	return kind(n)
}

func isEmpty(n ast.Node) bool { return kind(n) == "empty" }

func textOf(n ast.Node) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	}
	return n.GetToken().Value
}

// first returns the token a node begins with. A block mapping's own token is
// its first colon, so its first key stands for it.
func first(n ast.Node) *token.Token {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return first(n.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return first(n.Key)
	}
	return n.GetToken()
}

// last returns the token a node ends with.
func last(n ast.Node) *token.Token {
	switch n := n.(type) {
	case *ast.MappingNode:
		if n.IsFlowStyle && n.End != nil {
			return n.End
		}
		if len(n.Values) > 0 {
			return last(n.Values[len(n.Values)-1].Value)
		}
	case *ast.MappingValueNode:
		return last(n.Value)
	case *ast.SequenceNode:
		if n.IsFlowStyle && n.End != nil {
			return n.End
		}
		if len(n.Values) > 0 {
			return last(n.Values[len(n.Values)-1])
		}
	}
	return n.GetToken()
}

func start(t *token.Token) diag.Position {
	if t == nil || t.Position == nil {
		return diag.Position{Line: 1, Column: 1}
	}
	return diag.Position{Line: max(t.Position.Line, 1), Column: max(t.Position.Column, 1)}
}

// end is where a token's text ends; a block scalar ends with its header, which
// is the only part of it whose place the parser keeps.
func end(t *token.Token) diag.Position {
	at := start(t)
	if t == nil || t.Type == token.ImplicitNullType {
		return at
	}
	lines := strings.Split(strings.TrimSpace(t.Origin), "\n")
	if len(lines) == 1 {
		at.Column += utf8.RuneCountInString(lines[0])
		return at
	}
	at.Line += len(lines) - 1
	at.Column = 1 + utf8.RuneCountInString(lines[len(lines)-1])
	return at
}

// place is where a node stands.
func (p *parser) place(n ast.Node, pointer string) diag.Place {
	return diag.Place{File: p.cfg.File, Start: start(first(n)), End: end(last(n)), Pointer: pointer}
}
