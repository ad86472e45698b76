package registry

import (
	"strings"
	"unicode"
)

// Tokens splits a name at punctuation, at case edges and at digit edges, and
// lowers the parts: "GPT-5MiniTurbo" gives gpt, 5, mini, turbo. Capitals before
// small letters are read both ways: "GPTMini" and "KILNmini" have a mini. Behind
// the parts of a word come the word without its case edges and the whole of it,
// so that "MiNi" is mini however it is spelled: mi, ni, mini. Compatibility
// forms, letters with accents and look-alikes of Latin letters count as those.
// Whole tokens are compared, so "gemini" is never mini.
func Tokens(name string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(plainLetters(withoutAccents(name)), isPunctuation) {
		out = append(out, wordTokens(word)...)
	}
	return out
}

func isPunctuation(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// wordTokens lists the tokens of a word, none twice.
func wordTokens(word string) []string {
	var out []string
	seen, letters := map[string]bool{}, []rune(word)
	for _, split := range []edge{capitalEdge, runEdge, digitEdge, func([]rune, int) bool { return false }} {
		for _, part := range splitAt(letters, split) {
			if part = strings.ToLower(part); !seen[part] {
				seen[part] = true
				out = append(out, part)
			}
		}
	}
	return out
}

// NameTokens returns the tokens of an entry's id and display name, without a
// leading provider: the provider "MiniMax" makes no model mini. Any other that has
// one of the words stays, or "gpt-5-mini" and "GPTMini" as providers would hide
// what their models are.
func (e *Entry) NameTokens(words Words) []string {
	out := Tokens(trimProvider(e.Provider, e.ModelID, words))
	return append(out, Tokens(trimProvider(e.Provider, e.DisplayName, words))...)
}

// NameToken returns the first of the entry's NameTokens that is one of the words
// or looks like it, or "".
func (e *Entry) NameToken(words Words) string {
	for _, t := range e.NameTokens(words) {
		if words.has(t) {
			return t
		}
	}
	return ""
}

func trimProvider(provider, name string, words Words) string {
	name = plainLetters(name)
	if words.stand(plainLetters(withoutAccents(provider))) {
		return name // asked once: its slugs have no case edges to tell by
	}
	for _, p := range trimmable(provider) {
		if p == "" || len(name) <= len(p) || !strings.EqualFold(name[:len(p)], p) || words.stand(name[:len(p)]) {
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
