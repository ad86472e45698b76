package jsondoc_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

func TestBadTextIsAFindingWithItsPlace(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, src string
		want      []string // line:column message
	}{
		{"empty", "", []string{`1:1 file is empty`}},
		{"blank", " \r\n\t", []string{`1:1 file is empty`}},
		{"no json", "hello", []string{`1:1 not JSON: invalid character 'h' at start of value`}},
		{"unfinished", "{\r\n  \"a\": 1,\r\n", []string{`2:10 not JSON: unexpected end of file`}},
		{"trailing comma", "[1,\n]", []string{`1:3 not JSON: trailing comma`}},
		{"comment", "{\n // x\n}", []string{`2:2 not JSON: invalid character '/' at start of value`}},
		{"text after the end", "{}\n{}", []string{`2:1 text after the end of the JSON value: "{}"`}},
		{"bom", "\xef\xbb\xbf{}", []string{`1:1 file begins with a byte order mark`}},
		{"bom and a fault", "\xef\xbb\xbf{", []string{
			`1:1 file begins with a byte order mark`, `1:3 not JSON: unexpected end of file`}},
		{"utf-16", "\xff\xfe{\x00}\x00", []string{`1:1 file is UTF-16, not UTF-8`}},
		{"bad utf-8 twice", "[\"é\xff\xfe\",\n \"\x80\"]", []string{
			`1:4 invalid UTF-8: "\xff\xfe"`, `2:3 invalid UTF-8: "\x80"`}},
		{"half a surrogate pair", `["\ud83d"]`, []string{`1:2 string holds half of a surrogate pair: "\"\\ud83d\""`}},
		{"all duplicate keys", "{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2},\n\"a\": 2, \"a\": 3}", []string{
			`1:24 duplicate key "c"`, `2:1 duplicate key "a"`, `2:9 duplicate key "a"`}},
		{"duplicate by escape", `{"a":1,"\u0061":2}`, []string{`1:8 duplicate key "a"`}},
		{"long number", "[" + strings.Repeat("1", 41) + "]", []string{`1:2 number has 41 characters, more than the limit of 40`}},
		{"huge exponent", "[1e99999999, 1e-99999999]", []string{
			`1:2 number "1e99999999" has an exponent beyond 400`, `1:14 number "1e-99999999" has an exponent beyond 400`}},
		{"too deep", strings.Repeat("[", 65) + strings.Repeat("]", 65), []string{`1:65 nesting is deeper than the limit of 64`}},
		{"merge conflict", "{\n<<<<<<< ours\n\"a\": 1\n=======\n\"a\": 2\n>>>>>>> theirs\n}", []string{
			`2:1 unresolved merge conflict: "<<<<<<< ours"`}},
		{"merge conflict with long markers", "{\n<<<<<<<<<<<< ours\n\"a\": 1\n============\n\"a\": 2\n>>>>>>>>>>>> theirs\n}", []string{
			`2:1 unresolved merge conflict: "<<<<<<<<<<<< ours"`}},
		{"no marker", "{\n<<<<<< ours\n}", []string{`2:1 not JSON: invalid character '<' at start of value`}},
		{"non-BMP columns", "[\"😀😀\" x]", []string{`1:7 not JSON: invalid character 'x' after array element (expecting ',' or ']')`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			doc, findings := jsondoc.Parse("x.json", []byte(test.src), jsondoc.Limits{})
			var got []string
			for _, f := range findings {
				got = append(got, fmt.Sprintf("%d:%d %s", f.Place.Start.Line, f.Place.Start.Column, f.Message))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Parse(%q) (-want +got):\n%s", test.src, diff)
			}
			if doc.Root != nil {
				t.Errorf("Parse(%q) gave a root although the text is bad", test.src)
			}
		})
	}
}

func TestAFileOverTheSizeLimitIsNotParsed(t *testing.T) {
	t.Parallel()
	_, findings := jsondoc.Parse("x.json", []byte("[1, 2, 3]"), jsondoc.Limits{Bytes: 8})
	if len(findings) != 1 || findings[0].Message != "file has 9 bytes, more than the limit of 8" {
		t.Errorf("findings = %v", findings)
	}
}

func TestEveryValueAndKeyKnowsItsPlace(t *testing.T) {
	t.Parallel()
	src := "{\r\n\t\"a.b/c~d\": [\"😀\", {\"é\": -1.50e+2}],\r\n\"\": null}"
	doc, findings := jsondoc.Parse("x.json", []byte(src), jsondoc.Limits{})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	tests := []struct {
		pointer, raw, place, key string
	}{
		{"", src, "1:1-3:10", ""},
		{"/a.b~1c~0d", "[\"😀\", {\"é\": -1.50e+2}]", "2:13-2:35", "2:2-2:11"},
		{"/a.b~1c~0d/0", `"😀"`, "2:14-2:17", ""},
		{"/a.b~1c~0d/1/é", "-1.50e+2", "2:25-2:33", "2:20-2:23"},
		{"/", "null", "3:5-3:9", "3:1-3:3"},
	}
	for _, test := range tests {
		n, ok := doc.Find(test.pointer)
		if !ok {
			t.Errorf("Find(%q) found nothing", test.pointer)
			continue
		}
		at, key := doc.Place(n), ""
		if n.KeyEnd > 0 {
			k := doc.KeyPlace(n)
			key = fmt.Sprintf("%d:%d-%d:%d", k.Start.Line, k.Start.Column, k.End.Line, k.End.Column)
		}
		got := []string{string(doc.Raw(n)), fmt.Sprintf("%d:%d-%d:%d", at.Start.Line, at.Start.Column, at.End.Line, at.End.Column), key, at.Pointer}
		if diff := cmp.Diff([]string{test.raw, test.place, test.key, test.pointer}, got); diff != "" {
			t.Errorf("Find(%q) (-want +got):\n%s", test.pointer, diff)
		}
	}
}

func TestAMissingValueIsAtItsNearestParent(t *testing.T) {
	t.Parallel()
	doc, _ := jsondoc.Parse("x.json", []byte(`{"a": {"b": 1}}`), jsondoc.Limits{})
	n, ok := doc.Find("/a/c/d")
	if ok || n.Pointer() != "/a" {
		t.Errorf("Find = %q, %v, want %q, false", n.Pointer(), ok, "/a")
	}
}

func TestColumnsInALongMinifiedLineCountCodePoints(t *testing.T) {
	t.Parallel()
	src := `["` + strings.Repeat("é", 10_000) + `",1]`
	doc, _ := jsondoc.Parse("x.json", []byte(src), jsondoc.Limits{})
	n, _ := doc.Find("/1")
	if got := doc.Place(n).Start; got.Line != 1 || got.Column != 10_005 {
		t.Errorf("place = %v, want 1:10005", got)
	}
}

// FuzzParse holds that the parser never panics, that whatever it accepts
// encoding/json reads the same, and that each value decodes from its own range.
func FuzzParse(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5e3,"x\u00e9",null,true]}`, "\xef\xbb\xbf[]", `{"a":1,"a":2}`, "[\"\\ud83d\\ude00\"]", `{"":{"":[]}}`, "<<<<<<< x\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		doc, findings := jsondoc.Parse("x.json", src, jsondoc.Limits{})
		if (doc.Root == nil) != (len(findings) > 0) {
			t.Fatalf("root %v with findings %v", doc.Root, findings)
		}
		for _, fi := range findings {
			if fi.Message == "" || !fi.Place.Start.IsKnown() {
				t.Errorf("finding without message or place: %+v", fi)
			}
		}
		if doc.Root != nil {
			checkRanges(t, doc, doc.Root)
		}
	})
}

func checkRanges(t *testing.T, doc *jsondoc.Document, n *jsondoc.Node) {
	t.Helper()
	var want any
	dec := json.NewDecoder(strings.NewReader(string(doc.Raw(n))))
	dec.UseNumber()
	if err := dec.Decode(&want); err != nil {
		t.Fatalf("%q at %q does not decode: %v", doc.Raw(n), n.Pointer(), err)
	}
	if got := n.Value(); !reflect.DeepEqual(got, want) {
		t.Fatalf("value at %q = %#v, want %#v", n.Pointer(), got, want)
	}
	if n.KeyEnd > 0 {
		var key string
		if err := json.Unmarshal(doc.Src[n.KeyStart:n.KeyEnd], &key); err != nil || key != n.Name {
			t.Fatalf("key at %q = %q (%v), want %q", n.Pointer(), key, err, n.Name)
		}
	}
	for _, c := range n.Children {
		checkRanges(t, doc, c)
	}
}

func BenchmarkParse10MB(b *testing.B) {
	src := []byte("[" + strings.Repeat(`{"name": "Connectivity", "score": 15, "critical": false},`, 180_000) + "null]")
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, findings := jsondoc.Parse("x.json", src, jsondoc.Limits{}); len(findings) > 0 {
			b.Fatal(findings)
		}
	}
}
