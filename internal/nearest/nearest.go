// Package nearest finds the word that somebody most likely meant.
package nearest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// One returns the known word that a writer most likely meant: the start of
// only one, or the one with the fewest edits, at most a third of its letters.
// It returns "" when none is near.
func One(word string, known []string) string {
	const longest = 64 // the distance takes quadratic time
	if word == "" || len(word) > longest {
		return ""
	}
	word = strings.ToLower(word)
	best, least := "", longest
	for _, k := range known {
		d := levenshtein.ComputeDistance(word, k)
		if d <= max(1, len(k)/3) && d < least {
			best, least = k, d
		}
	}
	if best == "" && len(word) >= 3 {
		return completion(word, known)
	}
	return best
}

// completion returns the only known word that begins with the given one, such
// as "warning" for "warn".
func completion(word string, known []string) string {
	found := ""
	for _, k := range known {
		if !strings.HasPrefix(k, word) {
			continue
		}
		if found != "" {
			return ""
		}
		found = k
	}
	return found
}

// Hint is the end of a message about an unknown word, `; did you mean "x"?`;
// empty when no known one is near.
func Hint(word string, known []string) string {
	if n := One(word, known); n != "" {
		return fmt.Sprintf("; did you mean %q?", n)
	}
	return ""
}

// List returns up to limit of the candidates closest to s, quoted, best
// first; none that differs in more than a third of its letters.
func List(s string, candidates []string, limit int) []string {
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
