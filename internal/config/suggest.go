package config

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// nearest returns the known word that a writer most likely meant: the start of
// only one, or the one with the fewest edits, at most a third of its letters.
// It returns "" when none is near.
func nearest(word string, known []string) string {
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

// didYouMean is the end of a message about an unknown word; empty when no
// known one is near.
func didYouMean(word string, known []string) string {
	if n := nearest(word, known); n != "" {
		return fmt.Sprintf("; did you mean %q?", n)
	}
	return ""
}

// either joins words as in "a, b or c".
func either(words []string) string { return join(words, " or ") }

// both joins words as in "a, b and c".
func both(words []string) string { return join(words, " and ") }

func join(words []string, last string) string {
	if n := len(words) - 1; n > 0 {
		return strings.Join(words[:n], ", ") + last + words[n]
	}
	return strings.Join(words, "")
}
