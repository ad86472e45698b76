package rules

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/agnivade/levenshtein"
)

// nearest returns up to limit of the candidates closest to s, quoted, best
// first; none that differs in more than a third of its letters.
func nearest(s string, candidates []string, limit int) []string {
	type scored struct {
		text     string
		distance int
	}
	var near []scored
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(s, c); d <= max(2, len(s)/3) {
			near = append(near, scored{c, d})
		}
	}
	slices.SortStableFunc(near, func(a, b scored) int { return cmp.Compare(a.distance, b.distance) })
	var out []string
	for _, n := range near[:min(limit, len(near))] {
		out = append(out, fmt.Sprintf("%q", n.text))
	}
	return out
}
