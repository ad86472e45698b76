package report

import (
	"cmp"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// maxDescription is the length in characters beyond which code scanning does
// not take a description.
const maxDescription = 1024

// sarifRules is the catalogue, with a line for each rule of a finding that it
// does not list, and the index of each by name.
func sarifRules(run Run) (index map[string]int, rules []sarifRule) {
	index, rules = map[string]int{}, []sarifRule{}
	add := func(r diag.Rule) {
		if _, listed := index[r.Name]; !listed {
			index[r.Name] = len(rules)
			rules = append(rules, sarifRuleOf(r))
		}
	}
	for _, r := range run.Rules {
		add(r)
	}
	for _, f := range run.Findings {
		add(diag.Rule{Name: f.Rule})
	}
	return index, rules
}

func sarifRuleOf(r diag.Rule) sarifRule {
	summary := cut(oneLine(cmp.Or(r.Summary, r.Name)), maxDescription-1) + "."
	out := sarifRule{
		ID:               Clean(r.Name),
		ShortDescription: sarifMessage{Text: summary},
		FullDescription:  sarifMessage{Text: cut(cmp.Or(oneLine(r.Why), summary), maxDescription)},
		Help:             sarifHelp(r, summary),
	}
	if r.Severity != 0 {
		out.DefaultConfiguration = &sarifConfiguration{Level: r.Severity.String()}
		out.Properties = &sarifRuleTags{Tags: []string{Clean(r.Group)}, ProblemSeverity: problemSeverity(r.Severity)}
	}
	return out
}

// problemSeverity is code scanning's word for a severity.
func problemSeverity(s diag.Severity) string {
	if s == diag.Note {
		return "recommendation"
	}
	return s.String()
}

// sarifHelp is the reason and the repair, in plain text and in Markdown.
func sarifHelp(r diag.Rule, summary string) sarifMessage {
	text := []string{summary}
	markdown := []string{prose(summary)}
	for _, part := range []struct{ title, text string }{
		{"Why", r.Why}, {"Repair", r.Repair}, {"Configure", r.Configure},
	} {
		if t := strings.TrimSpace(part.text); t != "" {
			text = append(text, part.title+": "+t)
			markdown = append(markdown, "**"+part.title+".** "+prose(t))
		}
	}
	return sarifMessage{Text: strings.Join(text, "\n\n"), Markdown: strings.Join(markdown, "\n\n")}
}

// oneLine joins the lines that a text is written in.
func oneLine(s string) string { return Clean(strings.Join(strings.Fields(s), " ")) }

// prose escapes what Markdown would take for HTML, outside code spans.
func prose(s string) string {
	parts := strings.Split(s, "`")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = strings.NewReplacer("<", "&lt;", "&", "&amp;").Replace(parts[i])
	}
	return strings.Join(parts, "`")
}
