// Package archtest holds the order in which packages may import each other.
package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/cmmv-hive/modelgate"

// allowed says which of our packages each package may import. Data flows one
// way: event, change set, snapshots, rules, findings, reporters; writes are
// plans, then one writer. "*" is every package but cmd, cli and those for tests.
func allowed() map[string][]string {
	return map[string][]string{
		"cmd/modelgate":              {"internal/cli"},
		"internal/cli":               {"*"},
		"internal/action":            {"internal/change", "internal/diag", "internal/drift", "internal/gate", "internal/ghub", "internal/git", "internal/report", "internal/guard", "internal/store", "internal/nearest"},
		"internal/action/runnertest": {},
		"internal/gate":              {"internal/change", "internal/check", "internal/compare", "internal/config", "internal/diag", "internal/git", "internal/jsondoc", "internal/registry", "internal/report", "internal/schema", "internal/snapshot", "internal/treefs"},
		"internal/ghub":              {"internal/change", "internal/diag", "internal/report", "internal/treefs"},
		"internal/ghub/ghubtest":     {},
		"internal/git":               {"internal/treefs"},
		"internal/guard":             {"internal/snapshot", "internal/store"},
		"internal/store":             {"internal/plan"},
		"internal/report":            {"internal/change", "internal/diag"},
		"internal/report/reporttest": {"internal/change", "internal/diag", "internal/report"},
		"internal/rules":             {"internal/change", "internal/audit", "internal/check", "internal/config", "internal/diag", "internal/jsondoc", "internal/registry", "internal/schema", "internal/seal", "internal/snapshot", "internal/views", "internal/nearest"},
		"internal/views":             {"internal/diag", "internal/jsondoc", "internal/plan", "internal/registry", "internal/snapshot"},
		"internal/check":             {"internal/change", "internal/config", "internal/diag", "internal/registry", "internal/schema", "internal/snapshot"},
		"internal/compare":           {"internal/change", "internal/jsondoc", "internal/registry", "internal/snapshot"},
		"internal/snapshot":          {"internal/audit", "internal/config", "internal/diag", "internal/jsondoc", "internal/registry"},
		"internal/importer":          {"internal/config", "internal/diag", "internal/jsondoc", "internal/plan", "internal/registry", "internal/snapshot"},
		"internal/drift":             {"internal/edit", "internal/gate", "internal/importer", "internal/report", "internal/snapshot", "internal/views"},
		"internal/ledger":            {"internal/audit", "internal/config", "internal/jsondoc", "internal/plan", "internal/registry", "internal/snapshot"},
		"internal/audit":             {},
		"internal/seal":              {},
		"internal/edit":              {"internal/audit", "internal/jsondoc", "internal/registry", "internal/snapshot"},
		"internal/schema":            {"internal/jsondoc", "schemas", "internal/nearest"},
		"internal/registry":          {"internal/diag", "internal/jsondoc"},
		"internal/config":            {"internal/diag", "internal/nearest"},
		"internal/nearest":           {},
		"internal/plan":              {},
		"internal/change":            {},
		"internal/jsondoc":           {"internal/diag"},
		"internal/diag":              {},
		"internal/treefs":            {},
		"internal/benchtest":         {},
		"internal/rapidtest":         {},
		"internal/version":           {},
		"internal/workflows":         {},
		"schemas":                    {},
	}
}

// owners says which package alone may import a module or package from outside.
func owners() map[string][]string {
	return map[string][]string{
		"os/exec":                               {"internal/git"},
		"os/signal":                             {"cmd/modelgate"},
		"net/http":                              {"internal/ghub", "internal/ghub/ghubtest"},
		"github.com/google/go-github":           {"internal/ghub"},
		"github.com/getkin/kin-openapi":         {"internal/ghub/ghubtest"},
		"github.com/agnivade/levenshtein":       {"internal/nearest"},
		"github.com/spf13/cobra":                {"internal/cli"},
		"github.com/sethvargo/go-githubactions": {"internal/action"},
		"github.com/xeipuuv/gojsonschema":       {"internal/schema"},
		"github.com/goccy/go-yaml":              {"internal/config"},
		"github.com/go-json-experiment/json":    {"internal/jsondoc", "internal/audit", "internal/seal"},
		"github.com/hiddeco/sshsig":             {"internal/seal"},
		"golang.org/x/crypto":                   {"internal/seal"},
		"github.com/aymanbagabas/go-udiff":      {"internal/plan", "internal/ghub"},
		"github.com/bmatcuk/doublestar":         {"internal/config"},
		"github.com/fatih/color":                {"internal/report"},
		"github.com/gofrs/flock":                {"internal/store"},
		"github.com/mattn/go-isatty":            {"internal/cli"},
		"github.com/spf13/pflag":                {"internal/cli"},
		"github.com/yuin/goldmark":              {"internal/rules"},
		"golang.org/x/text":                     {"internal/config", "internal/registry", "internal/store"},
		"os":                                    {"cmd/modelgate", "internal/cli", "internal/action", "internal/git", "internal/store", "internal/ghub/ghubtest"},
	}
}

func TestPackagesImportOnlyDownTheTable(t *testing.T) {
	t.Parallel()
	table, outside := allowed(), owners()
	seen := map[string]bool{}
	for pkg, imports := range packages(t) {
		seen[pkg] = true
		may, listed := table[pkg]
		if !listed {
			t.Errorf("package %s is not in the table; say what it may import", pkg)
			continue
		}
		for _, imp := range imports {
			if ours, ok := strings.CutPrefix(imp, module+"/"); ok {
				if !mayImport(may, ours) {
					t.Errorf("%s imports %s, which the table does not allow", pkg, ours)
				}
				continue
			}
			owned := ownerOf(outside, imp)
			switch {
			case owned != "" && !slices.Contains(outside[owned], pkg):
				t.Errorf("%s imports %s, which only %v may", pkg, imp, outside[owned])
			case owned == "" && strings.Contains(imp, "."):
				t.Errorf("%s imports %s, which has no owner; say who may", pkg, imp)
			}
		}
	}
	for pkg := range table {
		if !seen[pkg] {
			t.Errorf("the table lists %s, which does not exist", pkg)
		}
	}
}

func TestTheTablesAllowNothingThatNobodyUses(t *testing.T) {
	t.Parallel()
	imported := packages(t)
	for pkg, may := range allowed() {
		for _, ours := range may {
			if ours != "*" && !slices.Contains(imported[pkg], module+"/"+ours) {
				t.Errorf("%s may import %s and does not", pkg, ours)
			}
		}
	}
	outside := owners()
	for name, owning := range outside {
		for _, pkg := range owning {
			if !slices.ContainsFunc(imported[pkg], func(imp string) bool { return ownerOf(outside, imp) == name }) {
				t.Errorf("%s may import %s and does not", pkg, name)
			}
		}
	}
}

func mayImport(may []string, pkg string) bool {
	if slices.Contains(may, "*") {
		return !strings.HasPrefix(pkg, "cmd/") && pkg != "internal/cli" && !strings.HasSuffix(pkg, "test")
	}
	return slices.Contains(may, pkg)
}

func ownerOf(outside map[string][]string, imp string) string {
	for name := range outside {
		if imp == name || strings.Contains(name, ".") && strings.HasPrefix(imp, name+"/") {
			return name
		}
	}
	return ""
}

// packages reads the imports of every package from its files. `go list` would
// be served from the test cache after the imports have changed.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	root := filepath.Join("..", "..")
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && name != root) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		pkg := path.Clean(filepath.ToSlash(rel))
		for _, spec := range f.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[pkg] = append(found[pkg], imp)
		}
		if found[pkg] == nil {
			found[pkg] = []string{}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 10 {
		t.Fatalf("found only %d packages below %s", len(found), root)
	}
	return found
}
