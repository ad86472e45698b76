package registry_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

func canonical(t interface {
	Helper()
	Fatalf(string, ...any)
}, src []byte) (*jsondoc.Document, []byte) {
	t.Helper()
	doc, faults := jsondoc.Parse("x.json", src, jsondoc.Limits{})
	if len(faults) > 0 {
		t.Fatalf("Parse(%q) has faults: %v", src, faults)
	}
	return doc, registry.Canonical(doc)
}

func TestTheCanonicalFormSortsEntriesAndKeys(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, want string }{
		{"wrapper, entries and keys",
			`{"x":1.50,"models":[{"zz":{"b":1,"a":{}},"model_id":"b","schema_version":"1.0"},7,{"role":"general"},{"model_id":"B","tags":[]},{"model_id":"a.b","display_name":"\u00e9\/\u007f"},{"model_id":"a-b"}],"schema_version":"1.0"}`,
			`{
  "schema_version": "1.0",
  "models": [
    {
      "model_id": "B",
      "tags": []
    },
    {
      "model_id": "a-b"
    },
    {
      "model_id": "a.b",
      "display_name": "é/\u007f"
    },
    {
      "schema_version": "1.0",
      "model_id": "b",
      "zz": {
        "b": 1,
        "a": {}
      }
    },
    7,
    {
      "role": "general"
    }
  ],
  "x": 1.50
}
`},
		{"one entry", `{"role":"general","model_id":"a"}`, "{\n  \"model_id\": \"a\",\n  \"role\": \"general\"\n}\n"},
		{"models of another type", "{\"models\": {\"b\": 1, \"a\": 2},\r\n\"schema_version\": null}",
			"{\n  \"schema_version\": null,\n  \"models\": {\n    \"b\": 1,\n    \"a\": 2\n  }\n}\n"},
		{"no object", `[]`, "[]\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, got := canonical(t, []byte(tt.src)); string(got) != tt.want {
				t.Errorf("Canonical(%s)\ngot\n%s\nwant\n%s", tt.src, got, tt.want)
			}
		})
	}
}

func TestTextThatIsNoJSONStaysAsItIs(t *testing.T) {
	t.Parallel()
	doc, _ := jsondoc.Parse("x.json", []byte("{oops"), jsondoc.Limits{})
	if got := string(registry.Canonical(doc)); got != "{oops" {
		t.Errorf("Canonical is %q, want %q", got, "{oops")
	}
}

// members draws members whose names are often known ones.
func members(t *rapid.T, names []string, value func() string) string {
	chosen := rapid.SliceOfNDistinct(rapid.OneOf(rapid.SampledFrom(names), rapid.String()), 0, 5, rapid.ID).Draw(t, "names")
	parts := make([]string, len(chosen))
	for i, name := range chosen {
		parts[i] = jsondoc.Quote(name) + ":" + value()
	}
	return strings.Join(parts, ",")
}

func drawnRegistry(t *rapid.T) []byte {
	value := func() string {
		return rapid.OneOf(
			rapid.SampledFrom([]string{"null", "1.50", "1E+2", "[]", "{}", `[{"b":[1],"a":"\u00e9"}]`, `"a"`, `"b"`}),
			rapid.Map(rapid.String(), jsondoc.Quote)).Draw(t, "value")
	}
	entries := make([]string, rapid.IntRange(0, 5).Draw(t, "entries"))
	for i := range entries {
		entries[i] = "{" + members(t, registry.Fields(), value) + "}"
	}
	wrapper := members(t, []string{"schema_version", "x"}, value)
	if strings.Contains(wrapper, `"models":`) {
		wrapper = ""
	}
	if wrapper != "" {
		wrapper += ","
	}
	return []byte("{" + wrapper + `"models":[` + strings.Join(entries, ",") + "]}")
}

func TestTheCanonicalFormIsStableAndLosesNothing(t *testing.T) {
	t.Parallel()
	byText := func(v any) map[string]int { // the entries as a multiset
		counts := map[string]int{}
		for _, e := range v.(map[string]any)["models"].([]any) {
			counts[fmt.Sprintf("%#v", e)]++ // fmt prints maps sorted by key
		}
		return counts
	}
	rapid.Check(t, func(t *rapid.T) {
		doc, once := canonical(t, drawnRegistry(t))
		again, twice := canonical(t, once)
		if !bytes.Equal(once, twice) {
			t.Fatalf("second time\n%s\nwant\n%s", twice, once)
		}
		before, after := doc.Root.Value(), again.Root.Value()
		if diff := cmp.Diff(byText(before), byText(after)); diff != "" {
			t.Fatalf("entries differ (-before +after):\n%s", diff)
		}
		delete(before.(map[string]any), "models")
		delete(after.(map[string]any), "models")
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatalf("wrapper differs (-before +after):\n%s", diff)
		}
	})
}

// TestTheCanonicalFormIsWhatJqPrints leaves out numbers other than integers:
// jq spells them anew, the canonical form keeps them.
func TestTheCanonicalFormIsWhatJqPrints(t *testing.T) {
	t.Parallel()
	jq, err := exec.LookPath("jq")
	if err != nil {
		t.Skip("jq is not on PATH")
	}
	var all strings.Builder
	for r := rune(0); r < 0x3000; r++ {
		if utf8.ValidRune(r) {
			all.WriteRune(r)
		}
	}
	all.WriteString("\ufeff\ufffd😀\U0010ffff")
	src := `{"models":[{"notes":` + jsondoc.Quote(all.String()) +
		`,"model_id":"a","x":[[],[[1,{}],{"y":[{"z":null}]}],true,-3],"é\u0001":{"":{}}}],"schema_version":"1.0"}`
	_, want := canonical(t, []byte(src))
	cmd := exec.CommandContext(t.Context(), jq, ".")
	cmd.Stdin = bytes.NewReader(want)
	got, err := cmd.Output()
	if err != nil {
		t.Fatalf("run jq: %v", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("jq prints the canonical form otherwise (-canonical +jq):\n%s", diff)
	}
}
