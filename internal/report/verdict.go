package report

import (
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/change"
)

// word is the verdict: PASS or FAIL.
func (r Run) word() string {
	if r.Pass {
		return "PASS"
	}
	return "FAIL"
}

// counts is the verdict's second half, as in
// "3 errors, 1 warning (2 new, 5 existing, 1 fixed, 1 suppressed)".
func (r Run) counts() string {
	s := r.Summary
	found := joinCounts([]count{{s.Errors, "error"}, {s.Warnings, "warning"}, {s.Notes, "note"}})
	states := joinWords([]count{
		{s.New, "new"}, {s.Existing, "existing"}, {s.Fixed, "fixed"}, {s.Suppressed, "suppressed"},
	})
	switch {
	case found == "" && states == "" && r.Pass:
		return "nothing to report"
	case found == "" && states == "":
		return "no findings"
	case found == "":
		return "no findings (" + states + ")"
	case states == "":
		return found
	}
	return found + " (" + states + ")"
}

// changeCounts sums up the semantic changes, as in
// "models 2 added, 1 modified; evaluations 1 removed".
func changeCounts(items []change.Item) string {
	type cell struct {
		kind   change.Kind
		action change.Action
	}
	n := map[cell]int{}
	for _, it := range items {
		n[cell{it.Kind, it.Change}]++
	}
	kinds := []struct {
		kind change.Kind
		name string
	}{{change.Model, "models"}, {change.Evaluation, "evaluations"}, {change.Metrics, "metrics"}}
	var parts []string
	for _, k := range kinds {
		words := joinWords([]count{
			{n[cell{k.kind, change.Added}], "added"},
			{n[cell{k.kind, change.Removed}], "removed"},
			{n[cell{k.kind, change.Modified}], "modified"},
		})
		if words != "" {
			parts = append(parts, k.name+" "+words)
		}
	}
	return strings.Join(parts, "; ")
}

type count struct {
	n    int
	word string
}

// joinCounts lists what is not zero: "3 errors, 1 warning".
func joinCounts(cs []count) string {
	for i := range cs {
		if cs[i].n != 1 {
			cs[i].word += "s"
		}
	}
	return joinWords(cs)
}

// joinWords is joinCounts without plurals: "2 new, 5 existing".
func joinWords(cs []count) string {
	var parts []string
	for _, c := range cs {
		if c.n != 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.word))
		}
	}
	return strings.Join(parts, ", ")
}
