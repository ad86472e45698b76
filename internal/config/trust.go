package config

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

var (
	// A login, with the underscore that managed users have and the suffix of
	// GitHub Apps.
	loginPattern   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}(\[bot\])?$`)
	trailerPattern = regexp.MustCompile(`^([A-Za-z0-9-]+):[ \t]*(\S.*)$`)
)

func (p *parser) automation(where string, n ast.Node) {
	a := &p.cfg.Automation
	set := func(field *[]string, check func(string) string) func(string, ast.Node) {
		return func(where string, n ast.Node) {
			if list, ok := p.list(where, n, check); ok {
				*field = list
			}
		}
	}
	p.mapping(where, n, []key{
		{"accounts", set(&a.Accounts, wrongLogin)},
		{"emails", set(&a.Emails, wrongEmail)},
		{"trailers", set(&a.Trailers, wrongTrailer)},
	})
}

func wrongLogin(s string) string {
	switch {
	case strings.HasPrefix(s, "@"):
		return `; write the login without "@"`
	case !loginPattern.MatchString(s):
		return ", want a login such as hive-bot; no pattern is allowed here"
	}
	return ""
}

func wrongEmail(s string) string {
	if !strings.Contains(s, "@") {
		return `, want an e-mail address or a pattern such as "*@bots.example"`
	}
	return comma(wrongGlob(s))
}

func wrongTrailer(s string) string {
	m := trailerPattern.FindStringSubmatch(s)
	if m == nil {
		return `, want a trailer such as "Co-authored-by: *-bot"`
	}
	return comma(wrongGlob(m[2]))
}

func comma(wrong string) string {
	if wrong == "" {
		return ""
	}
	return fmt.Sprintf(", which %s", wrong)
}

func (p *parser) audit(where string, n ast.Node) {
	if w, ok := p.word(where, n, []string{AuditOff, AuditOptional, AuditRequired}); ok {
		p.cfg.Audit = w
	}
}

func (p *parser) signing(where string, n ast.Node) {
	s := &p.cfg.Signing
	p.mapping(where, n, []key{
		{"required", func(where string, n ast.Node) {
			if b, ok := p.boolean(where, n); ok {
				s.Required = b
			}
		}},
		{"allowed_signers", func(where string, n ast.Node) { p.path(where, n, &s.AllowedSigners) }},
	})
}
