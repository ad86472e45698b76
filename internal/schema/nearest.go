package schema

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// nearest returns the known name that a mistyped one most likely means, or ""
// when none is near: two edits, or a third of the name's length, apart. Case
// does not count as a difference.
func nearest(name string, known []string) string {
	best, least := "", 0
	for _, k := range known {
		limit, shorter := editLimit(name, k)
		if limit < 0 {
			continue
		}
		d := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(k))
		// As many edits as characters make any word any other.
		if d <= limit && d < shorter && (best == "" || d < least) {
			best, least = k, d
		}
	}
	return best
}

// editLimit returns how many edits still count as near, and the shorter
// length. The limit is negative when the lengths alone differ by more, so that
// a name of a megabyte costs no comparison.
func editLimit(name, known string) (limit, shorter int) {
	a, b := utf8.RuneCountInString(name), utf8.RuneCountInString(known)
	limit = max(2, a/3)
	if max(a, b)-min(a, b) > limit {
		return -1, 0
	}
	return limit, min(a, b)
}
