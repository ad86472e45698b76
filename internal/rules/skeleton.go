package rules

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/cmmv-hive/modelgate/internal/registry"
)

// skeleton maps ids that look alike to one text: compatibility forms, case,
// separators, invisible characters and look-alikes are folded. It follows the
// skeleton of Unicode Technical Standard 39 with a table cut down to what can
// pass for an id of this registry.
func skeleton(id string) string {
	s := lookalikes().Replace(norm.NFKC.String(id))
	s = cases.Fold().String(s)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '0':
			return 'o'
		case r == '1' || r == 'i':
			return 'l'
		case r == '.' || r == '_' || unicode.Is(unicode.Pd, r):
			return '-'
		case unicode.Is(unicode.Cf, r): // zero width and other invisible ones
			return -1
		}
		return r
	}, s)
}

// lookalikes replaces Cyrillic and Greek letters by the Latin ones that they
// look like. Both cases are listed: a capital may look like another letter
// than its small form does, as Greek Ν and ν.
var lookalikes = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer(
		// Cyrillic
		"\u0430", "a", "\u0435", "e", "\u043e", "o", "\u0440", "p", "\u0441", "c", "\u0443", "y",
		"\u0445", "x", "\u0456", "i", "\u0458", "j", "\u0455", "s", "\u04bb", "h", "\u0501", "d",
		"\u051b", "q", "\u051d", "w", "\u04cf", "l", "\u0475", "v",
		"\u0410", "A", "\u0412", "B", "\u0415", "E", "\u041a", "K", "\u041c", "M", "\u041d", "H",
		"\u041e", "O", "\u0420", "P", "\u0421", "C", "\u0422", "T", "\u0423", "Y", "\u0425", "X",
		"\u0406", "I", "\u0408", "J", "\u0405", "S", "\u04c0", "I",
		// Greek
		"\u03b1", "a", "\u03b3", "y", "\u03b9", "i", "\u03bd", "v", "\u03bf", "o", "\u03c1", "p",
		"\u03c3", "o", "\u03c5", "u", "\u03f3", "j", "\u03f2", "c",
		"\u0391", "A", "\u0392", "B", "\u0395", "E", "\u0396", "Z", "\u0397", "H", "\u0399", "I",
		"\u039a", "K", "\u039c", "M", "\u039d", "N", "\u039f", "O", "\u03a1", "P", "\u03a4", "T",
		"\u03a5", "Y", "\u03a7", "X",
		// Latin
		"\u0131", "i", "\u0251", "a", "\u0261", "g",
	)
})

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
