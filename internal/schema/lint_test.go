package schema

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
)

func TestSchemasTheEngineWouldMisreadAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, schema, want string }{
		{"an unknown keyword", `{"unevaluatedProperties": false}`,
			`/unevaluatedProperties: the engine does not implement the keyword "unevaluatedProperties"`},
		{"an unknown keyword, deep", `{"allOf": [{"if": {"items": {"dependentRequired": {}}}}]}`,
			`/allOf/0/if/items/dependentRequired: the engine does not implement the keyword "dependentRequired"`},
		{"an unknown keyword in a definition", `{"definitions": {"a": {"minContains": 1}}}`,
			`/definitions/a/minContains: the engine does not implement the keyword "minContains"`},
		{"an unknown keyword in a property of that name", `{"properties": {"prefixItems": {"prefixItems": []}}}`,
			`/properties/prefixItems/prefixItems: the engine does not implement the keyword "prefixItems"`},
		{"an unknown keyword of a dependency", `{"dependencies": {"a": {"$defs": {}}}}`,
			`/dependencies/a/$defs: the engine does not implement the keyword "$defs"`},
		{"an id below the root", `{"properties": {"a": {"$id": "http://example.com"}}}`,
			`/properties/a/$id: the engine does not implement the keyword "$id"`},
		{"a draft-04 id", `{"id": "http://example.com"}`, `/id: the engine does not implement the keyword "id"`},
		{"a remote reference", `{"items": {"$ref": "http://example.com/x.json"}}`,
			`/items: $ref "http://example.com/x.json" is none of the schema's own definitions`},
		{"a reference to a file", `{"$ref": "file:///etc/passwd"}`,
			`: $ref "file:///etc/passwd" is none of the schema's own definitions`},
		{"a reference to nothing", `{"$ref": "#/definitions/a"}`,
			`: $ref "#/definitions/a" is none of the schema's own definitions`},
		{"a reference to the root", `{"items": {"$ref": "#"}}`,
			`/items: $ref "#" is none of the schema's own definitions`},
		{"a reference that is no string", `{"$ref": 1}`, `: $ref "" is none of the schema's own definitions`},
		{"a circular reference", `{"definitions": {"a": {"items": {"$ref": "#/definitions/b"}}, "b": {"not": {"$ref": "#/definitions/a"}}}}`,
			`#/definitions/a/items: $ref "#/definitions/b" refers to itself`},
		{"a keyword beside a reference", `{"definitions": {"a": {}}, "items": {"$ref": "#/definitions/a", "type": "string"}}`,
			`/items: the engine ignores keywords beside $ref, such as "type"`},
		{"a format it does not check", `{"properties": {"a": {"format": "duration"}}}`,
			`/properties/a/format: format "duration" is not checked`},
		{"an empty enum", `{"enum": []}`, `/enum is empty`},
		{"a schema that is none", `{"properties": {"a": 1}}`, `/properties/a is neither a schema nor a boolean`},
		{"properties that are none", `{"properties": []}`, `/properties is no object`},
		{"dependencies that are none", `{"dependencies": []}`, `/dependencies is no object`},
		{"a list that is none", `{"anyOf": {}}`, `/anyOf is no list of schemas`},
		{"a list with a fault", `{"items": [true, {"$anchor": "a"}]}`,
			`/items/1/$anchor: the engine does not implement the keyword "$anchor"`},
		{"a duplicate key", `{"type": "object", "type": "array"}`, `duplicate key "type"`},
		{"no object", `true`, `schema is no object`},
		{"a pattern that is none", `{"pattern": "("}`, `pattern must be a valid regex`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := compileAll(fstest.MapFS{"x.json": {Data: []byte(tt.schema)}})
			if want := "compile schema x.json: " + tt.want; err == nil || err.Error() != want {
				t.Errorf("compile %s: got error %v, want %s", tt.schema, err, want)
			}
		})
	}
}

func TestNamesOfPropertiesAreNoKeywords(t *testing.T) {
	t.Parallel()
	const src = `{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "x://y#",
		"properties": {"$ref": {"type": "string"}, "id": {"type": "string"}, "unevaluatedItems": true},
		"patternProperties": {"^x-": {"$ref": "#/definitions/prefixItems", "description": "d"}},
		"dependencies": {"$id": ["id"], "if": {"required": ["then"]}},
		"definitions": {"prefixItems": {"const": {"$anchor": 1}}},
		"additionalProperties": false, "default": {"minContains": 1}
	}`
	v, err := compileAll(fstest.MapFS{"x.json": {Data: []byte(src)}})
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{
		`{"$ref": "a", "id": "b", "x-a": {"$anchor": 1}}`: true,
		`{"$ref": 1}`:   false,
		`{"x-a": {}}`:   false,
		`{"other": {}}`: false,
	}
	for doc, want := range tests {
		if got := v.conforms("x.json", decode(t, doc)); got != want {
			t.Errorf("conforms(%s) = %v, want %v", doc, got, want)
		}
	}
}

// The lint comes first; this is the second fence.
func TestLoaderFetchesNothing(t *testing.T) {
	t.Parallel()
	var hits atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		hits.Add(1)
		_, _ = w.Write([]byte(`{}`))
	}))
	defer server.Close()
	for _, ref := range []string{server.URL + "/x.json", "file:///etc/hostname"} {
		_, err := build(map[string]any{"$ref": ref})
		if err == nil || !strings.Contains(err.Error(), "outside the schema") {
			t.Errorf("build with $ref %q: got error %v, want a refusal", ref, err)
		}
	}
	if n := hits.Load(); n != 0 {
		t.Errorf("server was asked %d times, want 0", n)
	}
}
