package importer

import (
	"slices"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

func TestSizesComeFromCountsThenWordsThenTiers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		id, provider, fullModel, variant string
		want                             registry.SizeClass
		evidence                         string
	}{
		{"m", "Mistral AI", "Mistral-Small-24B", "Small-24B", registry.Small, `the parameter count "24B"`},
		{"m", "Acme", "Acme One", "8B", registry.Mini, `the parameter count "8B"`},
		{"acme-one-70b", "Acme", "Acme One", "", registry.Large, `the parameter count "70b"`},
		{"m", "Qwen", "Qwen3 235B A22B", "", registry.XL, `the parameter count "235B"`},
		{"m", "Acme", "Acme Flash Lite", "", registry.Mini, `the word "lite" in its name`},
		{"m", "OpenAI", "GPT-5", "low", registry.Mini, `the word "low" in its name`},
		{"m", "MiniMax", "MiniMax One", "", "", ""},
		{"m", "Google", "Gemini Pro", "", "", ""},
		{"m", "Google", "Gemini 2.5 Pro", "", registry.XL, "the tier table (judgement: top tier, size unpublished)"},
		{"openai-gpt-5-general", "OpenAI", "The Fifth", "", registry.XL, "the tier table (BIP-035, example entry: gpt-5 is xl)"},
		{"m", "Acme", "GPT-5", "", "", ""},
	}
	for _, tt := range tests {
		m := &registry.Metric{ID: tt.id, Provider: tt.provider, FullModel: tt.fullModel, ModelVariant: tt.variant}
		if got := sizeOf(m); got.class != tt.want || got.evidence != tt.evidence {
			t.Errorf("sizeOf(%q, %q, %q, %q) = %q by %q, want %q by %q",
				tt.id, tt.provider, tt.fullModel, tt.variant, got.class, got.evidence, tt.want, tt.evidence)
		}
	}
}

func TestEveryRowOfTheTablesIsSound(t *testing.T) {
	t.Parallel()
	table := tiers() // compiles every pattern
	if table.Version == "" || len(table.Tokens) == 0 || len(table.Tiers) == 0 {
		t.Fatalf("version %q, %d tokens, %d tiers, want some of each", table.Version, len(table.Tokens), len(table.Tiers))
	}
	for _, row := range table.Tokens {
		if row.Size.Rank() == 0 || row.Source == "" {
			t.Errorf("token %q has the size class %q and the source %q", row.Token, row.Size, row.Source)
		}
		if got := registry.Tokens(row.Token); len(got) != 1 || got[0] != row.Token {
			t.Errorf("token %q is no single word: no name could hold it", row.Token)
		}
	}
	for _, row := range table.Tiers {
		if row.Size.Rank() == 0 || row.Source == "" {
			t.Errorf("tier %q has the size class %q and the source %q", row.Pattern, row.Size, row.Source)
		}
		if got := registry.ProviderSlug(row.Provider); got != row.Provider {
			t.Errorf("tier %q has the provider %q, want the canonical %q", row.Pattern, row.Provider, got)
		}
	}
}

func TestEveryRuleExplainsItself(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range Rules() {
		if r.Name == "" || !slices.Contains(diag.Severities(), r.Severity) || r.Summary == "" || r.Why == "" || r.Repair == "" || seen[r.Name] {
			t.Errorf("rule %q is incomplete or repeated: %+v", r.Name, r)
		}
		seen[r.Name] = true
	}
}
