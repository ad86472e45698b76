package registry_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/rapidtest"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

func TestMain(m *testing.M) { rapidtest.Main(m) }

func parseFile(t interface {
	Helper()
	Fatalf(string, ...any)
}, src string) *jsondoc.Document {
	t.Helper()
	doc, faults := jsondoc.Parse("x.json", []byte(src), jsondoc.Limits{})
	if len(faults) > 0 {
		t.Fatalf("Parse(%q) has faults: %v", src, faults)
	}
	return doc
}

func migrate(t interface {
	Helper()
	Fatalf(string, ...any)
}, src, to string) string {
	t.Helper()
	out, err := registry.Migrate(parseFile(t, src), to)
	if err != nil {
		t.Fatalf("Migrate(%s, %q): %v", src, to, err)
	}
	return string(out)
}

const full11 = `{
  "schema_version": "1.1",
  "models": [
    {
      "schema_version": "1.1",
      "model_id": "acme-one",
      "updated_at": "2025-01-01T00:00:00Z",
      "aliases": [
        "one",
        "\u007f"
      ],
      "parameters": {
        "total": 405.0
      },
      "lifecycle": {},
      "provenance": [
        {
          "path": "a.json",
          "blob": "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
        }
      ],
      "x_ours": {
        "b": 1,
        "a": []
      }
    }
  ]
}
`

const kept10 = `{
  "schema_version": "1.0",
  "models": [
    {
      "schema_version": "1.0",
      "model_id": "acme-one",
      "updated_at": "2025-01-01T00:00:00Z",
      "x_ours": {
        "b": 1,
        "a": []
      },
      "x_modelgate_1_1": {
        "aliases": [
          "one",
          "\u007f"
        ],
        "parameters": {
          "total": 405.0
        },
        "lifecycle": {},
        "provenance": [
          {
            "path": "a.json",
            "blob": "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
          }
        ]
      }
    }
  ]
}
`

func TestWhat10CannotSayIsKeptAndComesBack(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(kept10, migrate(t, full11, "1.0")); diff != "" {
		t.Errorf("to 1.0, -want +got:\n%s", diff)
	}
	if diff := cmp.Diff(full11, migrate(t, kept10, "1.1")); diff != "" {
		t.Errorf("to 1.1, -want +got:\n%s", diff)
	}
}

func TestAMigrationChangesOnlyWhatItMust(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, to, src, want string }{
		{"versions alone, whatever the layout", "1.1",
			"{\"models\" :[\r\n\t{ \"model_id\":\"a\",\"schema_version\" : \"1.0\" , \"x\":[1.50,1e2]} ],\r\n\"schema_version\":\"1.0\"}",
			"{\"models\" :[\r\n\t{ \"model_id\":\"a\",\"schema_version\" : \"1.1\" , \"x\":[1.50,1e2]} ],\r\n\"schema_version\":\"1.1\"}"},
		{"entries of the version already, and what is no entry", "1.1",
			`{"schema_version": "1.1", "models": [{"schema_version" :"1.1","aliases":[ "b"]}, 7,  {"schema_version": "1.0"}]}`,
			`{"schema_version": "1.1", "models": [{"schema_version" :"1.1","aliases":[ "b"]}, 7,  {"schema_version": "1.1"}]}`},
		{"an entry on one line", "1.0",
			"{\"schema_version\": \"1.1\", \"models\": [\n {\"schema_version\": \"1.1\", \"aliases\": [\"b\"], \"model_id\": \"a\"}]}\n",
			"{\"schema_version\": \"1.0\", \"models\": [\n {\"schema_version\": \"1.0\", \"model_id\": \"a\", \"x_modelgate_1_1\": {\"aliases\": [\"b\"]}}]}\n"},
		{"CRLF and four blanks", "1.0",
			"{\r\n    \"schema_version\": \"1.1\",\r\n    \"models\": [\r\n        {\r\n            \"schema_version\": \"1.1\",\r\n            \"parameters\": {\r\n                \"total\": 7\r\n            }\r\n        }\r\n    ]\r\n}",
			"{\r\n    \"schema_version\": \"1.0\",\r\n    \"models\": [\r\n        {\r\n            \"schema_version\": \"1.0\",\r\n            \"x_modelgate_1_1\": {\r\n                \"parameters\": {\r\n                    \"total\": 7\r\n                }\r\n            }\r\n        }\r\n    ]\r\n}"},
		{"fields come back in canonical order", "1.1",
			`{"models": [{"x_modelgate_1_1": {"lifecycle": {}, "aliases": []}, "schema_version": "1.0", "notes": "", "x": 1}], "schema_version": "1.0"}`,
			`{"models": [{"schema_version": "1.1", "notes": "", "aliases": [], "lifecycle": {}, "x": 1}], "schema_version": "1.1"}`},
		{"names of 1.1 that a 1.0 entry uses for its own", "1.1",
			`{"schema_version": "1.0", "models": [{"\u0061liases": "b", "schema_version": "1.0", "lifecycle": [ 1], "x_modelgate_1_1": {"aliases": []}}]}`,
			`{"schema_version": "1.1", "models": [{"x_modelgate_1_0_\u0061liases": "b", "schema_version": "1.1", "aliases": [], "x_modelgate_1_0_lifecycle": [ 1]}]}`},
		{"and back", "1.0",
			`{"schema_version": "1.1", "models": [{"x_modelgate_1_0_\u0061liases": "b", "schema_version": "1.1", "aliases": [], "x_modelgate_1_0_lifecycle": [ 1]}]}`,
			`{"schema_version": "1.0", "models": [{"\u0061liases": "b", "schema_version": "1.0", "lifecycle": [ 1], "x_modelgate_1_1": {"aliases": []}}]}`},
		{"back in a spelling of somebody's own", "1.0",
			`{"models": [{"schema_version": "1.1", "\u0078_modelgate_1_0_aliases": 1}], "schema_version": "1.1"}`,
			`{"models": [{"schema_version": "1.0", "aliases": 1}], "schema_version": "1.0"}`},
		{"a missing version of the wrapper", "1.1",
			`{"models": [{"schema_version": "1.0"}]}`, `{"schema_version": "1.1", "models": [{"schema_version": "1.1"}]}`},
		{"a wrapper that lags behind", "1.1",
			`{"schema_version": 1, "models": [{"schema_version": "1.1"}]}`, `{"schema_version": "1.1", "models": [{"schema_version": "1.1"}]}`},
		{"no models, nothing said", "1.1", `{"schema_version": "1.0", "models": []}`, `{"schema_version": "1.0", "models": []}`},
		{"one entry as a file", "1.1", `{"schema_version": "1.0", "model_id": "a"}`, `{"schema_version": "1.1", "model_id": "a"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, migrate(t, tt.src, tt.to)); diff != "" {
				t.Errorf("Migrate(%s, %q), -want +got:\n%s", tt.src, tt.to, diff)
			}
		})
	}
}

func TestAMigrationThatWouldLoseOrInventIsRefused(t *testing.T) {
	t.Parallel()
	entry := func(members string) string {
		return `{"schema_version": "1.0", "models": [{"model_id": "a", ` + members + `}]}`
	}
	tests := []struct {
		name, to, src, want string
		newer               bool
	}{
		{"an entry from the future", "1.0", entry(`"schema_version": "2.0"`), `model "a": schema_version "2.0" is newer than "1.1": upgrade modelgate`, true},
		{"a wrapper from the future", "1.0", `{"schema_version": "1.10", "models": []}`, `registry: schema_version "1.10" is newer than "1.1": upgrade modelgate`, true},
		{"a target from the future", "1.2", entry(`"schema_version": "1.0"`), `schema_version "1.2" is newer than "1.1": upgrade modelgate`, true},
		{"an unknown target", "one", entry(`"schema_version": "1.0"`), `schema_version is "one", want "1.0" or "1.1"`, false},
		{"an unknown version", "1.1", entry(`"schema_version": "0.9"`), `model "a": schema_version is "0.9", want "1.0" or "1.1"`, false},
		{"no version", "1.1", entry(`"schema_version": null`), `model "a": it has no schema_version`, false},
		{"kept is no object", "1.1", entry(`"schema_version": "1.0", "x_modelgate_1_1": []`), `model "a": "x_modelgate_1_1" is no object of properties of version 1.1`, false},
		{"kept is empty", "1.1", entry(`"schema_version": "1.0", "x_modelgate_1_1": {}`), `model "a": "x_modelgate_1_1" is no object of properties of version 1.1`, false},
		{"kept holds a stranger", "1.1", entry(`"schema_version": "1.0", "x_modelgate_1_1": {"role": "general"}`), `model "a": "x_modelgate_1_1" holds "role", which is no property of version 1.1`, false},
		{"set aside in 1.0", "1.1", entry(`"schema_version": "1.0", "x_modelgate_1_0_aliases": []`), `model "a": "x_modelgate_1_0_aliases" stands in an entry of version 1.0 already`, false},
		{"kept in 1.1", "1.0", entry(`"schema_version": "1.1", "x_modelgate_1_1": {}`), `model "a": "x_modelgate_1_1" stands in an entry of version 1.1 already`, false},
		{"a level too deep", "1.0", entry(`"schema_version": "1.1", "lifecycle": ` + strings.Repeat("[", 61) + strings.Repeat("]", 61)), `model "a": it can't be converted: nesting is deeper than the limit of 62`, false},
		{"no registry", "1.0", `[]`, registry.ErrShape.Error(), false},
		{"each entry is named", "1.1", `{"models": [{"model_id": "a", "schema_version": "3"}, {"model_id": "b"}]}`,
			"model \"a\": schema_version is \"3\", want \"1.0\" or \"1.1\"\nmodel \"b\": it has no schema_version", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			out, err := registry.Migrate(parseFile(t, tt.src), tt.to)
			if err == nil || err.Error() != tt.want {
				t.Fatalf("Migrate gives %q and the error %v, want %q", out, err, tt.want)
			}
			if errors.Is(err, registry.ErrNewerSchema) != tt.newer {
				t.Errorf("error %v is ErrNewerSchema: %t, want %t", err, !tt.newer, tt.newer)
			}
		})
	}
}

func TestAnEntryAsDeepAsMayBeIsConverted(t *testing.T) {
	t.Parallel()
	deep := `{"models": [{"schema_version": "1.1", "lifecycle": ` + strings.Repeat("[", 60) + strings.Repeat("]", 60) + `}], "schema_version": "1.1"}`
	back := migrate(t, migrate(t, deep, "1.0"), "1.1") // migrate parses what it is given
	if back != deep {
		t.Errorf("there and back gives\n%s\nwant\n%s", back, deep)
	}
}

// entryOf draws an entry whose members come in canonical order, unknown ones
// behind; those of version 1.1 are drawn by their own names, or kept.
func entryOf(t *rapid.T, version string) string {
	value := func() string {
		return rapid.OneOf(
			rapid.SampledFrom([]string{"null", "1.50", "1E+2", "[]", "{}", `[{"b":[1],"a":"\u00e9"}]`, `"a"`}),
			rapid.Map(rapid.String(), jsondoc.Quote)).Draw(t, "value")
	}
	draw := func(names []string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 4, rapid.ID).Draw(t, "names")
	}
	member := func(name string) string { return jsondoc.Quote(name) + ":" + value() }
	var since, known []string
	for _, f := range registry.FieldsOf("1.1") {
		if !slices.Contains(registry.FieldsOf("1.0"), f) {
			since = append(since, f)
		}
	}
	known = registry.FieldsOf("1.0")[1:]
	newer := draw(since)
	if version == "1.1" {
		known = registry.FieldsOf("1.1")[1:]
	}
	chosen := draw(known)
	parts := []string{`"schema_version":` + jsondoc.Quote(version)}
	for _, f := range known {
		if slices.Contains(chosen, f) {
			parts = append(parts, member(f))
		}
	}
	if version == "1.0" { // names that it uses for something of its own
		own := draw(since)
		for _, f := range since {
			if slices.Contains(own, f) {
				parts = append(parts, member(f))
			}
		}
	}
	for _, f := range draw([]string{"tags", "x", "schema", "", "é\n"}) {
		parts = append(parts, member(f))
	}
	if version == "1.0" && len(newer) > 0 {
		var inner []string
		for _, f := range since {
			if slices.Contains(newer, f) {
				inner = append(inner, member(f))
			}
		}
		parts = append(parts, fmt.Sprintf("%q:{%s}", registry.Kept, strings.Join(inner, ",")))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func TestThereAndBackIsTheIdentity(t *testing.T) {
	t.Parallel()
	for _, way := range [][2]string{{"1.0", "1.1"}, {"1.1", "1.0"}} {
		from, to := way[0], way[1]
		t.Run(from+" to "+to, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				entries := make([]string, rapid.IntRange(1, 3).Draw(t, "entries"))
				for i := range entries {
					entries[i] = entryOf(t, from)
				}
				loose := `{"schema_version":` + jsondoc.Quote(from) + `,"models":[` + strings.Join(entries, ",") + "]}"
				_, text := canonical(t, []byte(loose))
				there := migrate(t, string(text), to)
				if _, ordered := canonical(t, []byte(there)); string(ordered) != there {
					t.Fatalf("is not canonical there:\n%s\nwant\n%s", there, ordered)
				}
				if back := migrate(t, there, from); back != string(text) {
					t.Fatalf("there and back gives\n%s\nwant\n%s\nthere it was\n%s", back, text, there)
				}
				// In a layout of its own the values still come back.
				again := parseFile(t, migrate(t, migrate(t, loose, to), from))
				if diff := cmp.Diff(parseFile(t, loose).Root.Value(), again.Root.Value()); diff != "" {
					t.Fatalf("values differ, -want +got:\n%s", diff)
				}
			})
		})
	}
}
