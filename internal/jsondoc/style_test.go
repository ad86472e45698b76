package jsondoc_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

func TestTheStyleIsThatOfTheFile(t *testing.T) {
	t.Parallel()
	def := jsondoc.DefaultStyle()
	tests := []struct {
		name, src string
		want      jsondoc.Style
	}{
		{"nothing to see", `[]`, def},
		{"as jq prints", "{\n  \"a\": [\n    1\n  ]\n}", def},
		{"CRLF and tabs", "{\r\n\t\"a\": 1\r\n}", jsondoc.Style{Newline: "\r\n", Indent: "\t", Colon: ": ", Comma: ", "}},
		{"minified", `{"a":[1,2]}`, jsondoc.Style{Newline: "\n", Indent: "  ", Colon: ":", Comma: ",", InlineArrays: true}},
		{"short arrays", "{\n    \"a\" : {\n        \"b\" : [1, 2]}}",
			jsondoc.Style{Newline: "\n", Indent: "    ", Colon: " : ", Comma: ", ", InlineArrays: true}},
		{"a colon at a line's end", "{\"a\":\n  {\"b\" :1}}",
			jsondoc.Style{Newline: "\n", Indent: "  ", Colon: " :", Comma: ", "}},
	}
	for _, tt := range tests {
		if got := parse(t, tt.src).Style(); got != tt.want {
			t.Errorf("%s: Style of %q is %+v, want %+v", tt.name, tt.src, got, tt.want)
		}
	}
}

func TestQuoteEscapesNoMoreThanJq(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"a\"b\\c/d", `"a\"b\\c/d"`},
		{"\b\f\n\r\t\x00\x1f\x7f", `"\b\f\n\r\t\u0000\u001f\u007f"`},
		{"<>&é\u0080\u2028😀", "\"<>&é\u0080\u2028😀\""},
		{"\xff", "\"\ufffd\""},
	}
	for _, tt := range tests {
		if got := jsondoc.Quote(tt.in); got != tt.want {
			t.Errorf("Quote(%q) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestAnyStyleKeepsTheValue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		doc, _ := drawn(t)
		style := doc.Style()
		want := jsondoc.DefaultStyle().Inline(doc.Root)
		for _, text := range []string{style.Format(doc.Root, ""), style.Inline(doc.Root)} {
			if got := jsondoc.DefaultStyle().Inline(parse(t, text).Root); got != want {
				t.Fatalf("value of %q is %s, want %s", text, got, want)
			}
		}
	})
}
