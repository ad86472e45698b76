package registry_test

import (
	"slices"
	"testing"
	"time"

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
		// What a slug loses still tells two models apart.
		{"Cohere", "Command R", "cohere:command-r"},
		{"Cohere", "Cohere Command R+", "cohere:command-r+"},
		{"baidu", "文心 4.0", "baidu:文心-4-0"},
		{"baidu", "混元 4.0", "baidu:混元-4-0"},
		{"百度", "百度 文心-Instruct", "百度:文心"},
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
	for _, tok := range e.NameTokens(small()) {
		if tok == "mini" {
			t.Errorf("%v holds mini", e.NameTokens(small()))
		}
	}
	tests := []struct {
		name string
		want string
	}{
		{"GPT-5MiniTurbo", "gpt 5 mini turbo miniturbo 5miniturbo"},
		{"gpt-4o", "gpt 4 o 4o"},
		{"o1_mini.fast", "o 1 o1 mini fast"},
		{"MiNi", "mi ni mini"},
		{"Ｍｉｎｉ", "mini"},
		{"m\u0456ni mi\u200bni m\u00efni mi\u034fni", "mini mini mini mini"}, // Cyrillic, and what shows nothing
		{"Gemini", "gemini"},
		{"GPTMini", "gpt mini gptm ini gptmini"},
		{"KILNmini", "kil nmini kiln mini kilnmini"},
		{"NanoGPT", "nano gpt nanogpt"},
		{"MLFlow", "ml flow mlflow"},
		{"Slow minister", "slow minister"},
		{"m\u0457ni min\u026a \u0142ow \u029f\u1d0f\u1d21", "mini mini low low"}, // accents on look-alikes, small capitals, strokes
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
}

func small() registry.Words { return registry.NewWords([]string{"mini", "fast"}) }

func TestAProviderThatIsCalledByAWordHidesNone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ provider, id, want string }{
		{"gpt-5-mini", "gpt-5-mini-turbo", "mini"},
		{"GPT 5 M\u0456ni", "gpt-5-mini-turbo", "mini"},
		{"gpt-5mini", "gpt-5mini-turbo", "mini"},
		{"MiniAI", "mini-turbo", "mini"},
		{"Fast AI", "fast-one", "fast"},
		{"Breakfast", "breakfast-one", ""},
		{"MiniMax", "MiniMax-M1", ""},
		{"MiniMax AI", "MiniMax-AI-M1", ""},
		{"MiniMax", "MiniMax-mini", "mini"},
	} {
		e := &registry.Entry{Provider: tt.provider, ModelID: tt.id}
		if got := e.NameToken(small()); got != tt.want {
			t.Errorf("NameToken of %q by %q = %q, want %q", tt.id, tt.provider, got, tt.want)
		}
	}
}

func TestTheProvidersNameMakesNoModelMini(t *testing.T) {
	t.Parallel()
	for _, provider := range []string{"MiniMax", "minimax", "MiniMaxAI", "MiniMax AI", "ＭｉｎｉＭａｘ"} {
		e := &registry.Entry{ModelID: "minimax-m1", Provider: provider, DisplayName: "MiniMax-M1"}
		if got := e.NameTokens(small()); slices.Contains(got, "mini") {
			t.Errorf("NameTokens() of a model of %q = %q, which holds mini", provider, got)
		}
		e.DisplayName = "MiniMax-M1-Mini"
		if got := e.NameTokens(small()); !slices.Contains(got, "mini") {
			t.Errorf("NameTokens() of %q by %q = %q, want mini among them", e.DisplayName, provider, got)
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
		{"Llama-4-Maverick-17B-128E", 0, 17, ""},
		{"Llama-4-Maverick-17B-128E-Instruct", 0, 17, ""},
		{"Llama 4 Scout 17B-16E", 0, 17, ""},
		{"Llama 4 Scout 17B 16 experts", 0, 17, ""},
		{"Mixtral-8x22B", 176, 0, registry.Large},
		{"GPT-OSS-120B", 120, 0, registry.Large},
		{"DeepSeek-V3 671B (37B active)", 671, 37, registry.XXL},
		{"DeepSeek-V3 (37B active, 671B)", 671, 37, registry.XXL},
		{"Hunyuan-A13B", 0, 13, ""},
		{"Llama-3.2-1B", 1, 0, registry.Nano},
		{"Qwen2.5-1.5B-Instruct-1M", 1.5, 0, registry.Nano}, // 1M is its context
		{"phi-3.5-MoE 16x3.8B", 60.8, 0, registry.Medium},
		{"c4ai-command-r7b-12-2024", 7, 0, registry.Mini},
		{"gemma-3n-E4B", 0, 0, ""}, // effective: it has more
		{"Phi-4-mini", 0, 0, ""},
		{"o1-mini", 0, 0, ""},
		{"MiniMax-M1-80k", 0, 0, ""},
		{"Mistral-7B-4bit", 7, 0, registry.Mini},
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

func TestANameKeyIsOneOverSpellingsAndNoMore(t *testing.T) {
	t.Parallel()
	tests := []struct{ provider, name, want string }{
		{"Meta AI", "Meta AI Llama-3.1-405B", "meta:llama-3-1-405b"},
		{"Meta", " LLaMA  3_1 405b.", "meta:llama-3-1-405b"},
		{"Meta", "Ｌｌａｍａ 3.1\u200b 405B", "meta:llama-3-1-405b"},
		{"Meta", "Llama-3.1-405B-Instruct", "meta:llama-3-1-405b-instruct"},
		{"Cohere", "Command R+", "cohere:command-r+"},
		{"openai", "GPT-5 (General)", "openai:gpt-5-(general)"},
		{"acme", "α-Model", "acme:α-model"},
		{"acme", "STRASSE", "acme:strasse"},
		{"acme", "Straße", "acme:strasse"},
		{"百度", "百度-文心 4.0", "百度:文心-4-0"},
		{"O4", "O4 Mini", "openai:o4-mini"},
		{"", "x", ""}, {"x", " - ", ""},
	}
	for _, test := range tests {
		if got := registry.NameKey(test.provider, test.name); got != test.want {
			t.Errorf("NameKey(%q, %q) = %q, want %q", test.provider, test.name, got, test.want)
		}
	}
}

func TestTimesAreRFC3339WithLeapSeconds(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{ // want "": no time
		{"2025-09-07T01:02:03Z", "2025-09-07T01:02:03Z"},
		{"2025-09-07t01:02:03.5z", "2025-09-07T01:02:03.5Z"},
		{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
		{"2016-12-31T23:59:60.9Z", "2017-01-01T00:00:00.9Z"},
		{"1990-12-31T15:59:60-08:00", "1991-01-01T00:00:00Z"},
		{"9999-12-31T23:59:60Z", "10000-01-01T00:00:00Z"},
		{"2016-12-31T12:00:60Z", ""},
		{"2016-12-31T23:59:60+01:00", ""},
		{"2016-12-31T23:59:61Z", ""},
		{"2016-12-31T23:60:00Z", ""},
		{"2025-09-07", ""}, {"", ""},
	}
	for _, test := range tests {
		got, ok := registry.ParseTime(test.in)
		text := ""
		if ok {
			text = got.UTC().Format(time.RFC3339Nano)
		}
		if text != test.want || ok == got.IsZero() {
			t.Errorf("ParseTime(%q) = %q, %t, want %q", test.in, text, ok, test.want)
		}
	}
}

// An entry that shares a key with thousands is asked for its own evaluation;
// the answer is the newest of its own, however the others lie.
func TestOfManyWithOneKeyTheNewestOfTheEntryIsMeant(t *testing.T) {
	t.Parallel()
	list := `{"provider": "Acme", "fullModel": "One Pro", "modelFamily": "One", "updatedAt": "2025-01-01T00:00:00Z", "masterDecision": {"decidedAt": "2025-03-01T00:00:00Z"}},
{"provider": "Acme", "fullModel": "One Pro", "modelFamily": "One", "updatedAt": "2025-01-01T09:00:00Z"},
{"provider": "Acme", "fullModel": "One Fast", "modelFamily": "One", "updatedAt": "2025-01-01T00:00:00Z", "masterDecision": {"decidedAt": "2025-04-01T00:00:00Z"}},
{"provider": "Acme", "model_id": "own", "fullModel": "One Pro", "modelFamily": "One", "updatedAt": "2025-01-01T00:00:00Z"}`
	evals := evaluations(t, list)
	tests := []struct {
		id, name string
		want     int // -1: none
	}{
		{"one-pro", "One Pro", 0},
		{"x", "One Fast", 2},
		{"own", "Other", 3},
		{"own", "One Pro", 0},
		{"x", "Other", -1},
	}
	for _, test := range tests {
		e := &registry.Entry{ModelID: test.id, Provider: "acme", DisplayName: test.name}
		got := evals.Resolve("eval-acme-one-2025-01-01", e)
		index := -1
		if got.One != nil {
			index = got.One.Index
		}
		if got.Match != registry.MatchAmbiguous || len(got.Among) != 4 || index != test.want {
			t.Errorf("for %q, %q: %v of %d, evaluation %d, want ambiguous of 4, %d", test.id, test.name, got.Match, len(got.Among), index, test.want)
		}
	}
}
