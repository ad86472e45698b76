package registry

import (
	"strings"
	"unicode"
)

// Tokens splits a name at punctuation, at case edges and at digit edges, and
// lowers the parts: "GPT-5MiniTurbo" gives gpt, 5, mini, turbo. Whole tokens
// are compared, so "gemini" is never mini.
func Tokens(name string) []string {
	var out []string
	var cur []rune
	flush := func() {
		if len(cur) > 0 {
			out = append(out, strings.ToLower(string(cur)))
			cur = cur[:0]
		}
	}
	var prev rune
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			prev = 0
			continue
		case prev != 0 && edge(prev, r):
			flush()
		}
		cur = append(cur, r)
		prev = r
	}
	flush()
	return out
}

func edge(a, b rune) bool {
	return unicode.IsDigit(a) != unicode.IsDigit(b) || unicode.IsLower(a) && unicode.IsUpper(b)
}

// NameTokens returns the tokens of an entry's id and display name, without a
// leading provider: the provider "MiniMax" makes no model mini.
func (e *Entry) NameTokens() []string {
	out := Tokens(trimProvider(e.Provider, e.ModelID))
	return append(out, Tokens(trimProvider(e.Provider, e.DisplayName))...)
}

func trimProvider(provider, name string) string {
	for _, p := range []string{provider, Slug(provider), ProviderSlug(provider)} {
		if p == "" || len(name) <= len(p) || !strings.EqualFold(name[:len(p)], p) {
			continue
		}
		rest := strings.TrimLeft(name[len(p):], " -_./:")
		// A name that goes on in the same word ("minimaxi") is another name.
		if len(rest) < len(name)-len(p) && rest != "" {
			return rest
		}
	}
	return name
}
