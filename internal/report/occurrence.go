package report

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// occurrences names each finding of the run by its fingerprint and its number
// among those with the same one, as in "bfadf8a0cca3b461:2": unique within the
// run, and the same in another run however lines move. Findings that the base
// has too are counted first, so that a new one never renumbers them.
func (r Run) occurrences() []string {
	order := make([]int, len(r.Findings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Compare(seniority(r.Findings[i]), seniority(r.Findings[j]))
	})
	names := make([]string, len(r.Findings))
	seen := map[string]int{}
	for _, i := range order {
		fp := r.Findings[i].Fingerprint()
		seen[fp]++
		names[i] = fp + ":" + strconv.Itoa(seen[fp])
	}
	return names
}

func seniority(f diag.Finding) int {
	switch f.State {
	case diag.Existing, diag.Current:
		return 0
	case diag.Fixed:
		return 2
	}
	return 1
}
