package rules_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

func TestAChangedPolicyIsPreviewedWithinBounds(t *testing.T) {
	t.Parallel()
	found := func(n int, rule string) (out []diag.Finding) {
		for i := range n {
			out = append(out, diag.Finding{Rule: rule, Subject: fmt.Sprintf("acme-%d", i), Place: diag.InFile("a.json")})
		}
		return out
	}
	for _, tc := range []struct {
		appear, vanish int
		help           string
		first, last    string
		related        int
	}{
		{1, 2, "under the new policy 1 finding would appear and 2 findings vanish",
			`rule-a of "acme-0" would appear`, `rule-b of "acme-1" would vanish`, 3},
		{15, 15, "under the new policy 15 findings would appear and 15 findings vanish",
			`rule-a of "acme-0" would appear`, `rule-b of "acme-4" would vanish`, 20},
		{30, 1, "under the new policy 30 findings would appear and 1 finding vanish",
			`rule-a of "acme-0" would appear`, `rule-a of "acme-19" would appear`, 20},
	} {
		t.Run(tc.help, func(t *testing.T) {
			t.Parallel()
			c := config.Default()
			tree := load(t, fstest.MapFS{}, c)
			policy := &check.Policy{
				Path: config.Name, Changed: true,
				Appear: found(tc.appear, "rule-a"), Vanish: found(tc.vanish, "rule-b"),
			}
			fs := run(t, check.Input{Head: tree, Base: tree, Config: c, Policy: policy}, []*check.Rule{rules.Find("policy-changed")})
			if len(fs) != 1 || len(fs[0].Related) != tc.related {
				t.Fatalf("findings are %+v, want one with %d related", fs, tc.related)
			}
			f := fs[0]
			if f.Help != tc.help || f.Related[0].Message != tc.first || f.Related[tc.related-1].Message != tc.last {
				t.Errorf("help %q, preview %q to %q, want help %q, preview %q to %q",
					f.Help, f.Related[0].Message, f.Related[tc.related-1].Message, tc.help, tc.first, tc.last)
			}
		})
	}
}

func TestASpecificationsPageThatBecomesALinkIsChanged(t *testing.T) {
	t.Parallel()
	const page = "guidelines/MODELS_INDEX.md"
	repo := repository{
		base: fstest.MapFS{page: {Data: []byte("# Models\n")}},
		head: fstest.MapFS{page: {Data: []byte("elsewhere.md"), Mode: fs.ModeSymlink}},
		commits: &change.Range{Local: true, Commits: []change.Commit{{
			ID: "0123", Paths: []string{page}, Author: change.Person{Name: "x", Account: change.Account{Login: "x", Type: "Bot"}},
		}}},
	}
	f := onlyOf(t, repo, "models-index-automated-edit")
	if !strings.Contains(f.Message, "changed by automation") || !strings.Contains(f.Help, "git alone") {
		t.Errorf("message %q, help %q, want a change, decided from git alone", f.Message, f.Help)
	}
}

func TestASourceFileThatIsALinkOrASubmoduleIsUnsafe(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, link string
		mode       fs.FileMode
		want       string
	}{
		{"a link", "docs/a.json", fs.ModeSymlink, `"docs/a.json" is a symbolic link`},
		{"a link on the way", "docs", fs.ModeSymlink, `"docs" is a symbolic link`},
		{"a submodule", "docs", fs.ModeIrregular, `"docs" is a submodule`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			f := onlyOf(t, repository{head: fstest.MapFS{
				tc.link: {Mode: tc.mode, Data: []byte("x")},
				"registry/data/model_registry.json": {Data: []byte(
					`{"schema_version": "1.0", "models": [{"model_id": "acme-one", "source_files": ["docs/a.json"]}]}`)},
			}}, "source-file-unsafe")
			if !strings.HasSuffix(f.Message, tc.want) {
				t.Errorf("message is %q, want it to end with %q", f.Message, tc.want)
			}
		})
	}
}

func TestAFutureDateIsAWarningUnlessTheConfigSaysOtherwise(t *testing.T) {
	t.Parallel()
	const registry = "-- registry/data/model_registry.json --\n" +
		`{"schema_version": "1.0", "models": [{"model_id": "acme-one", "created_at": "2030-01-01T00:00:00Z"}]}`
	for level, want := range map[string]diag.Severity{"": diag.Warning, "note": diag.Note, "error": diag.Error} {
		t.Run("level "+level, func(t *testing.T) {
			t.Parallel()
			archive := registry
			if level != "" {
				archive = "-- .modelgate.yaml --\nversion: 1\nrules: {timestamps-inconsistent: " + level + "}\n" + registry
			}
			if f := only(t, archive, "timestamps-inconsistent"); f.Severity != want {
				t.Errorf("severity is %v, want %v", f.Severity, want)
			}
		})
	}
}

func TestARemovedModelNamesAllThatRefersToIt(t *testing.T) {
	t.Parallel()
	f := only(t, `
-- base:registry/data/model_registry.json --
{"schema_version": "1.1", "models": [{"model_id": "acme-one", "status": "archived"}, {"model_id": "acme-two"}]}
-- registry/data/model_registry.json --
{"schema_version": "1.1", "models": [{"model_id": "acme-two", "lifecycle": {"replaced_by": "acme-one"}}]}
-- metrics/models/acme-one.json --
{"fullModel": "Acme One"}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [{"id": "first", "model_id": "acme-one"}]}
`, "model-removed")
	var got []string
	for _, r := range f.Related {
		got = append(got, fmt.Sprintf("%s:%d:%d %s", r.Place.File, r.Place.Start.Line, r.Place.Start.Column, r.Message))
	}
	want := []string{
		`registry/data/model_registry.json:1:92 "acme-two" is replaced by it`,
		`metrics/model_evaluations.json:1:109 the evaluation "first" is of it`,
		`metrics/models/acme-one.json:1:15 "metrics/models/acme-one.json" is its metrics file`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("related are %q, want %q", got, want)
	}
}

func onlyOf(t *testing.T, repo repository, rule string) diag.Finding {
	t.Helper()
	found := slices.DeleteFunc(repo.findings(t, rules.All()), func(f diag.Finding) bool { return f.Rule != rule })
	if len(found) != 1 {
		t.Fatalf("tree has %d findings of %s, want 1:\n%s", len(found), rule, list(found))
	}
	return found[0]
}
