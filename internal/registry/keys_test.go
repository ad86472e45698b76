package registry_test

import (
	"testing"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

func evaluations(t *testing.T, list string) *registry.Evaluations {
	t.Helper()
	doc, bad := jsondoc.Parse("e.json", []byte(`{"evaluations": [`+list+`]}`), jsondoc.Limits{})
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	return registry.NewEvaluations(doc)
}

const keyed = `
{"provider": "Acme AI", "fullModel": "Acme AI One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-01-02T00:00:00Z"},
{"provider": "Acme AI", "fullModel": "Acme AI One Fast", "modelFamily": "One", "modelVariant": "Fast", "updatedAt": "2025-01-02T00:00:00Z"},
{"provider": "Meta AI", "fullModel": "Meta AI Llama-3.1-405B-Instruct", "modelFamily": "Llama", "modelVariant": "3.1-405B-Instruct", "updatedAt": "2025-01-03T00:00:00Z"},
{"provider": "DeepSeek", "fullModel": "DeepSeek V3", "modelFamily": "DeepSeek-V3", "modelVariant": "Standard", "updatedAt": "2025-01-04T00:00:00Z"},
{"id": "special", "model_id": "tuned", "provider": "Acme AI", "fullModel": "Tuned", "modelFamily": "Tuned", "modelVariant": "", "updatedAt": "2025-01-05T00:00:00Z"}`

func TestAReferenceIsResolvedByIDThenFullThenFamilyKey(t *testing.T) {
	t.Parallel()
	evals := evaluations(t, keyed)
	one := &registry.Entry{ModelID: "acme-ai-one-pro", Provider: "acme-ai", DisplayName: "One Pro"}
	tests := []struct {
		ref   string
		match registry.Match
		index int // of the evaluation meant; -1: none
	}{
		{"special", registry.MatchExact, 4},
		{"tuned", registry.MatchExact, 4},
		{"eval-acme-ai-one-pro-2025-01-02", registry.MatchExact, 0},
		{"eval-acme-ai-one-2025-01-02", registry.MatchAmbiguous, 0}, // the entry's own
		{"eval-meta-llama-3-1-405b-instruct-2025-01-03", registry.MatchExact, 2},
		{"eval-meta-ai-llama-2025-01-03", registry.MatchExact, 2},
		{"eval-deepseek-deepseek-v3-2025-01-04", registry.MatchExact, 3},
		{"eval-deepseek-v3-2025-01-04", registry.MatchExact, 3},
		{"eval-acme-ai-one-pro-2024-12-31", registry.MatchStale, 0},
		{"eval-acme-ai-one-2024-12-31", registry.MatchUnknown, -1}, // stale and ambiguous
		{"eval-acme-ai-two-2025-01-02", registry.MatchUnknown, -1},
		{"", registry.MatchUnknown, -1},
	}
	for _, test := range tests {
		got := evals.Resolve(test.ref, one)
		index := -1
		if got.One != nil {
			index = got.One.Index
		}
		if got.Match != test.match || index != test.index {
			t.Errorf("Resolve(%q) = %v, evaluation %d, want %v, %d", test.ref, got.Match, index, test.match, test.index)
		}
	}
	stranger := &registry.Entry{ModelID: "x", Provider: "y", DisplayName: "z"}
	if got := evals.Resolve("eval-acme-ai-one-2025-01-02", stranger); got.Match != registry.MatchAmbiguous || got.One != nil {
		t.Errorf("for a stranger the family key decides %v", got.One)
	}
}

func TestIdentityIsTheSameOverSpellings(t *testing.T) {
	t.Parallel()
	tests := []struct{ provider, name, want string }{
		{"Meta AI", "Meta AI Llama-3.1-405B-Instruct", "meta:llama-3-1-405b"},
		{"Meta", "LLaMA-3.1-405b", "meta:llama-3-1-405b"},
		{"xAI", "xai-grok-3-mini", "xai:grok-3-mini"},
		{"O4", "O4 Mini", "openai:o4-mini"},
		{"openai", "GPT-5 (General)", "openai:gpt-5-general"},
		{"Moonshot AI", "Kimi k2-instruct", "moonshot:kimi-k2"},
		{"", "x", ""}, {"x", "", ""},
	}
	for _, test := range tests {
		if got := registry.Identity(test.provider, test.name); got != test.want {
			t.Errorf("Identity(%q, %q) = %q, want %q", test.provider, test.name, got, test.want)
		}
	}
}

func TestTokensAreWholeWords(t *testing.T) {
	t.Parallel()
	e := &registry.Entry{ModelID: "google-gemini-2-5-pro", Provider: "google", DisplayName: "Gemini 2.5 Pro"}
	for _, tok := range e.NameTokens() {
		if tok == "mini" {
			t.Errorf("%v holds mini", e.NameTokens())
		}
	}
	tests := []struct {
		name string
		want string
	}{
		{"GPT-5MiniTurbo", "gpt 5 mini turbo"},
		{"gpt-4o", "gpt 4 o"},
		{"o1_mini.fast", "o 1 mini fast"},
	}
	for _, test := range tests {
		got := ""
		for i, tok := range registry.Tokens(test.name) {
			if i > 0 {
				got += " "
			}
			got += tok
		}
		if got != test.want {
			t.Errorf("Tokens(%q) = %q, want %q", test.name, got, test.want)
		}
	}
	mm := &registry.Entry{ModelID: "minimax-m1", Provider: "MiniMax", DisplayName: "MiniMax M1"}
	for _, tok := range mm.NameTokens() {
		if tok == "mini" {
			t.Errorf("the provider's name makes the model mini: %v", mm.NameTokens())
		}
	}
}

func TestParameterCountsAreTotals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name          string
		total, active float64
		size          registry.SizeClass
	}{
		{"Qwen3 235B A22B", 235, 22, registry.XL},
		{"qwen3-coder-480b-a35b-instruct", 480, 35, registry.XL},
		{"Mistral-7B-Instruct-v0.2", 7, 0, registry.Mini},
		{"Mixtral 8x7B", 56, 0, registry.Medium},
		{"Llama-3.3-70B", 70, 0, registry.Large},
		{"Kimi 1T", 1000, 0, registry.XXL},
		{"GPT-OSS-20B", 20, 0, registry.Small},
		{"phi 2.7b", 2.7, 0, registry.Nano},
		{"GPT-4o", 0, 0, ""},
		{"r1-0528", 0, 0, ""},
	}
	for _, test := range tests {
		got := registry.ParseParameters(test.name)
		if got.Total != test.total || got.Active != test.active {
			t.Errorf("ParseParameters(%q) = %+v, want total %v, active %v", test.name, got, test.total, test.active)
		}
		if test.total > 0 && registry.SizeOf(got.Total) != test.size {
			t.Errorf("SizeOf(%v) = %q, want %q", got.Total, registry.SizeOf(got.Total), test.size)
		}
	}
}
