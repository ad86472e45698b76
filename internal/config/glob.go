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

// globMeta are the characters that a glob gives a meaning.
const globMeta = `*?[]{}\`

// wrongGlob says what is wrong with a glob; "" when nothing is.
func wrongGlob(pattern string) string {
	active := withoutEscapes(pattern)
	switch {
	case !strings.ContainsAny(active, `*?[{\`):
		return "" // plain text, such as a long path
	case len(pattern) > maxGlob:
		return fmt.Sprintf("is a pattern of more than %d bytes", maxGlob)
	case strings.Count(active, "{") > maxBraces,
		strings.Contains(active, "{") && strings.Count(active, ",") > maxAlternatives:
		return "has too many alternatives"
	case !doublestar.ValidatePattern(literalBot(pattern)):
		return "is not a valid pattern"
	}
	return ""
}

// Literal returns the glob that matches s alone: itself, unless it holds
// characters that mean something in a glob.
func Literal(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(globMeta, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// withoutEscapes drops the pairs that Literal makes, which match one character
// and nothing else.
func withoutEscapes(pattern string) string {
	var pairs []string
	for _, r := range globMeta {
		pairs = append(pairs, `\`+string(r), "")
	}
	return strings.NewReplacer(pairs...).Replace(pattern)
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
