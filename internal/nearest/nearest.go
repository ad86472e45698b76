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

// One returns the known word that a writer most likely meant: the one with the
// fewest edits, whatever the case, or the only one that begins with the word.
// It returns "" when none is near.
func One(word string, known []string) string {
	if near := scored(word, known); len(near) > 0 {
		return near[0].text
	}
	if utf8.RuneCountInString(word) >= 3 {
		return completion(strings.ToLower(word), known)
	}
	return ""
}

// List returns up to limit of the candidates nearest to a word, quoted, best
// first.
func List(word string, candidates []string, limit int) []string {
	near := scored(word, candidates)
	var out []string
	for _, n := range near[:min(limit, len(near))] {
		out = append(out, fmt.Sprintf("%q", n.text))
	}
	return out
}

// Hint is the end of a message about an unknown word, `; did you mean "x"?`;
// empty when no known one is near.
func Hint(word string, known []string) string {
	if n := One(word, known); n != "" {
		return fmt.Sprintf("; did you mean %q?", n)
	}
	return ""
}

type score struct {
	text     string
	distance int
}

// scored returns the near words, best first: at most two edits, or a third of
// the word's letters, away. As many edits as letters make any word any other.
func scored(word string, known []string) []score {
	var near []score
	lower := strings.ToLower(word)
	for _, k := range known {
		limit, shorter := editLimit(word, k)
		if limit < 0 {
			continue
		}
		if d := levenshtein.ComputeDistance(lower, strings.ToLower(k)); d <= limit && d < shorter {
			near = append(near, score{k, d})
		}
	}
	slices.SortStableFunc(near, func(a, b score) int { return cmp.Compare(a.distance, b.distance) })
	return near
}

// editLimit returns how many edits still count as near, and the shorter
// length. The limit is negative when the lengths alone differ by more, so that
// a word of a megabyte costs no comparison.
func editLimit(word, known string) (limit, shorter int) {
	a, b := utf8.RuneCountInString(word), utf8.RuneCountInString(known)
	limit = max(2, a/3)
	if max(a, b)-min(a, b) > limit {
		return -1, 0
	}
	return limit, min(a, b)
}

// completion returns the only known word that begins with the given one, such
// as "warning" for "warn".
func completion(word string, known []string) string {
	found := ""
	for _, k := range known {
		if !strings.HasPrefix(strings.ToLower(k), word) {
			continue
		}
		if found != "" {
			return ""
		}
		found = k
	}
	return found
}
