package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// The sections of a Markdown report, in its order.
const (
	sectionNew = iota
	sectionExisting
	sectionFixed
)

func sectionOf(f diag.Finding) int {
	switch f.State {
	case diag.Existing:
		return sectionExisting
	case diag.Fixed:
		return sectionFixed
	}
	return sectionNew
}

// admit splits the findings into those that fit into limit bytes, in their
// order, and those that are left out: first what decides nothing, then the
// least severe.
func admit(run Run, limit int) (told, out []diag.Finding) {
	ranked := run.ranked()
	type heading struct {
		section int
		file    string
	}
	paid := map[heading]bool{}
	fit := 0
	for ; fit < len(ranked); fit++ {
		f := run.Findings[ranked[fit]]
		cost := len(findingItem(f))
		if h := (heading{sectionOf(f), f.Place.File}); !paid[h] {
			paid[h] = true
			cost += len(groupHeading(fileGroup{file: h.file}.title())) + 1 // 1: the blank line after it
		}
		if cost > limit {
			break
		}
		limit -= cost
	}
	return run.pick(ranked[:fit]), run.pick(ranked[fit:])
}

// ranked is the indices of the findings in the order in which a limited report
// takes them: what decides first, then the most severe, then the newest.
func (r Run) ranked() []int {
	ranked := make([]int, len(r.Findings))
	for i := range ranked {
		ranked[i] = i
	}
	slices.SortStableFunc(ranked, func(i, j int) int {
		a, b := r.Findings[i], r.Findings[j]
		return cmp.Or(
			cmp.Compare(r.standing(a), r.standing(b)),
			-cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(sectionOf(a), sectionOf(b)),
		)
	})
	return ranked
}

// standing ranks a finding by what it means for the verdict: it decides, it
// does not, it is gone.
func (r Run) standing(f diag.Finding) int {
	switch {
	case r.decides(f):
		return 0
	case f.State != diag.Fixed:
		return 1
	}
	return 2
}

// pick is the findings at the given indices, in the order of the run.
func (r Run) pick(indices []int) []diag.Finding {
	slices.Sort(indices)
	return each(indices, func(i int) diag.Finding { return r.Findings[i] })
}

// leftOut tells how many findings are missing.
func leftOut(out []diag.Finding) string {
	if len(out) == 0 {
		return ""
	}
	return fmt.Sprintf("**%d of the findings do not fit here and are left out: %s.** The log has them all.\n\n", len(out), tally(out))
}

// tally counts findings: "3 errors, 1 note, 2 fixed".
func tally(fs []diag.Finding) string {
	n := map[diag.Severity]int{}
	fixed := 0
	for _, f := range fs {
		if f.State == diag.Fixed {
			fixed++
			continue
		}
		n[f.Severity]++
	}
	counts := joinCounts([]count{{n[diag.Error], "error"}, {n[diag.Warning], "warning"}, {n[diag.Note], "note"}})
	if fixed > 0 {
		if counts != "" {
			counts += ", "
		}
		counts += fmt.Sprintf("%d fixed", fixed)
	}
	return counts
}
