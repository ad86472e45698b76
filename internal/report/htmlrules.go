package report

import (
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

type (
	htmlRule struct {
		ID, Name, Severity, Summary string
		N                           int
		First                       string // the id of its first finding
		Parts                       []htmlPart
	}
	// An htmlPart is a part of a rule's explanation; an htmlSpan of its text
	// is code or not.
	htmlPart struct {
		Title      string
		Paragraphs [][]htmlSpan
	}
	htmlSpan struct {
		Code bool
		Text string
	}
)

// A rulebook numbers the rules that findings cite, in the order in which each
// is first cited.
type rulebook struct {
	catalogue map[string]diag.Rule
	at        map[string]int
	cited     []htmlRule
}

func newRulebook(rules []diag.Rule) *rulebook {
	b := &rulebook{catalogue: map[string]diag.Rule{}, at: map[string]int{}}
	for _, r := range rules {
		b.catalogue[r.Name] = r
	}
	return b
}

// cite counts a finding of the rule and returns the rule's id on the page.
func (b *rulebook) cite(name, finding string) string {
	i, ok := b.at[name]
	if !ok {
		i = len(b.cited)
		b.at[name] = i
		r := b.catalogue[name]
		r.Name = name
		b.cited = append(b.cited, htmlRuleOf(r, fmt.Sprintf("rule-%d", i+1), finding))
	}
	b.cited[i].N++
	return b.cited[i].ID
}

func htmlRuleOf(r diag.Rule, id, finding string) htmlRule {
	v := htmlRule{ID: id, Name: show(r.Name), Summary: show(r.Summary), First: finding}
	if r.Severity != 0 {
		v.Severity = r.Severity.String()
	}
	for _, p := range []struct{ title, text string }{
		{"Why", r.Why}, {"Repair", r.Repair}, {"Configure", r.Configure},
	} {
		if strings.TrimSpace(p.text) != "" {
			v.Parts = append(v.Parts, htmlPart{p.title, paragraphs(p.text)})
		}
	}
	return v
}

// paragraphs splits a text at blank lines, and each paragraph at its code.
func paragraphs(text string) [][]htmlSpan {
	var out [][]htmlSpan
	for _, p := range strings.Split(strings.TrimSpace(text), "\n\n") {
		var spans []htmlSpan
		for i, s := range strings.Split(strings.Join(strings.Fields(p), " "), "`") {
			if s != "" {
				spans = append(spans, htmlSpan{Code: i%2 == 1, Text: show(s)})
			}
		}
		out = append(out, spans)
	}
	return out
}
