package registry

import (
	"slices"
	"strings"
	"unicode"
)

// Tokens splits a name at punctuation, at case edges and at digit edges, and
// lowers the parts: "GPT-5MiniTurbo" gives gpt, 5, mini, turbo. Behind the
// parts of a word come the word without its case edges and the whole of it, so
// that "MiNi" is mini however it is spelled: mi, ni, mini. Compatibility forms,
// letters with accents and look-alikes of Latin letters count as those. Whole tokens are compared,
// so "gemini" is never mini.
func Tokens(name string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(withoutAccents(plainLetters(name)), isPunctuation) {
		out = append(out, wordTokens(word)...)
	}
	return out
}

func isPunctuation(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// wordTokens lists the tokens of a word, none twice.
func wordTokens(word string) []string {
	var out []string
	for _, split := range []func(a, b rune) bool{edge, digitEdge, func(a, b rune) bool { return false }} {
		for _, part := range splitAt(word, split) {
			if part = strings.ToLower(part); !slices.Contains(out, part) {
				out = append(out, part)
			}
		}
	}
	return out
}

func splitAt(word string, split func(a, b rune) bool) []string {
	var out []string
	var prev rune
	start := 0
	for i, r := range word {
		if i > 0 && split(prev, r) {
			out = append(out, word[start:i])
			start = i
		}
		prev = r
	}
	return append(out, word[start:])
}

func digitEdge(a, b rune) bool { return unicode.IsDigit(a) != unicode.IsDigit(b) }

func edge(a, b rune) bool {
	return digitEdge(a, b) || unicode.IsLower(a) && unicode.IsUpper(b)
}

// NameTokens returns the tokens of an entry's id and display name, without a
// leading provider: the provider "MiniMax" makes no model mini.
func (e *Entry) NameTokens() []string {
	out := Tokens(trimProvider(e.Provider, e.ModelID))
	return append(out, Tokens(trimProvider(e.Provider, e.DisplayName))...)
}

func trimProvider(provider, name string) string {
	name = plainLetters(name)
	for _, p := range trimmable(provider) {
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

// trimmable lists the forms of a provider that a name may begin with, the
// longest first: "MiniMaxAI" calls its models MiniMax.
func trimmable(provider string) []string {
	provider = plainLetters(provider)
	forms := []string{provider, Slug(provider), ProviderSlug(provider)}
	if n := len(provider) - len("ai"); n > 0 && strings.EqualFold(provider[n:], "ai") {
		forms = append(forms, strings.TrimRight(provider[:n], " -_."))
	}
	return forms
}
