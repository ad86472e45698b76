package config

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/goccy/go-yaml/ast"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// A Suppression silences the findings of one rule about one subject.
type Suppression struct {
	Rule    string
	Subject string    // a finding's subject or identity, or a glob over one ("**" crosses slashes)
	Reason  string    // why; never empty in a valid one
	Owner   string    // free text; may be empty
	Expires time.Time // the first instant at which it is expired: the start of the UTC day after `expires`; zero: never
	Place   diag.Place
	Problem string // why it is invalid, a sentence without full stop; "" when it is valid
}

// Matches reports whether a valid suppression is about the finding. It does not
// look at the expiry, nor at the model id: of a registry entry and a metrics
// file that is the subject, and an evaluation may state any.
func (s Suppression) Matches(f diag.Finding) bool {
	if s.Problem != "" || s.Rule != f.Rule {
		return false
	}
	return f.Claim < diag.ClaimsSubject && s.isAbout(f.Subject) ||
		f.Claim < diag.ClaimsIdentity && s.isAbout(f.Identity)
}

func (s Suppression) isAbout(subject string) bool {
	if subject == "" {
		return false
	}
	if s.Subject == subject {
		return true
	}
	ok, err := doublestar.Match(s.Subject, subject)
	return ok && err == nil
}

// Expired reports whether the suppression no longer holds.
func (s Suppression) Expired(now time.Time) bool {
	return !s.Expires.IsZero() && !now.Before(s.Expires)
}

func (p *parser) suppressions(where string, n ast.Node) {
	if isEmpty(n) {
		return
	}
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		p.report(n, "%s is %s, want a list", where, kind(n))
		return
	}
	for i, v := range list.Values {
		at := fmt.Sprintf("%s[%d]", where, i)
		if _, ok := v.(ast.MapNode); !ok {
			p.report(v, "%s is %s, want a mapping", at, kind(v))
			continue
		}
		s := p.suppression(at, v)
		s.Place = p.place(v, fmt.Sprintf("/%s/%d", where, i))
		p.cfg.Suppressions = append(p.cfg.Suppressions, s)
	}
}

func (p *parser) suppression(where string, n ast.Node) Suppression {
	var s Suppression
	var badDate string
	p.mapping(where, n, []key{
		{"rule", p.optionalText(&s.Rule)},
		{"subject", p.optionalText(&s.Subject)},
		{"reason", p.optionalText(&s.Reason)},
		{"owner", p.optionalText(&s.Owner)},
		{"expires", func(_ string, n ast.Node) {
			day, err := time.Parse(time.DateOnly, textOrEmpty(n))
			if err != nil {
				badDate = fmt.Sprintf("expires is %s, want a date such as 2026-12-31", shown(n))
				return
			}
			s.Expires = day.AddDate(0, 0, 1)
		}},
	})
	problems := slices.DeleteFunc([]string{
		p.wrongRule(s.Rule), wrongSubject(s.Subject), wrongReason(s.Reason), badDate,
	}, func(s string) bool { return s == "" })
	s.Problem = strings.Join(problems, "; ")
	return s
}

// optionalText reads text that may be empty: what must not be is the
// suppression's own problem.
func (p *parser) optionalText(field *string) func(string, ast.Node) {
	return func(where string, n ast.Node) {
		if isEmpty(n) || kind(n) == "text" && textOf(n) == "" {
			return
		}
		if t, ok := p.text(where, n); ok {
			*field = t
		}
	}
}

func (p *parser) wrongRule(rule string) string {
	switch {
	case rule == "":
		return "rule is missing"
	case !slices.Contains(p.words.Rules, rule):
		return unknownRule(rule, p.words.Rules)
	case slices.Contains(p.words.Fixed, rule):
		return fmt.Sprintf("rule %q cannot be switched off", rule)
	}
	return ""
}

func wrongSubject(subject string) string {
	if subject == "" {
		return "subject is missing"
	}
	// A subject that is no valid glob is compared as it is.
	if wrong := wrongGlob(subject); wrong != "" && doublestar.ValidatePattern(subject) {
		return fmt.Sprintf("subject %s", wrong)
	}
	return ""
}

func wrongReason(reason string) string {
	if strings.TrimSpace(reason) == "" {
		return "reason is missing"
	}
	return ""
}
