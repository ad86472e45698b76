package registry

import "strings"

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

// stand reports whether one of the words stands in a name between punctuation
// or digits. Case edges are none: "MiniMax" is one word.
func (w Words) stand(name string) bool {
	for _, word := range strings.FieldsFunc(name, isPunctuation) {
		if w.has(word) {
			return true
		}
		for _, part := range splitAt([]rune(word), digitEdge) {
			if w.has(part) {
				return true
			}
		}
	}
	return false
}
