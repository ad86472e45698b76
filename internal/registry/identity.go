package registry

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

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
	var b strings.Builder
	pending := false
	for _, r := range strings.ToLower(norm.NFKC.String(s)) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if pending && b.Len() > 0 {
				b.WriteByte('-')
			}
			pending = false
			b.WriteRune(r)
			continue
		}
		pending = true
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

// Identity is a model's fingerprint over spellings: the provider's slug, a
// colon, and the slug of its name without a leading provider and without the
// word "instruct". It is empty when the name or the provider is.
func Identity(provider, name string) string {
	p, n := ProviderSlug(provider), Slug(name)
	if p == "" || n == "" {
		return ""
	}
	forms := providerForms(provider)
	// The longest first: "Meta AI Llama" is Meta AI's Llama, not Meta's AI Llama.
	slices.SortStableFunc(forms, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for _, form := range forms {
		rest, ok := strings.CutPrefix(n, form+"-")
		// "O4 Mini" by "O4" must not become a bare "mini".
		if ok && !isTier(rest) {
			n = rest
			break
		}
	}
	words := slices.DeleteFunc(strings.Split(n, "-"), func(w string) bool { return w == "instruct" })
	return p + ":" + strings.Join(words, "-")
}

func isTier(s string) bool {
	return slices.Contains([]string{"nano", "mini", "low", "lite", "flash", "fast", "haiku", "small"}, s)
}

// Identities returns the identities under which an entry may be known: by its
// display name and by its id.
func (e *Entry) Identities() []string {
	if e.identities != nil {
		return e.identities
	}
	var out []string
	for _, name := range []string{e.DisplayName, e.ModelID} {
		if id := Identity(e.Provider, name); id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
