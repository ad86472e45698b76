package workflows_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// A hook is what pre-commit reads of one (pre-commit.com, "Creating new hooks").
type hook struct {
	ID            string `yaml:"id"`
	Name          string `yaml:"name"`
	Description   string `yaml:"description"`
	Entry         string `yaml:"entry"`
	Language      string `yaml:"language"`
	PassFilenames *bool  `yaml:"pass_filenames"`
	Files         string `yaml:"files"`
}

func hooks(t *testing.T) map[string]hook {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("..", "..", ".pre-commit-hooks.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var list []hook
	if err := yaml.UnmarshalWithOptions(src, &list, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	found := map[string]hook{}
	for _, h := range list {
		found[h.ID] = h
	}
	return found
}

func TestHooksHaveWhatPreCommitNeeds(t *testing.T) {
	t.Parallel()
	entries := map[string]string{"modelgate-check": "modelgate check", "modelgate-fmt": "modelgate fmt --check"}
	got := hooks(t)
	if len(got) != len(entries) {
		t.Errorf("there are %d hooks, want %d", len(got), len(entries))
	}
	for id, entry := range entries {
		h := got[id]
		if h.Entry != entry || h.Language != "golang" || h.Name == "" || h.Description == "" {
			t.Errorf("hook %q is %+v, want entry %q in language golang, with a name and a description", id, h, entry)
		}
		// The commands take no file names: they look at the whole registry.
		if h.PassFilenames == nil || *h.PassFilenames {
			t.Errorf("hook %q: pass_filenames is not false", id)
		}
	}
}

func TestHooksRunForGovernedFilesAlone(t *testing.T) {
	t.Parallel()
	tests := []struct {
		path       string
		check, fmt bool
	}{
		{"registry/data/model_registry.json", true, true}, {"gov/registry/data/model_registry.json", true, true},
		{"a/b/registry/data/model_registry.json", true, true}, {".modelgate.yaml", true, true},
		{"gov/registry/logs/2026/01/x.json", true, false}, {"gov/registry/signatures/x.sig", true, false},
		{"gov/registry/allowed_signers", true, false}, {"metrics/model_evaluations.json", true, false},
		{"gov/metrics/models_index.json", true, false}, {"gov/metrics/models/acme-one.json", true, false},
		{"metrics/views/generals.json", true, false}, {"guidelines/MODELS_INDEX.md", true, false},
		{"MODELS_INDEX.md", true, false}, {"gov/guidelines/models_index.md", true, false},
		{"README.md", false, false}, {"registry/schemas/model_registry.schema.json", false, false},
		{"src/my_registry/data/model_registry.json", false, false}, {"docs/.modelgate.yaml", false, false},
		{"guidelines/OLD_MODELS_INDEX.md", false, false}, {"registry/data/model_registry.json.orig", false, false},
	}
	all := hooks(t)
	check, form := regexp.MustCompile(all["modelgate-check"].Files), regexp.MustCompile(all["modelgate-fmt"].Files)
	for _, tt := range tests {
		if got := check.MatchString(tt.path); got != tt.check {
			t.Errorf("modelgate-check runs for %q: %v, want %v", tt.path, got, tt.check)
		}
		if got := form.MatchString(tt.path); got != tt.fmt {
			t.Errorf("modelgate-fmt runs for %q: %v, want %v", tt.path, got, tt.fmt)
		}
	}
}

func TestTheCheckHookRunsForEachFileOfTheExample(t *testing.T) {
	t.Parallel()
	check := regexp.MustCompile(hooks(t)["modelgate-check"].Files)
	example := os.DirFS(filepath.Join("..", "..", "testdata", "hive"))
	seen := 0
	err := fs.WalkDir(example, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, "README.md") {
			return err
		}
		seen++
		if !check.MatchString(name) {
			t.Errorf("modelgate-check does not run for %q", name)
		}
		return nil
	})
	if err != nil || seen < 10 {
		t.Errorf("looked at %d files, error %v, want the whole example", seen, err)
	}
}
