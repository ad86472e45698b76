package config

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"github.com/cmmv-hive/modelgate/internal/nearest"
)

// bipSizeClasses are the size classes that BIP-035 allows a general.
func bipSizeClasses() []string { return []string{"large", "xl", "xxl"} }

// bipVariants are the variants that BIP-035 forbids a general.
func bipVariants() []string { return []string{"mini", "low", "nano"} }

const onlyTighten = "policy may only tighten it"

// variantPattern is a whole token of a name: names are split where letters meet
// digits or punctuation, and lowered, so any other word would never match.
var variantPattern = regexp.MustCompile(`^[a-z]+$`)

func (p *parser) policy(where string, n ast.Node) {
	p.mapping(where, n, []key{
		{"general_size_classes", p.sizeClasses},
		{"forbidden_variants", p.forbidden},
		{"suspect_variants", p.suspect},
	})
}

func (p *parser) sizeClasses(where string, n ast.Node) {
	known := bipSizeClasses()
	list, ok := p.list(where, n, func(s string) string {
		if slices.Contains(known, s) {
			return ""
		}
		if help := nearest.Hint(s, known); help != "" {
			return fmt.Sprintf(", want %s%s", either(known), help)
		}
		return fmt.Sprintf("; BIP-035 allows generals %s alone, %s", both(known), onlyTighten)
	})
	if !ok {
		return
	}
	if len(list) == 0 {
		p.report(n, "%s is empty, want at least one of %s", where, both(known))
		return
	}
	p.cfg.Policy.GeneralSizeClasses = list
}

func (p *parser) forbidden(where string, n ast.Node) {
	list, ok := p.list(where, n, wrongVariant)
	if !ok {
		return
	}
	for _, v := range bipVariants() {
		if !slices.Contains(list, v) {
			p.report(n, "%s lacks %q, which BIP-035 forbids; %s", where, v, onlyTighten)
			ok = false
		}
	}
	if ok {
		p.cfg.Policy.ForbiddenVariants = list
	}
}

// suspect may be any list: these words are not BIP-035's.
func (p *parser) suspect(where string, n ast.Node) {
	if list, ok := p.list(where, n, wrongVariant); ok {
		p.cfg.Policy.SuspectVariants = list
	}
}

func wrongVariant(s string) string {
	if variantPattern.MatchString(s) {
		return ""
	}
	return ", want one word of lower-case letters"
}
