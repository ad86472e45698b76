package report

import (
	"fmt"
	"strconv"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// The views hold what the templates of the folder page show. Every string in
// them that can come from a repository has gone through show.
type (
	htmlPage struct {
		Pass     bool
		Word     string // the verdict
		Counts   string
		Deciding string // how many findings fail the run
		Facts    []htmlFact
		Tiles    []htmlTile
		Notices  []string
		Registry *htmlRegistry
		Plans    htmlPlans
		Changes  htmlChanges
		Findings htmlFindings
		Rules    []htmlRule
		Version  string
	}
	htmlFact struct{ Name, Value string }
	htmlTile struct {
		Class, Name string
		N           int
	}
)

func htmlPageOf(run Run) htmlPage {
	findings, rules := htmlFindingsOf(run)
	p := htmlPage{
		Pass:     run.Pass,
		Word:     run.word(),
		Counts:   run.counts(),
		Deciding: deciding(run),
		Facts:    htmlFacts(run),
		Tiles:    htmlTiles(run),
		Registry: htmlRegistryOf(run),
		Plans:    htmlPlansOf(run.Plans),
		Changes:  htmlChangesOf(run.Changes),
		Findings: findings,
		Rules:    rules,
		Version:  show(run.Version),
	}
	for _, n := range run.Notices {
		p.Notices = append(p.Notices, show(n))
	}
	return p
}

// deciding says why the verdict is what it is.
func deciding(run Run) string {
	if run.FailOn == "never" {
		return "Nothing fails this run: it was asked never to fail."
	}
	n := 0
	for _, f := range run.Findings {
		if run.fails(f) {
			n++
		}
	}
	text := fmt.Sprintf("%d %s at or above %q and in scope %q.", n, plural(n, "finding"), show(run.FailOn), show(run.Scope))
	if p := len(run.Plans); p > 0 {
		text += fmt.Sprintf(" %d %s pending.", p, plural(p, "change"))
	}
	return text
}

func htmlFacts(run Run) []htmlFact {
	head := "the work tree"
	if run.Repo.Head != "" {
		head = show(run.Repo.Head)
	}
	facts := []htmlFact{{"Root", show(run.Repo.Root)}, {"Checked", head}}
	if run.Repo.Base != "" {
		facts = append(facts, htmlFact{"Against", show(run.Repo.Base)})
	}
	return append(facts, htmlFact{"Scope", show(run.Scope)}, htmlFact{"Fails on", show(run.FailOn)})
}

// htmlTiles is the counts; those of states only where there is a base.
func htmlTiles(run Run) []htmlTile {
	s := run.Summary
	tiles := []htmlTile{
		{diag.Error.String(), plural(s.Errors, "error"), s.Errors},
		{diag.Warning.String(), plural(s.Warnings, "warning"), s.Warnings},
		{diag.Note.String(), plural(s.Notes, "note"), s.Notes},
	}
	if run.Repo.Base != "" {
		tiles = append(tiles, htmlTile{"", "new", s.New}, htmlTile{"", "existing", s.Existing}, htmlTile{"", "fixed", s.Fixed})
	}
	return append(tiles, htmlTile{"", "suppressed", s.Suppressed})
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// more says how much of a list is left out; "" for nothing.
func more(rest int, what string) string {
	if rest == 0 {
		return ""
	}
	return strconv.Itoa(rest) + " more " + plural(rest, what) + " left out here; the JSON report has them all."
}
