package registry

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

//go:embed providers.json
var providersJSON []byte

var providerAliases = sync.OnceValue(func() map[string]string {
	var t struct{ Aliases map[string]string }
	if err := json.Unmarshal(providersJSON, &t); err != nil {
		panic("registry: embedded providers.json: " + err.Error())
	}
	return t.Aliases
})

// Slug lowers s and replaces each run of other than a–z and 0–9 by one hyphen.
func Slug(s string) string {
	return joinWords(s, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' })
}

// wideSlug is Slug with the letters and digits of every script and with "+",
// which tells "Command R+" from "Command R". It is the same for the names that
// Slug loses nothing of.
func wideSlug(s string) string {
	return joinWords(s, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == '+'
	})
}

// joinWords lowers s and replaces each run of what is not kept by one hyphen,
// and by nothing at the ends.
func joinWords(s string, keep func(rune) bool) string {
	var b strings.Builder
	pending := false
	for _, r := range strings.ToLower(norm.NFKC.String(s)) {
		if !keep(r) {
			pending = true
			continue
		}
		if pending && b.Len() > 0 {
			b.WriteByte('-')
		}
		pending = false
		b.WriteRune(r)
	}
	return b.String()
}

// ProviderSlug returns the canonical slug of a provider's name: "Meta AI" and
// "Meta" are both "meta".
func ProviderSlug(name string) string {
	s := Slug(name)
	if c, ok := providerAliases()[s]; ok {
		return c
	}
	return s
}

// providerForms returns the slugs under which a provider is found in names and
// keys: the canonical one, the one as written, and every other alias of it.
func providerForms(name string) []string {
	raw, canonical := Slug(name), ProviderSlug(name)
	forms := []string{canonical}
	if raw != canonical {
		forms = append(forms, raw)
	}
	var others []string
	for alias, c := range providerAliases() {
		if c == canonical && alias != raw {
			others = append(others, alias)
		}
	}
	slices.Sort(others)
	return append(forms, others...)
}

// Identity is a model's fingerprint over spellings, by which evaluations and
// metrics files are paired: the provider's slug, a colon, and the slug of its
// name without a leading provider and without the word "instruct". Both keep
// letters of every script and "+", which a Slug loses. It is empty when the
// name or the provider is.
func Identity(provider, name string) string {
	p, n := wideProvider(provider), wideSlug(name)
	if p == "" || n == "" {
		return ""
	}
	words := slices.DeleteFunc(strings.Split(withoutProvider(provider, n), "-"), func(w string) bool { return w == "instruct" })
	return p + ":" + strings.Join(words, "-")
}

// NameKey is what two names of a provider have in common when they are one
// name: compatibility forms, case, invisible characters, a leading provider,
// and the choice and number of blanks, dots, underscores and hyphens play no
// part; every other letter, symbol and word does. It is empty when the name or
// the provider is.
func NameKey(provider, name string) string {
	name = norm.NFKC.String(cases.Fold().String(norm.NFKC.String(visible(name))))
	n := joinWords(name, func(r rune) bool {
		return r != '.' && r != '_' && !unicode.IsSpace(r) && !unicode.Is(unicode.Pd, r)
	})
	p := wideProvider(provider)
	if p == "" || n == "" {
		return ""
	}
	return p + ":" + withoutProvider(provider, n)
}

// wideProvider is ProviderSlug for names of every script.
func wideProvider(name string) string {
	if s := wideSlug(name); s != Slug(name) {
		return s
	}
	return ProviderSlug(name)
}

// withoutProvider cuts a leading provider off a name whose words are joined by
// hyphens.
func withoutProvider(provider, name string) string {
	forms := append(providerForms(provider), wideSlug(provider))
	// The longest first: "Meta AI Llama" is Meta AI's Llama, not Meta's AI Llama.
	slices.SortStableFunc(forms, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for _, form := range forms {
		rest, ok := strings.CutPrefix(name, form+"-")
		// "O4 Mini" by "O4" must not become a bare "mini".
		if ok && form != "" && !isTier(rest) {
			return rest
		}
	}
	return name
}

func isTier(s string) bool {
	return slices.Contains([]string{"nano", "mini", "low", "lite", "flash", "fast", "haiku", "small"}, s)
}

// Identities returns the identities under which an entry may be known: by its
// display name and by its id.
func (e *Entry) Identities() []string {
	if e.identities != nil {
		return slices.Clip(e.identities)
	}
	var out []string
	for _, name := range []string{e.DisplayName, e.ModelID} {
		if id := Identity(e.Provider, name); id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
