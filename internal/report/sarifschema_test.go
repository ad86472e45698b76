package report_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/cmmv-hive/modelgate/internal/report"
)

// The official schema is a constant of a package that another program reads
// and writes SARIF with; it is taken from there, since this repository holds
// no copy of it.
const sarifPackage = "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-f", "{{.Dir}}", sarifPackage).Output()
	if err != nil {
		t.Skipf("SARIF is NOT checked against its schema: go list %s: %v", sarifPackage, err)
	}
	text := stringConstant(t, filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), "schema")
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// stringConstant reads a constant from a Go file.
func stringConstant(t *testing.T, file, name string) string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := ""
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Names[0].Name != name || len(spec.Values) == 0 {
			return true
		}
		if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
			found, err = strconv.Unquote(lit.Value)
		}
		return false
	})
	if found == "" || err != nil {
		t.Fatalf("%s has no string constant %q (%v)", file, name, err)
	}
	return found
}

func TestSARIFFollowsItsSchema(t *testing.T) {
	t.Parallel()
	schema := sarifSchema(t)
	if err := schema.Validate(map[string]any{"version": "2.1.0", "runs": []any{map[string]any{}}}); err == nil {
		t.Fatal("the schema accepts a run without a tool: it is not the schema of SARIF")
	}
	for name, run := range map[string]report.Run{
		"the rich run": rich(), "a clean run": clean(), "a run of hostile values": everywhere(hostile),
		"a run of empty values": everywhere(""), "a run that is too long": long(),
	} {
		src := sarifText(t, run)
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnotherProgramReadsEveryPropertyOfOurSARIF(t *testing.T) {
	t.Parallel()
	d := json.NewDecoder(bytes.NewReader(sarifText(t, rich())))
	d.DisallowUnknownFields()
	var got sarif.Report
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if n, want := len(got.Runs[0].Results), len(rich().Findings)-1; n != want { // without the fixed one
		t.Errorf("it reads %d results, want %d", n, want)
	}
}
