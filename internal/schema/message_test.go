package schema

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// Keywords that the schemas of the registry do not use, and references.
func TestEveryKeywordHasItsSentence(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, schema, doc string
		want              []string
	}{
		{"minItems", `{"properties": {"a": {"minItems": 1}}}`, `{"a": []}`,
			[]string{`/a: minItems a: a has 0 elements, want at least 1 (write at least 1 element)`}},
		{"maxItems", `{"properties": {"a": {"maxItems": 2}}}`, `{"a": [1, 2, 3]}`,
			[]string{`/a: maxItems a: a has 3 elements, want at most 2 (write at most 2 elements)`}},
		{"minProperties", `{"minProperties": 2}`, `{"a": 1}`,
			[]string{`: minProperties : the value has 1 property, want at least 2 (write at least 2 properties)`}},
		{"maxProperties", `{"maxProperties": 1}`, `{"a": 1, "b": 2}`,
			[]string{`: maxProperties : the value has 2 properties, want at most 1 (write at most 1 property)`}},
		{"minLength", `{"minLength": 2}`, `"é"`,
			[]string{`: minLength : the value is "é", want at least 2 characters (write at least 2 characters)`}},
		{"maxLength", `{"maxLength": 2}`, `"ééé"`,
			[]string{`: maxLength : the value is "ééé", want at most 2 characters (write at most 2 characters)`}},
		{"exclusiveMinimum", `{"exclusiveMinimum": 0}`, `0.0`,
			[]string{`: exclusiveMinimum : the value is 0.0, want more than 0 (write more than 0)`}},
		{"exclusiveMaximum", `{"exclusiveMaximum": 1}`, `1`,
			[]string{`: exclusiveMaximum : the value is 1, want less than 1 (write less than 1)`}},
		{"multipleOf", `{"multipleOf": 3}`, `7`,
			[]string{`: multipleOf : the value is 7, want a multiple of 3 (write a multiple of 3)`}},
		{"uniqueItems", `{"uniqueItems": true}`, `["a", "b", "a"]`,
			[]string{`: uniqueItems : the value has the same value at 0 and 2 (remove one of the two)`}},
		{"a date", `{"format": "date"}`, `"7 September"`,
			[]string{`: format : the value is "7 September", which is no date (write it like 2025-09-07)`}},
		{"not", `{"properties": {"a": {"not": {"const": 1}}}}`, `{"a": 1}`,
			[]string{`/a: not a: a does not satisfy "not" of the schema ()`}},
		{"false", `{"properties": {"a": false}}`, `{"a": 1}`,
			[]string{`/a: false a: a does not satisfy "false" of the schema ()`}},
		{"a referenced definition", `{"items": {"$ref": "#/definitions/a"}, "definitions": {"a": {"properties": {"name": {}}, "additionalProperties": false}}}`, `[{"nam": 1}]`,
			[]string{`key /0/nam: additionalProperties [].nam: property "nam" is unknown in [0] (did you mean "name"?)`}},
		{"an open map", `{"additionalProperties": {"properties": {"b": {}}, "additionalProperties": false}}`, `{"a.b": {"c": 1}}`,
			[]string{`key /a.b/c: additionalProperties ["a.b"].c: property "c" is unknown in ["a.b"] (remove it; known are b)`}},
		{"an open map with a NUL in a name", `{"additionalProperties": {"type": "null"}}`, `{"a\u0000b": 1}`,
			[]string{"/a\x00b: type [\"a\\x00b\"]: [\"a\\x00b\"] is 1, want null (write null)"}},

		// The engine says three things of each; one is the fault.
		{"a branch of allOf", `{"allOf": [{"properties": {"a": {"type": "string"}}}]}`, `{"a": 1}`,
			[]string{`/a: type a: a is 1, want a string (write a string)`}},
		{"the nearest branch of anyOf", `{"properties": {"a": {"anyOf": [{"type": "string"}, {"const": 5}]}}}`, `{"a": true}`,
			[]string{`/a: const a: a is true, want 5 (write 5)`}},
		{"no branch of oneOf", `{"properties": {"a": {"oneOf": [{"type": "string"}]}}}`, `{"a": true}`,
			[]string{`/a: type a: a is true, want a string (write a string)`}},
		{"both branches of oneOf", `{"properties": {"a": {"oneOf": [{"type": "string"}, {"minLength": 1}]}, "b": {"type": "null"}}}`, `{"a": "x", "b": 1}`,
			[]string{
				`/a: oneOf a: a does not satisfy "oneOf" of the schema ()`,
				`/b: type b: b is 1, want null (write null)`,
			}},
		{"a condition below the root", `{"properties": {"a": {"if": {"required": ["b"]}, "then": {"required": ["c"]}, "else": {"required": ["d"]}}}}`, `{"a": {}}`,
			[]string{`/a: required a.d: a.d is missing (add "d")`}},
		{"one fault found twice", `{"allOf": [{"type": "string"}, {"type": "string"}]}`, `1`,
			[]string{`: type : the value is 1, want a string (write a string)`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v, err := compileAll(fstest.MapFS{"x.json": {Data: []byte(tt.schema)}})
			if err != nil {
				t.Fatal(err)
			}
			got := tellAll(v.Validate("x.json", parse(t, tt.doc)))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Validate(%s, %s) (-want +got):\n%s", tt.schema, tt.doc, diff)
			}
		})
	}
}
