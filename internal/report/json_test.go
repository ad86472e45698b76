package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

func jsonText(t *testing.T, run report.Run) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.NewJSON(&b).Report(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func reportSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "schemas", "report.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	if s.DraftVersion != 7 {
		t.Errorf("draft of the schema = %d, want 7", s.DraftVersion)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, text string) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

func TestEveryGoldenJSONFollowsTheSchema(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "golden", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("golden JSON files: got %v and error %v, want some", files, err)
	}
	s := reportSchema(t)
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, s, string(b)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestTheSchemaTakesPlansAndRefusesWhatIsNotAReport(t *testing.T) {
	t.Parallel()
	const end = "\n}\n"
	s := reportSchema(t)
	whole := jsonText(t, rich())
	for _, tt := range []struct {
		name, text string
		ok         bool
	}{
		{"a clean run", jsonText(t, clean()), true},
		{"plans", strings.TrimSuffix(whole, end) + `, "plans": [{"command": "modelgate import", "path": "a.json", "why": "b"}]}`, true},
		{"a plan without why", strings.TrimSuffix(whole, end) + `, "plans": [{"command": "modelgate import", "path": "a.json"}]}`, false},
		{"an unknown key", strings.TrimSuffix(whole, end) + `, "plan": []}`, false},
		{"an unknown severity", strings.Replace(whole, `"severity": "error"`, `"severity": "fatal"`, 1), false},
		{"a finding without a state", strings.Replace(whole, `"state": "new"`, `"state": ""`, 1), false},
		{"null for a list", strings.Replace(whole, `"related": []`, `"related": null`, 1), false},
		{"a negative count", strings.Replace(whole, `"errors": 3`, `"errors": -3`, 1), false},
		{"another version", strings.Replace(whole, `"schema_version": "1"`, `"schema_version": "2"`, 1), false},
	} {
		if err := validate(t, s, tt.text); (err == nil) != tt.ok {
			t.Errorf("%s: got error %v, want valid = %v", tt.name, err, tt.ok)
		}
	}
}

func TestTheJSONOfACleanRunIsWholeAndHasNoNull(t *testing.T) {
	t.Parallel()
	const want = `{
  "schema_version": "1",
  "tool": {
    "name": "modelgate",
    "version": "1.2.3"
  },
  "repo": {
    "root": ".",
    "base": "",
    "head": ""
  },
  "verdict": "pass",
  "scope": "all",
  "summary": {
    "errors": 0,
    "warnings": 0,
    "notes": 0,
    "new": 0,
    "existing": 0,
    "fixed": 0,
    "suppressed": 0
  },
  "findings": [],
  "changes": []
}
`
	if got := jsonText(t, clean()); got != want {
		t.Errorf("JSON = %s, want %s", got, want)
	}
}

func TestJSONGivesBackEveryStringAsItWas(t *testing.T) {
	t.Parallel()
	s := strings.ReplaceAll(hostile, "\xff", "") + "<>&\U000e0041\u0080\x7f ##[group]"
	run := clean()
	run.Findings = []diag.Finding{{Rule: "r", Severity: diag.Note, State: diag.Current, Message: s, Fix: &diag.Fix{File: s}}}
	run.Changes = []change.Item{{Kind: change.Model, ID: s, Change: change.Added}}
	text := jsonText(t, run)
	var got struct {
		Findings []struct {
			Message string
			Fix     struct{ File string }
		}
		Changes []struct{ ID string }
	}
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	for i, v := range []string{got.Findings[0].Message, got.Findings[0].Fix.File, got.Changes[0].ID} {
		if v != s {
			t.Errorf("string %d read back = %q, want %q", i, v, s)
		}
	}
	if !strings.Contains(text, "<>&") {
		t.Errorf("JSON %s escapes <>&", text)
	}
	for _, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Errorf("JSON holds a raw %U", r)
		}
	}
	if cs := runnertest.Parse([]byte(text)); len(cs) > 0 {
		t.Errorf("JSON holds the commands %+v", cs)
	}
}
