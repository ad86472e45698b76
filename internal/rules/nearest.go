package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

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
	most, length := max(2, len(s)/3), utf8.RuneCountInString(s)
	for _, c := range candidates {
		// The distance is the difference in length at least, and much dearer.
		if n := utf8.RuneCountInString(c) - length; n > most || -n > most {
			continue
		}
		if d := levenshtein.ComputeDistance(s, c); d <= most {
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

// maxNearest bounds the searches for near names: they cost the product of both
// lists (DESIGN.md §9).
const maxNearest = 100

// A finder searches the nearest of candidates that are listed once, when they
// are first asked for. After maxNearest searches it finds nothing.
type finder struct {
	list       func() []string
	candidates []string
	searches   int
}

// find returns the nearest candidates as a question, or "".
func (f *finder) find(s string) string {
	if f.searches++; f.searches > maxNearest {
		return ""
	}
	if f.candidates == nil {
		f.candidates = slices.Compact(f.list())
	}
	near := nearest(s, f.candidates, 3)
	if len(near) == 0 {
		return ""
	}
	return "did you mean " + strings.Join(near, " or ") + "?"
}
