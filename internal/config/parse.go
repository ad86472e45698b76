package config

import (
	"errors"
	"fmt"
	"strconv"

	yaml "github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	yamlparser "github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// A Vocabulary is what a config may name.
type Vocabulary struct {
	Rules []string // every rule's name
	Fixed []string // those that can be neither switched off nor lowered nor suppressed
	// Floors are the default severities of the fixed rules; one without a
	// floor may not go below warning.
	Floors map[string]diag.Severity
}

// VocabularyOf is the vocabulary of a catalogue of rules.
func VocabularyOf(rules []diag.Rule) Vocabulary {
	v := Vocabulary{Floors: map[string]diag.Severity{}}
	for _, r := range rules {
		v.Rules = append(v.Rules, r.Name)
		if r.Fixed {
			v.Fixed = append(v.Fixed, r.Name)
			v.Floors[r.Name] = r.Severity
		}
	}
	return v
}

// parser collects a config and its problems.
type parser struct {
	cfg      *Config
	words    Vocabulary
	problems []Problem
	places   map[string]ast.Node // values of paths and signing.allowed_signers, by full key
}

// Parse reads a config file; name is what its places call it. The error is an
// *Error that lists every problem. Faults of single suppressions are no error:
// they are in Suppression.Problem.
func Parse(name string, src []byte, v Vocabulary) (*Config, error) {
	p := &parser{cfg: Default(), words: v, places: map[string]ast.Node{}}
	p.cfg.File = name
	text, problems := plainText(name, src)
	if len(problems) > 0 {
		return nil, errorOf(problems)
	}
	body := p.parseYAML(text)
	if len(p.problems) == 0 {
		p.top(body)
	}
	if err := errorOf(p.problems); err != nil {
		return nil, err
	}
	return p.cfg, nil
}

// parseYAML returns the only document's value; nil when there is none.
func (p *parser) parseYAML(text string) (body ast.Node) {
	// The library is known to panic on odd input; whoever wrote that input
	// gets a message and no stack trace.
	defer func() {
		if r := recover(); r != nil {
			body = nil
			p.reportFile("not YAML: the parser gives up on this file")
		}
	}()
	tokens := lexer.Tokenize(text)
	p.checkTokens(tokens)
	if len(p.problems) > 0 {
		return nil
	}
	// Duplicate keys are ours to report: the parser stops at the first.
	file, err := yamlparser.Parse(tokens, 0, yamlparser.AllowDuplicateMapKey())
	if err != nil {
		p.reportSyntax(err)
		return nil
	}
	for _, d := range file.Docs {
		if d.Body != nil {
			return d.Body
		}
	}
	return nil
}

func (p *parser) reportSyntax(err error) {
	var e yaml.Error
	if !errors.As(err, &e) {
		p.reportFile("not YAML: %s", printable(err.Error()))
		return
	}
	p.reportToken(e.GetToken(), "not YAML: "+printable(e.GetMessage()))
}

func (p *parser) top(n ast.Node) {
	if isEmpty(n) {
		p.reportFirst(`version is missing; write "version: 1"`)
		return
	}
	m, ok := n.(ast.MapNode)
	if !ok {
		p.report(n, "file is %s, want a mapping", kind(n))
		return
	}
	version := lookup(m, "version")
	if version == nil {
		p.reportFirst(`version is missing; write "version: 1"`)
	} else if !p.version(version) {
		return
	}
	p.mapping("", n, []key{
		{"version", func(string, ast.Node) {}},
		{"root", p.root},
		{"paths", p.paths},
		{"rules", p.rules},
		{"policy", p.policy},
		{"limits", p.limits},
		{"automation", p.automation},
		{"audit", p.audit},
		{"signing", p.signing},
		{"suppressions", p.suppressions},
	})
	p.checkCollisions()
}

// version reports whether the rest of the file is worth reading: what a newer
// version means, only a newer modelgate knows.
func (p *parser) version(n ast.Node) bool {
	i, ok := n.(*ast.IntegerNode)
	if !ok {
		p.report(n, "version is %s, want the number 1", shown(n))
		return true
	}
	switch v, err := strconv.ParseUint(i.Token.Value, 10, 64); {
	case err != nil || v < 1:
		p.report(n, "version is %s, want 1", shown(n))
	case v > 1:
		p.report(n, "version is %s, this modelgate reads version 1; upgrade modelgate", shown(n))
		return false
	}
	return true
}

func (p *parser) report(n ast.Node, format string, args ...any) {
	p.problems = append(p.problems, Problem{Place: p.place(n, ""), Message: fmt.Sprintf(format, args...)})
}

func (p *parser) reportToken(t *token.Token, message string) {
	at := diag.Place{File: p.cfg.File, Start: start(t), End: end(t)}
	p.problems = append(p.problems, Problem{Place: at, Message: message})
}

// reportFirst reports something that is missing: at the file's first line.
func (p *parser) reportFirst(message string) { p.reportToken(nil, message) }

func (p *parser) reportFile(format string, args ...any) {
	p.problems = append(p.problems, Problem{Place: diag.InFile(p.cfg.File), Message: fmt.Sprintf(format, args...)})
}
