package jsondoc_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

func parse(t interface {
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

func TestAnInsertedElementLooksLikeItsNeighbours(t *testing.T) {
	t.Parallel()
	const entry = `{"id": "b", "tags": ["x", "y"], "none": []}`
	tests := []struct{ name, src, want string }{
		{"two spaces",
			"{\n  \"m\": [\n    {\n      \"id\": \"a\"\n    }\n  ]\n}\n",
			"{\n  \"m\": [\n    {\n      \"id\": \"a\"\n    },\n    {\n      \"id\": \"b\",\n      \"tags\": [\n        \"x\",\n        \"y\"\n      ],\n      \"none\": []\n    }\n  ]\n}\n"},
		{"CRLF, four spaces, short arrays",
			"{\r\n    \"m\": [\r\n        {\r\n            \"id\": \"a\",\r\n            \"tags\": [\"z\"]\r\n        }\r\n    ]\r\n}",
			"{\r\n    \"m\": [\r\n        {\r\n            \"id\": \"a\",\r\n            \"tags\": [\"z\"]\r\n        },\r\n        {\r\n            \"id\": \"b\",\r\n            \"tags\": [\"x\", \"y\"],\r\n            \"none\": []\r\n        }\r\n    ]\r\n}"},
		{"tabs and spaced colons",
			"{\n\t\"m\" : [\n\t\t{ \"id\" : \"a\" }\n\t]\n}",
			"{\n\t\"m\" : [\n\t\t{ \"id\" : \"a\" },\n\t\t{\"id\" : \"b\", \"tags\" : [\"x\", \"y\"], \"none\" : []}\n\t]\n}"},
		{"minified", `{"m":[{"id":"a"}]}`, `{"m":[{"id":"a"},{"id":"b","tags":["x","y"],"none":[]}]}`},
		{"brackets on one line", "{\"m\": [{\n  \"id\": \"a\"\n}]}",
			"{\"m\": [{\n  \"id\": \"a\"\n}, {\n  \"id\": \"b\",\n  \"tags\": [\n    \"x\",\n    \"y\"\n  ],\n  \"none\": []\n}]}"},
		{"empty array", "{\n  \"m\": []\n}\n",
			"{\n  \"m\": [\n    {\n      \"id\": \"b\",\n      \"tags\": [\n        \"x\",\n        \"y\"\n      ],\n      \"none\": []\n    }\n  ]\n}\n"},
		{"empty array in one line", `{"m": [ ]}`,
			"{\"m\": [\n  {\n    \"id\": \"b\",\n    \"tags\": [\n      \"x\",\n      \"y\"\n    ],\n    \"none\": []\n  }\n]}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := parse(t, tt.src)
			m := doc.Root.Get("m")
			got := string(jsondoc.Apply(doc.Src, []jsondoc.Splice{doc.InsertElement(m, len(m.Children), entry)}))
			if got != tt.want {
				t.Errorf("inserting into\n%s\ngot\n%s\nwant\n%s", tt.src, got, tt.want)
			}
		})
	}
}

func TestAnInsertedMemberLooksLikeItsNeighbours(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, after, want string }{
		{"in front", "{\n  \"a\": 1\n}", "", "{\n  \"n\": [\n    1,\n    2\n  ],\n  \"a\": 1\n}"},
		{"between", "{\n  \"a\": 1,\n  \"b\": [3]\n}", "a", "{\n  \"a\": 1,\n  \"n\": [1, 2],\n  \"b\": [3]\n}"},
		{"behind all", "{\r\n\t\"a\": 1,\r\n\t\"b\": 2}", "b", "{\r\n\t\"a\": 1,\r\n\t\"b\": 2,\r\n\t\"n\": [\r\n\t\t1,\r\n\t\t2\r\n\t]}"},
		{"on one line", `{"a": 1}`, "a", `{"a": 1, "n": [1, 2]}`},
		{"empty object", `{}`, "", "{\n  \"n\": [\n    1,\n    2\n  ]\n}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := parse(t, tt.src)
			s := doc.InsertMember(doc.Root, doc.Root.Get(tt.after), "n", "[1,2]")
			if got := string(jsondoc.Apply(doc.Src, []jsondoc.Splice{s})); got != tt.want {
				t.Errorf("inserting into %q gives %q, want %q", tt.src, got, tt.want)
			}
		})
	}
}

func TestAReplacedValueKeepsItsShape(t *testing.T) {
	t.Parallel()
	tests := []struct{ src, value, want string }{
		{"{\n \"a\": [1, 2],\n \"b\": 0\n}", `[3]`, "{\n \"a\": [3],\n \"b\": 0\n}"},
		{"{\n \"a\": [\n  1\n ]\n}", `[3,4]`, "{\n \"a\": [\n  3,\n  4\n ]\n}"},
		{"{\n \"a\": null\n}", `{"x":1}`, "{\n \"a\": {\n  \"x\": 1\n }\n}"},
		{`{"a":1.50}`, `"\u00e9\u007f"`, `{"a":"é\u007f"}`},
	}
	for _, tt := range tests {
		doc := parse(t, tt.src)
		got := string(jsondoc.Apply(doc.Src, []jsondoc.Splice{doc.ReplaceValue(doc.Root.Get("a"), tt.value)}))
		if got != tt.want {
			t.Errorf("replacing a in %q by %s gives %q, want %q", tt.src, tt.value, got, tt.want)
		}
	}
}

func TestOverlappingSplicesPanic(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("Apply of overlapping splices returned, want a panic")
		}
	}()
	jsondoc.Apply([]byte("abcdef"), []jsondoc.Splice{{0, 3, "x"}, {2, 4, "y"}})
}

// spelling draws one of the many ways to write a JSON value.
type spelling struct {
	t               *rapid.T
	newline, indent string
}

func (s spelling) value(depth int, base string) string {
	kinds := 6
	if depth == 0 {
		kinds = 4
	}
	switch rapid.IntRange(0, kinds-1).Draw(s.t, "kind") {
	case 0:
		return rapid.SampledFrom([]string{"null", "true", "1.50", "-0", "1E+2"}).Draw(s.t, "literal")
	case 1:
		return rapid.SampledFrom([]string{`"\u0041"`, `"\/"`, `"é"`, `",]}"`, `"\ud83d\ude00"`}).Draw(s.t, "spelt")
	case 2, 3:
		return jsondoc.Quote(rapid.String().Draw(s.t, "string"))
	case 4:
		return s.composite(depth, base, "[", "]", func(int) string { return "" })
	}
	return s.composite(depth, base, "{", "}", func(i int) string {
		return fmt.Sprintf(`"k%d"`, i) + rapid.SampledFrom([]string{":", ": ", " : "}).Draw(s.t, "colon")
	})
}

func (s spelling) composite(depth int, base, opening, closing string, name func(int) string) string {
	n := rapid.IntRange(0, 3).Draw(s.t, "length")
	lines := rapid.Bool().Draw(s.t, "lines")
	inner := base + s.indent
	var b strings.Builder
	b.WriteString(opening)
	for i := range n {
		if i > 0 {
			b.WriteString(rapid.SampledFrom([]string{",", " ,"}).Draw(s.t, "comma"))
		}
		if lines {
			b.WriteString(s.newline + inner)
		} else {
			b.WriteString(rapid.SampledFrom([]string{"", " "}).Draw(s.t, "blank"))
		}
		b.WriteString(name(i) + s.value(depth-1, inner))
	}
	if lines {
		b.WriteString(s.newline + base)
	}
	return b.String() + closing
}

// drawn is a document and one of its containers.
func drawn(t *rapid.T) (*jsondoc.Document, *jsondoc.Node) {
	s := spelling{t,
		rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "newline"),
		rapid.SampledFrom([]string{"", "  ", "    ", "\t"}).Draw(t, "indent")}
	doc := parse(t, s.composite(3, "", "[", "]", func(int) string { return "" })+s.newline)
	var containers []*jsondoc.Node
	var walk func(*jsondoc.Node)
	walk = func(n *jsondoc.Node) {
		if n.Kind == jsondoc.Array || n.Kind == jsondoc.Object {
			containers = append(containers, n)
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(doc.Root)
	return doc, rapid.SampledFrom(containers).Draw(t, "container")
}

func childTexts(doc *jsondoc.Document, n *jsondoc.Node) []string {
	out := []string{}
	for _, c := range n.Children {
		out = append(out, c.Name+"="+string(doc.Raw(c)))
	}
	return out
}

const addition = `{"new":[1.50,"x"]}`

func TestInsertingChangesNoByteElsewhereAndRemovingUndoesIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		doc, c := drawn(t)
		index := rapid.IntRange(0, len(c.Children)).Draw(t, "index")
		s := insertion(doc, c, index)
		after := parse(t, string(jsondoc.Apply(doc.Src, []jsondoc.Splice{s})))

		n := same(t, doc, after, c)
		if got, want := len(n.Children), len(c.Children)+1; got != want {
			t.Fatalf("%d children after inserting, want %d\n%s\n%s", got, want, doc.Src, after.Src)
		}
		if diff := cmp.Diff(parse(t, addition).Root.Value(), n.Children[index].Value()); diff != "" {
			t.Fatalf("inserted value differs (-want +got):\n%s\n%s", diff, after.Src)
		}
		rest := append(childTexts(after, n)[:index:index], childTexts(after, n)[index+1:]...)
		if diff := cmp.Diff(childTexts(doc, c), rest); diff != "" {
			t.Fatalf("neighbours differ (-before +after):\n%s", diff)
		}
		back := jsondoc.Apply(after.Src, []jsondoc.Splice{after.RemoveElement(n, index)})
		if len(c.Children) > 0 && string(back) != string(doc.Src) {
			t.Fatalf("removing what was inserted gives %q, want %q", back, doc.Src)
		}
		crlf := bytes.HasSuffix(doc.Src, []byte("\r\n"))
		if got := bytes.Count(after.Src, []byte("\r\n")); crlf && got != bytes.Count(after.Src, []byte("\n")) {
			t.Fatalf("LF in a CRLF file: %q", after.Src)
		}
	})
}

func insertion(doc *jsondoc.Document, c *jsondoc.Node, index int) jsondoc.Splice {
	if c.Kind == jsondoc.Array {
		return doc.InsertElement(c, index, addition)
	}
	var after *jsondoc.Node
	if index > 0 {
		after = c.Children[index-1]
	}
	return doc.InsertMember(c, after, "added", addition)
}

// same checks that two documents differ in one container alone, and returns it
// in the second.
func same(t *rapid.T, before, after *jsondoc.Document, c *jsondoc.Node) *jsondoc.Node {
	n, ok := after.Find(c.Pointer())
	if !ok {
		t.Fatalf("%q is gone from %s", c.Pointer(), after.Src)
	}
	if got, want := string(after.Src[:n.Start]), string(before.Src[:c.Start]); got != want {
		t.Fatalf("text before %q is %q, want %q", c.Pointer(), got, want)
	}
	if got, want := string(after.Src[n.End:]), string(before.Src[c.End:]); got != want {
		t.Fatalf("text behind %q is %q, want %q", c.Pointer(), got, want)
	}
	return n
}

func TestSplicesOfOnePlanDoNotDisturbEachOther(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		doc, c := drawn(t)
		if len(c.Children) == 0 {
			t.Skip("an empty container takes one splice")
		}
		var splices []jsondoc.Splice
		for i := 0; i <= len(c.Children); i++ {
			splices = append(splices, insertion(doc, c, i))
			if c.Kind == jsondoc.Object {
				splices[i].Text = strings.ReplaceAll(splices[i].Text, "added", fmt.Sprintf("added%d", i))
			}
		}
		replaced := c.Children[0]
		splices = append(splices, doc.ReplaceValue(replaced, `"R"`))
		after := parse(t, string(jsondoc.Apply(doc.Src, splices)))
		n := same(t, doc, after, c)
		if got, want := len(n.Children), 2*len(c.Children)+1; got != want {
			t.Fatalf("%d children, want %d: %s", got, want, after.Src)
		}
		want, got := map[string]string{}, map[string]string{}
		for i, o := range c.Children {
			if i > 0 {
				want[fmt.Sprint(i)] = string(doc.Raw(o))
				got[fmt.Sprint(i)] = string(after.Raw(n.Children[2*i+1]))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("old children differ (-want +got):\n%s", diff)
		}
		if got := n.Children[1].Str(); got != "R" {
			t.Fatalf("replaced child is %q, want %q", got, "R")
		}
	})
}

func TestRemovingTakesOneChildAndLeavesTheOthers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		doc, c := drawn(t)
		if len(c.Children) == 0 {
			t.Skip("nothing to remove")
		}
		index := rapid.IntRange(0, len(c.Children)-1).Draw(t, "index")
		after := parse(t, string(jsondoc.Apply(doc.Src, []jsondoc.Splice{doc.RemoveElement(c, index)})))
		n := same(t, doc, after, c)
		want := append(childTexts(doc, c)[:index:index], childTexts(doc, c)[index+1:]...)
		if diff := cmp.Diff(want, childTexts(after, n)); diff != "" {
			t.Fatalf("children differ (-want +got):\n%s\n%s\n%s", diff, doc.Src, after.Src)
		}
	})
}
