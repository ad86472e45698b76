package config

import (
	"fmt"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Bounds of a glob. Its matcher tries every combination of alternatives.
const (
	maxGlob         = 200
	maxBraces       = 3
	maxAlternatives = 16
)

// wrongGlob says what is wrong with a glob; "" when nothing is.
func wrongGlob(pattern string) string {
	switch {
	case !strings.ContainsAny(pattern, `*?[{\`):
		return "" // plain text, such as a long path
	case len(pattern) > maxGlob:
		return fmt.Sprintf("is a pattern of more than %d bytes", maxGlob)
	case strings.Count(pattern, "{") > maxBraces,
		strings.Contains(pattern, "{") && strings.Count(pattern, ",") > maxAlternatives:
		return "has too many alternatives"
	case !doublestar.ValidatePattern(literalBot(pattern)):
		return "is not a valid pattern"
	}
	return ""
}

// matchText matches a glob against text that is no path, without case: "*"
// matches any text, a slash included.
func matchText(pattern, text string) bool {
	plain := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "/", "\x1f") }
	ok, err := doublestar.Match(plain(literalBot(pattern)), plain(text))
	return ok && err == nil
}

// literalBot takes "[bot]" as the suffix of a GitHub App's login. As a class of
// the letters b, o and t it makes no sense.
func literalBot(pattern string) string {
	return strings.ReplaceAll(pattern, "[bot]", `\[bot\]`)
}
