package rules

import (
	"cmp"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/check"
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

// knownFirst puts the entries whose ids the base has before the others: of two
// that clash the later one is told.
func knownFirst(p *check.Pass, entries []*registry.Entry) []*registry.Entry {
	base := baseEntries(p)
	return putFirst(entries, func(e *registry.Entry) bool { return base[e.ModelID] != nil })
}

// putFirst keeps the order among the entries that go first, and among the others.
func putFirst(entries []*registry.Entry, goesFirst func(*registry.Entry) bool) []*registry.Entry {
	var first, others []*registry.Entry
	for _, e := range entries {
		if goesFirst(e) {
			first = append(first, e)
		} else {
			others = append(others, e)
		}
	}
	return append(first, others...)
}
