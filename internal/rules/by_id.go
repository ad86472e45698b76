package rules

import (
	"cmp"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/registry"
)

// byID returns the entries that have an id, sorted by it in byte order. A rule
// that walks them so keeps its fingerprints when the file is re-sorted.
func byID(f *registry.File) []*registry.Entry {
	var out []*registry.Entry
	for e := range f.All() {
		if e.ModelID != "" {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b *registry.Entry) int { return cmp.Compare(a.ModelID, b.ModelID) })
	return out
}
