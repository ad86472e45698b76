package registry

import (
	"slices"
	"strings"
)

// Words are words to look for in names, in whatever letters they are written.
type Words map[string]bool

// NewWords returns the words of a list.
func NewWords(list []string) Words {
	w := Words{}
	for _, word := range list {
		w[Skeleton(word)] = true
	}
	return w
}

func (w Words) has(token string) bool { return w[Skeleton(token)] }

// stand reports whether one of the words stands in a provider's name, between
// punctuation, digits or case edges: "OpenAIMini" has a mini.
func (w Words) stand(provider string) bool {
	for _, word := range strings.FieldsFunc(provider, isPunctuation) {
		parts := wordTokens(word)
		if isBrand(word) {
			parts = append(splitAt([]rune(word), digitEdge), word)
		}
		if slices.ContainsFunc(parts, w.has) {
			return true
		}
	}
	return false
}

// isBrand reports whether a word is the name of a company whose case edges set
// a small variant's word apart that says nothing of its models. They are few,
// and listed on purpose: "OpenAIMini" must not pass for one.
func isBrand(word string) bool {
	return slices.Contains([]string{
		"minimax", // of Shanghai, which writes itself MiniMax
		"minimaxai",
	}, strings.ToLower(word))
}
