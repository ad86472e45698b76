package rules

import (
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/nearest"
)

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
	near := nearest.List(s, f.candidates, 3)
	if len(near) == 0 {
		return ""
	}
	return "did you mean " + strings.Join(near, " or ") + "?"
}
