package config

import "strings"

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
