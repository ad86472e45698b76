package registry

import (
	"slices"
	"strings"
	"unicode"
)

// An edge reports whether a part of a word begins at i, which is never 0.
type edge func(word []rune, i int) bool

func splitAt(word []rune, begins edge) []string {
	var out []string
	start := 0
	for i := range word {
		if i > 0 && begins(word, i) {
			out = append(out, string(word[start:i]))
			start = i
		}
	}
	return append(out, string(word[start:]))
}

func digitEdge(w []rune, i int) bool { return unicode.IsDigit(w[i-1]) != unicode.IsDigit(w[i]) }

// capitalEdge begins a part at the last of several capitals: GPT-Mini.
func capitalEdge(w []rune, i int) bool {
	last := i+1 < len(w) && unicode.IsLower(w[i+1])
	return digitEdge(w, i) || unicode.IsUpper(w[i]) && (unicode.IsLower(w[i-1]) || unicode.IsUpper(w[i-1]) && last)
}

// runEdge begins a part behind several capitals: KILN-mini. A lone capital
// belongs to its word: Slow.
func runEdge(w []rune, i int) bool {
	if unicode.IsLower(w[i]) {
		return i > 1 && unicode.IsUpper(w[i-1]) && unicode.IsUpper(w[i-2]) && !beginsWord(w[i-1:]) || digitEdge(w, i)
	}
	return digitEdge(w, i) || unicode.IsUpper(w[i]) && unicode.IsLower(w[i-1])
}

// beginsWord reports whether a capital and the small letters behind it are a
// word that ends in a small variant's: "MLFlow" is no low.
func beginsWord(w []rune) bool {
	end := 1
	for end < len(w) && unicode.IsLower(w[end]) {
		end++
	}
	return slices.Contains([]string{"blow", "flow", "glow", "plow", "slow", "elite"}, strings.ToLower(string(w[:end])))
}
