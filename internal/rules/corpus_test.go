package rules_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/rules"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// corpus returns the folder of the upstream repository's data files, and skips
// the test where it is absent: they are not part of this repository.
func corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("MODELGATE_CORPUS")
	if dir == "" {
		dir = "../../../shared/corpus"
	}
	dir = filepath.Join(dir, "cmmv-hive")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no corpus of real data here: %v", err)
	}
	return dir
}

func corpusFindings(t *testing.T) []diag.Finding {
	t.Helper()
	root, err := os.OpenRoot(corpus(t))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	c := config.Default()
	at, err := snapshot.DetectRoot(root.FS(), c.Paths)
	if err != nil {
		t.Fatal(err)
	}
	c.Root = at
	return run(t, check.Input{Head: load(t, root.FS(), c), Config: c, Full: true}, rules.All())
}

func TestTheRealCorpusGivesTheseFindings(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	for _, f := range corpusFindings(t) {
		line := fmt.Sprintf("%s %s %s:%d:%d %s", f.Rule, f.Subject, f.Place.File, f.Place.Start.Line, f.Place.Start.Column, f.Key)
		got.WriteString(strings.TrimSpace(line) + "\n")
	}
	compareFile(t, "../../testdata/golden/corpus.txt", []byte(got.String()))
}

// What was found by reading the real data (docs/corpus.md), said apart from the
// golden file so that no update can hide its loss.
func TestTheRealCorpusHasItsKnownFaults(t *testing.T) {
	t.Parallel()
	findings := corpusFindings(t)
	for _, tc := range []struct {
		rule     string
		findings int
		subjects []string // nil: not looked at
	}{
		{"evaluation-score-mismatch", 4, []string{"/evaluations/0", "/evaluations/2", "/evaluations/7", "/evaluations/9"}},
		{"evaluation-status-mismatch", 3, []string{"/evaluations/1", "/evaluations/15", "/evaluations/25"}},
		{"evaluations-schema", 19, []string{
			"/evaluations/2", "/evaluations/4", "/evaluations/10", "/evaluations/11", "/evaluations/14",
			"/evaluations/17", "/evaluations/18", "/evaluations/19", "/evaluations/20", "/evaluations/21",
			"/evaluations/22", "/evaluations/23", "/evaluations/24", "/evaluations/25",
		}},
		{"metrics-schema", 6, []string{"llama-3.3-70b-instruct"}},
		{"registry-missing", 1, nil},
		{"models-index-not-specs", 104, []string{"guidelines/MODELS_INDEX.md"}},
		{"metrics-mismatch", 45, []string{
			"anthropic-claude-3-5-haiku", "deepseek-r1-0528", "deepseek-v3.1", "google-gemini-2-5-flash",
			"gpt-oss-20b", "llama-3.3-70b-instruct", "meta-ai-llama-3-1-405b", "openai-gpt-4o",
			"openai-gpt-5-general", "xai-grok-3-mini",
		}},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			t.Parallel()
			n, subjects := 0, map[string]bool{}
			for _, f := range findings {
				if f.Rule == tc.rule {
					n++
					subjects[about(f)] = true
				}
			}
			if n != tc.findings {
				t.Errorf("%s has %d findings, want %d", tc.rule, n, tc.findings)
			}
			for _, s := range tc.subjects {
				if !subjects[s] {
					t.Errorf("%s says nothing of %q", tc.rule, s)
				}
			}
			if tc.subjects != nil && len(subjects) != len(tc.subjects) {
				t.Errorf("%s speaks of %d subjects, want %d: %v", tc.rule, len(subjects), len(tc.subjects), subjects)
			}
		})
	}
}

// about is the evaluation a finding stands in, else its subject.
func about(f diag.Finding) string {
	if rest, ok := strings.CutPrefix(f.Place.Pointer, "/evaluations/"); ok {
		index, _, _ := strings.Cut(rest, "/")
		return "/evaluations/" + index
	}
	return f.Subject
}
