package importer

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/cmmv-hive/modelgate/internal/registry"
)

//go:embed tiers.json
var tiersJSON []byte

// A table is tiers.json: what names without a parameter count stand for.
type table struct {
	Version string
	Tokens  []struct {
		Token  string
		Size   registry.SizeClass `json:"size_class"`
		Source string
	}
	Tiers []tier
	words registry.Words // of Tokens
}

type tier struct {
	Provider string
	Pattern  string
	Size     registry.SizeClass `json:"size_class"`
	Source   string
	match    *regexp.Regexp
}

var tiers = sync.OnceValue(func() table {
	var t table
	if err := json.Unmarshal(tiersJSON, &t); err != nil {
		panic("importer: embedded tiers.json: " + err.Error())
	}
	var words []string
	for _, row := range t.Tokens {
		words = append(words, row.Token)
	}
	t.words = registry.NewWords(words)
	for i := range t.Tiers {
		t.Tiers[i].match = regexp.MustCompile(t.Tiers[i].Pattern)
	}
	return t
})

// A sizing is a size class and what it was taken from. The zero sizing is
// unknown.
type sizing struct {
	class    registry.SizeClass
	evidence string // completes "its size class is … by"
	assumed  bool   // by the tier table, not by the name itself
}

// sizeOf derives the size class of a metrics file's model: from the parameter
// count in its names, else from a tier word, else from the tier table. A stated
// count beats a tier word: Mistral-Small-24B is small by its 24B.
func sizeOf(m *registry.Metric) sizing {
	for _, name := range []string{m.FullModel, m.ModelVariant, m.ID} {
		if p := registry.ParseParameters(name); p.Total > 0 {
			return sizing{class: registry.SizeOf(p.Total), evidence: fmt.Sprintf("the parameter count %q", p.Text)}
		}
	}
	if s := sizeByToken(m); s.class != "" {
		return s
	}
	return sizeByTier(m)
}

func sizeByToken(m *registry.Metric) sizing {
	e := registry.Entry{Provider: m.Provider, ModelID: m.ID, DisplayName: m.FullModel}
	words := append(e.NameTokens(tiers().words), registry.Tokens(m.ModelVariant)...)
	var s sizing
	for _, row := range tiers().Tokens {
		smaller := s.class == "" || row.Size.Rank() < s.class.Rank()
		if smaller && slices.Contains(words, row.Token) {
			s = sizing{class: row.Size, evidence: fmt.Sprintf("the word %q in its name", row.Token)}
		}
	}
	return s
}

func sizeByTier(m *registry.Metric) sizing {
	for _, identity := range []string{m.Identity(), registry.Identity(m.Provider, m.ID)} {
		provider, name, _ := strings.Cut(identity, ":")
		for _, row := range tiers().Tiers {
			if row.Provider == provider && row.match.MatchString(name) {
				return sizing{row.Size, "the tier table (" + row.Source + ")", true}
			}
		}
	}
	return sizing{}
}
