package config

import (
	"fmt"

	"github.com/goccy/go-yaml/token"
)

const (
	// maxTokens is room for some 3,000 suppressions. The YAML parser takes
	// quadratic time in the keys of a mapping: 600,000 tokens, 80 seconds.
	maxTokens = 1 << 16
	// maxNesting and maxIndent bound the parser's recursion, which a panic
	// handler cannot: a Go program that runs out of stack is gone.
	maxNesting = 32
	maxIndent  = 200
)

// refusals says which of YAML's features a config may not use, and why not.
func refusals() map[token.Type]string {
	return map[token.Type]string{
		token.AnchorType:     `anchors are not allowed; quote a value that begins with "&"`,
		token.AliasType:      `aliases are not allowed; quote a value that begins with "*"`,
		token.MergeKeyType:   `merge keys ("<<") are not allowed`,
		token.TagType:        `tags are not allowed; quote a value that begins with "!"`,
		token.DirectiveType:  `directives are not allowed; quote a value that begins with "%"`,
		token.MappingKeyType: `explicit keys ("?") are not allowed`,
	}
}

// checkTokens refuses what a config does not need and what makes the parser
// slow or run out of stack.
func (p *parser) checkTokens(tokens token.Tokens) {
	if len(tokens) > maxTokens {
		p.reportFile("file has %d YAML tokens, more than the limit of %d", len(tokens), maxTokens)
		return
	}
	refused := refusals()
	for _, t := range tokens {
		if why, ok := refused[t.Type]; ok {
			p.reportToken(t, why)
		}
	}
	p.checkNesting(tokens)
	p.checkDocuments(tokens)
}

func (p *parser) checkNesting(tokens token.Tokens) {
	flow, line, entries := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, entries = t.Position.Line, 0
			if flow == 0 && t.Type != token.CommentType && t.Position.Column > maxIndent {
				p.reportToken(t, fmt.Sprintf("indented by more than %d columns", maxIndent))
				return
			}
		}
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			flow++
		case token.MappingEndType, token.SequenceEndType:
			flow--
		case token.SequenceEntryType:
			entries++
		}
		if flow > maxNesting || entries > maxNesting {
			p.reportToken(t, fmt.Sprintf("nested more than %d levels deep", maxNesting))
			return
		}
	}
}

// checkDocuments allows one document, with or without its markers.
func (p *parser) checkDocuments(tokens token.Tokens) {
	begun, ended := false, false
	for _, t := range tokens {
		switch {
		case t.Type == token.CommentType:
		case t.Type == token.DocumentEndType:
			ended = true
		case ended, begun && t.Type == token.DocumentHeaderType:
			p.reportToken(t, "a second document is not allowed")
			return
		default:
			begun = true
		}
	}
}
