package importer_test

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/importer"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// upstream returns the real files that modelgate was made for.
func upstream(t *testing.T) fstest.MapFS {
	t.Helper()
	dir := filepath.Join(cmp.Or(os.Getenv("MODELGATE_CORPUS"), "../../../shared/corpus"), "cmmv-hive")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no upstream data at %q; MODELGATE_CORPUS names its folder", dir)
	}
	return copyOf(t, dir)
}

// rows returns each entry as "id provider role status size eval_refs".
func rows(s *snapshot.Snapshot) []string {
	out := []string{}
	for e := range s.Registry.All() {
		out = append(out, strings.Join([]string{
			e.ModelID, e.Provider, string(e.Role), string(e.Status), string(e.SizeClass),
			strings.Join(e.EvalRefs, ","),
		}, " "))
	}
	return out
}

func upstreamRows() []string {
	return []string{
		"anthropic-claude-3-5-haiku anthropic specialist active small eval-anthropic-claude-3-5-haiku-2025-09-07",
		"anthropic-claude-3-5-sonnet anthropic specialist active large eval-anthropic-claude-3-5-sonnet-2025-01-09",
		"anthropic-claude-3-7-sonnet anthropic general active large eval-anthropic-claude-3-7-sonnet-2025-01-10",
		"anthropic-claude-4-1-opus anthropic general active xl eval-anthropic-claude-4-1-opus-2025-01-10",
		"anthropic-claude-4-sonnet anthropic specialist active large eval-anthropic-claude-4-sonnet-2025-01-09",
		"deepseek-r1-0528 deepseek specialist active xl eval-deepseek-r1-0528-2025-09-07",
		"deepseek-r1-0528-qwen3-8b deepseek experimental archived mini eval-deepseek-r1-qwen3-0528-8b-2025-09-07",
		"deepseek-v3.1 deepseek specialist active xl eval-deepseek-deepseek-v3-standard-2025-09-07",
		"google-gemini-2-5-flash google specialist active small eval-google-gemini-2-5-flash-2025-09-07",
		"google-gemini-2-5-pro google general active xl eval-google-gemini-2-5-pro-2025-01-10",
		"gpt-oss-20b openai specialist active small eval-openai-gpt-oss-20b-2025-09-07",
		"kimi-k2-instruct moonshot specialist active xxl eval-moonshot-kimi-k2-instruct-2025-01-10",
		"llama-3.3-70b-instruct meta specialist active large eval-meta-llama-3-3-70b-instruct-2025-09-07",
		"meta-ai-llama-3-1-405b meta specialist active xl eval-meta-llama-3-1-405b-instruct-2025-09-07",
		"mistral-7b-instruct-v0.2 mistral experimental archived mini eval-mistral-mistral-7b-instruct-v0-2-2025-09-07",
		"mistral-small-24b-instruct mistral experimental archived small eval-mistral-mistral-small-24b-instruct-2025-09-07",
		"openai-gpt-4o openai experimental archived large eval-openai-gpt-4o-standard-2025-09-07",
		"openai-gpt-5-fast openai experimental archived small eval-openai-gpt-5-fast-2025-09-07",
		"openai-gpt-5-general openai general active xl eval-openai-gpt-5-general-2025-09-07",
		"qwen3-235b-a22b qwen specialist active xl eval-qwen-qwen3-235b-a22b-2025-09-07",
		"qwen3-coder-30b qwen experimental archived small eval-qwen-qwen3-coder-30b-2025-09-07",
		"qwen3-coder-480b-a35b-instruct qwen experimental archived xl eval-qwen-qwen3-coder-480b-a35b-instruct-2025-09-07",
		"xai-grok-3-beta xai general active xl eval-xai-grok-3-beta-2025-09-08",
		"xai-grok-3-mini xai experimental archived mini eval-xai-grok-3-mini-2025-09-07",
		"xai-grok-code-fast-1 xai specialist active small eval-xai-grok-code-fast-1-2025-09-07",
	}
}

func TestUpstreamBecomesTwentyFiveEntries(t *testing.T) {
	t.Parallel()
	r, s := imported(t, upstream(t), "gov", importer.Options{})
	if diff := gocmp.Diff(upstreamRows(), rows(s)); diff != "" {
		t.Errorf("entries differ (-want +got):\n%s", diff)
	}
	if len(r.Added) != 25 || len(r.Updated)+len(r.Unchanged)+len(r.Skipped) != 0 {
		t.Errorf("added %d, updated %q, unchanged %q, skipped %q, want 25 added alone",
			len(r.Added), r.Updated, r.Unchanged, r.Skipped)
	}
	if len(r.Plan) != 1 || r.Plan[0].Path != "gov/"+registryPath || r.Plan[0].Old != nil {
		t.Errorf("the plan is not the creation of the registry alone: %d edits", len(r.Plan))
	}
	if got := registry.Canonical(s.Registry.Doc); !bytes.Equal(got, s.Registry.Doc.Src) {
		t.Errorf("the new registry is not canonical (-canonical +got):\n%s",
			gocmp.Diff(string(got), string(s.Registry.Doc.Src)))
	}
}

func TestUpstreamEntriesReferToTheirOwnEvaluation(t *testing.T) {
	t.Parallel()
	_, s := imported(t, upstream(t), "gov", importer.Options{})
	for e := range s.Registry.All() {
		for _, ref := range e.EvalRefs {
			got := s.Evaluations.Resolve(ref, e)
			if got.Match != registry.MatchExact || !got.One.Of(e) {
				t.Errorf("%s: %q resolves to match %d, want its own evaluation exactly", e.ModelID, ref, got.Match)
			}
		}
		if m := s.MetricFor(e); m == nil || m.Path != e.SourceFiles[0] {
			t.Errorf("%s: source_files are %q, want its metrics file", e.ModelID, e.SourceFiles)
		}
	}
}

func TestUpstreamDatesAreThoseOfTheHistory(t *testing.T) {
	t.Parallel()
	_, s := imported(t, upstream(t), "gov", importer.Options{})
	tests := []struct{ id, created, updated string }{
		{"deepseek-r1-0528", "2025-01-10T00:00:00Z", "2025-09-07T00:00:00Z"},
		{"anthropic-claude-4-sonnet", "2025-01-09T00:00:00Z", "2025-09-07T00:00:00Z"},
		{"xai-grok-3-beta", "2025-09-08T00:00:00Z", "2025-09-08T00:00:00Z"},
	}
	for _, tt := range tests {
		if e := s.Registry.Find(tt.id); e.CreatedAt != tt.created || e.UpdatedAt != tt.updated {
			t.Errorf("%s: created %q, updated %q, want %q, %q", tt.id, e.CreatedAt, e.UpdatedAt, tt.created, tt.updated)
		}
	}
}

func TestUpstreamGeneralsAreTheLargeOnes(t *testing.T) {
	t.Parallel()
	large := []string{
		"anthropic-claude-3-7-sonnet", "anthropic-claude-4-1-opus", "google-gemini-2-5-pro",
		"openai-gpt-5-general", "xai-grok-3-beta",
	}
	evaluated := []string{
		"anthropic-claude-3-7-sonnet", "anthropic-claude-4-1-opus", "google-gemini-2-5-flash",
		"google-gemini-2-5-pro", "openai-gpt-5-general", "xai-grok-3-beta", "xai-grok-code-fast-1",
	}
	for _, tt := range []struct {
		keep bool
		want []string
	}{{false, large}, {true, evaluated}} {
		_, s := imported(t, upstream(t), "gov", importer.Options{KeepRoles: tt.keep})
		var got []string
		for e := range s.Registry.All() {
			if e.Role == registry.General {
				got = append(got, e.ModelID)
			}
		}
		if diff := gocmp.Diff(tt.want, got); diff != "" {
			t.Errorf("KeepRoles %v: generals differ (-want +got):\n%s", tt.keep, diff)
		}
	}
}

func TestUpstreamFindingsAreFew(t *testing.T) {
	t.Parallel()
	r, _ := imported(t, upstream(t), "gov", importer.Options{})
	var got []string
	for _, f := range r.Findings {
		got = append(got, f.Rule+" "+f.Subject)
	}
	want := []string{
		"import-role-lowered google-gemini-2-5-flash",
		"import-unpaired-evaluation eval-openai-o4-mini-2025-09-07",
		"import-role-lowered xai-grok-code-fast-1",
		"import-capabilities-empty gov/" + registryPath,
		"import-size-assumed gov/" + registryPath,
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("findings differ (-want +got):\n%s", diff)
	}
}
