package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

type (
	htmlFindings struct {
		Files    []htmlFile
		HasFixed bool
		LeftOut  string
	}
	htmlFile struct {
		ID, Name                       string
		Errors, Warnings, Notes, Fixed int
		Groups                         [3]htmlGroup // by section
	}
	// An htmlGroup is the findings of a file in one state. It is folded where
	// nothing in it decides.
	htmlGroup struct {
		Title    string
		Folded   bool
		Findings []htmlFinding
	}
	htmlFinding struct {
		ID, Severity, State, Place, Message, Help string
		Rule, RuleID, Subject                     string
		Related                                   []htmlRelated
	}
	htmlRelated struct{ Place, Message string }
)

// htmlFindingsOf is the findings, and the rules that they are of.
func htmlFindingsOf(run Run) (htmlFindings, []htmlRule) {
	told, rest := first(run.ranked(), maxHTMLFindings)
	names := run.occurrences()
	book := newRulebook(run.Rules)
	out := htmlFindings{LeftOut: more(rest, "finding")}
	at := map[string]int{}
	slices.Sort(told)
	for _, i := range told {
		f := run.Findings[i]
		n, ok := at[f.Place.File]
		if !ok {
			n = len(out.Files)
			at[f.Place.File] = n
			out.Files = append(out.Files, htmlFile{
				ID: fmt.Sprintf("file-%d", n+1), Name: show(fileGroup{file: f.Place.File}.title()),
			})
		}
		out.HasFixed = out.HasFixed || f.State == diag.Fixed
		id := anchor(names[i])
		out.Files[n].take(run, f, htmlFindingOf(f, id, book.cite(f.Rule, id)))
	}
	return out, book.cited
}

// take counts a finding and puts it into the group of its section.
func (h *htmlFile) take(run Run, f diag.Finding, v htmlFinding) {
	switch {
	case f.State == diag.Fixed:
		h.Fixed++
	case f.Severity == diag.Error:
		h.Errors++
	case f.Severity == diag.Warning:
		h.Warnings++
	default:
		h.Notes++
	}
	section := sectionOf(f)
	g := &h.Groups[section]
	g.Title = [...]string{sectionNew: "", sectionExisting: "existing", sectionFixed: "fixed"}[section]
	g.Folded = section != sectionNew && !run.decides(f)
	g.Findings = append(g.Findings, v)
}

func htmlFindingOf(f diag.Finding, id, ruleID string) htmlFinding {
	v := htmlFinding{
		ID: id, Severity: f.Severity.String(), State: marker(f), Place: "whole file",
		Message: show(f.Message), Help: show(f.Help), Rule: show(f.Rule), RuleID: ruleID, Subject: show(f.Subject),
	}
	if f.Place.Start.IsKnown() {
		v.Place = spelled(f.Place.Start)
	}
	if f.Subject == f.Place.File {
		v.Subject = ""
	}
	for _, r := range f.Related {
		v.Related = append(v.Related, htmlRelated{Place: show(junitPlace(r.Place)), Message: show(r.Message)})
	}
	return v
}

// anchor is the id of a finding on the page, the same in every run.
func anchor(occurrence string) string { return "f-" + strings.ReplaceAll(occurrence, ":", "-") }
