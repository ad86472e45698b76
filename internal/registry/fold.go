package registry

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Skeleton maps texts that look alike to one text: compatibility forms, case,
// separators, invisible characters and look-alikes are folded. It follows the
// skeleton of Unicode Technical Standard 39 with a table cut down to what can
// pass for a name of this registry.
func Skeleton(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '0':
			return 'o'
		case r == '1' || r == 'i':
			return 'l'
		case r == '.' || r == '_' || unicode.Is(unicode.Pd, r):
			return '-'
		}
		return r
	}, cases.Fold().String(plainLetters(s)))
}

// plainLetters replaces compatibility forms and look-alikes by the letters that
// they show as, and drops invisible characters. Case and digits stay.
func plainLetters(s string) string {
	return lookalikes().Replace(norm.NFKC.String(visible(s)))
}

// visible drops what has no width of its own and shows nothing.
func visible(s string) string {
	return drop(s, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// withoutAccents is s without the marks that stand above or below its letters.
func withoutAccents(s string) string { return drop(norm.NFKD.String(s), unicode.Mn) }

func drop(s string, tables ...*unicode.RangeTable) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, tables...) {
			return -1
		}
		return r
	}, s)
}

// lookalikes replaces Cyrillic, Greek, Armenian and rare Latin letters by the
// Latin ones that they look like. Both cases are listed: a capital may look
// like another letter than its small form does, as Greek Ν and ν.
var lookalikes = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer(
		// Cyrillic
		"\u0430", "a", "\u0435", "e", "\u043e", "o", "\u0440", "p", "\u0441", "c", "\u0443", "y",
		"\u0445", "x", "\u0456", "i", "\u0458", "j", "\u0455", "s", "\u04bb", "h", "\u0501", "d",
		"\u051b", "q", "\u051d", "w", "\u04cf", "l", "\u0475", "v", "\u0461", "w", "\u043c", "m",
		"\u043d", "h", "\u043a", "k", "\u0442", "t",
		"\u0410", "A", "\u0412", "B", "\u0415", "E", "\u041a", "K", "\u041c", "M", "\u041d", "H",
		"\u041e", "O", "\u0420", "P", "\u0421", "C", "\u0422", "T", "\u0423", "Y", "\u0425", "X",
		"\u0406", "I", "\u0408", "J", "\u0405", "S", "\u04c0", "I",
		// Greek
		"\u03b1", "a", "\u03b3", "y", "\u03b9", "i", "\u03bd", "v", "\u03bf", "o", "\u03c1", "p",
		"\u03b7", "n", "\u03c3", "o", "\u03c5", "u", "\u03f3", "j", "\u03f2", "c",
		"\u0391", "A", "\u0392", "B", "\u0395", "E", "\u0396", "Z", "\u0397", "H", "\u0399", "I",
		"\u039a", "K", "\u039c", "M", "\u039d", "N", "\u039f", "O", "\u03a1", "P", "\u03a4", "T",
		"\u03a5", "Y", "\u03a7", "X",
		// Armenian
		"\u0578", "n", "\u057c", "n", "\u0585", "o", "\u057d", "u", "\u0570", "h", "\u0561", "w", "\u0581", "g",
		// Latin
		"\u0131", "i", "\u0251", "a", "\u0261", "g", "\u0269", "i", "\u026f", "w",
		// Latin small capitals
		"\u1d00", "a", "\u0299", "b", "\u1d04", "c", "\u1d05", "d", "\u1d07", "e", "\ua730", "f",
		"\u0262", "g", "\u029c", "h", "\u026a", "i", "\u1d0a", "j", "\u1d0b", "k", "\u029f", "l",
		"\u1d0d", "m", "\u0274", "n", "\u1d0f", "o", "\u1d18", "p", "\u0280", "r", "\ua731", "s",
		"\u1d1b", "t", "\u1d1c", "u", "\u1d20", "v", "\u1d21", "w", "\u028f", "y", "\u1d22", "z",
		// Latin with a stroke, which Unicode does not take for an accent
		"\u0268", "i", "\u0197", "I", "\u0142", "l", "\u0141", "L", "\u019a", "l", "\u00f8", "o", "\u00d8", "O",
		"\u0127", "h", "\u0126", "H", "\u0167", "t", "\u0166", "T",
	)
})
