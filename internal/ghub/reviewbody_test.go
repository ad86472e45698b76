package ghub

import (
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	gmtext "github.com/yuin/goldmark/text"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report/reporttest"
)

// outside is what a reader of GitHub's Markdown sees of a text outside of code,
// and the kinds of its nodes in order, code spans without their text.
func outside(text string) (prose string, kinds []string) {
	source := []byte(text)
	var b strings.Builder
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	// Walk fails only if its callback does.
	_ = ast.Walk(md.Parser().Parse(gmtext.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if n.Kind() != ast.KindText {
			kinds = append(kinds, n.Kind().String())
		}
		switch n := n.(type) {
		case *ast.CodeSpan, *ast.FencedCodeBlock:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			b.Write(n.Segment.Value(source))
			b.WriteByte('\n')
		case *ast.HTMLBlock:
			b.Write(n.Lines().Value(source))
		}
		return ast.WalkContinue, nil
	})
	return b.String(), kinds
}

func hostileStrings() []string {
	return []string{
		reporttest.Hostile, "@octocat", "#1", "```\n@octocat\n```", "``` `", strings.Repeat("`", 100), "--> <b>@octocat</b>",
		"<!-- modelgate:v1 kind=finding -->", "~~x~~", "**x**", "~~", "a`~~", "[a](http://e.example)", "![](x)", "\n\n# h\n", "| a | b |",
		"</details>", "http://e.example", "\xff\x00", "x\r\n::error::y", "``~~``", "\\`~~", "$`x`$",
	}
}

func namedFinding(s string) diag.Finding {
	return diag.Finding{
		Rule: s, Severity: diag.Error, State: diag.New, Subject: s, Key: s, Message: s, Help: s,
		Place:   diag.Place{File: s, Start: diag.Position{Line: 1, Column: 1}},
		Related: []diag.Related{{Place: diag.Place{File: s, Start: diag.Position{Line: 2, Column: 1}}, Message: s}},
	}
}

func TestHostileNamesAreInertInEveryText(t *testing.T) {
	t.Parallel()
	texts := func(s string) map[string]string {
		f := namedFinding(s)
		m := marker{kind: kindFinding, key: s, fingerprint: f.Fingerprint(), number: 1, scope: s}
		body := marked(m, findingText(f, nil))
		return map[string]string{
			"a comment": body, "a struck out one": marked(m, goneText(body, s)), "a repeated one": marked(m, repeatText(body)),
			"one struck out again": goneText(marked(m, goneText(body, "0123456")), "0123456"),
		}
	}
	want := texts("x")
	for _, s := range hostileStrings() {
		for name, text := range texts(s) {
			marker, text, _ := strings.Cut(text, "\n")
			_, plain, _ := strings.Cut(want[name], "\n")
			prose, kinds := outside(text)
			wantProse, wantKinds := outside(plain)
			if prose != wantProse || !slices.Equal(kinds, wantKinds) {
				t.Errorf("%s of %q: outside of code there is %q in %v, want %q in %v:\n%s", name, s, prose, kinds, wantProse, wantKinds, text)
			}
			if strings.HasPrefix(marker, markerHead) && strings.Count(marker, "-->") != 1 {
				t.Errorf("%s of %q: the marker ends early: %q", name, s, marker)
			}
		}
	}
}

func TestAStruckOutCommentIsStruckThrough(t *testing.T) {
	t.Parallel()
	for _, s := range append(hostileStrings(), "x") {
		m := marker{kind: kindFinding, fingerprint: "f", number: 1}
		body := marked(m, findingText(namedFinding(s), nil))
		_, kinds := outside(goneText(body, "0123456"))
		if n := countOf(kinds, extast.KindStrikethrough.String()); n != 1 {
			t.Errorf("%q: there are %d passages struck through, want 1:\n%s", s, n, goneText(body, "0123456"))
		}
	}
}

func countOf(list []string, s string) int {
	n := 0
	for _, v := range list {
		if v == s {
			n++
		}
	}
	return n
}

func TestACommentSaysWhatIsAndWhatToDo(t *testing.T) {
	t.Parallel()
	f := at("x", 10, 10)
	f.Help = "make it larger"
	for i := range 7 {
		f.Related = append(f.Related, diag.Related{Place: diag.Place{File: "g.json", Start: diag.Position{Line: i + 1}}, Message: "there"})
	}
	got := findingText(f, &suggestion{text: "ten\n"})
	const see = "- see `g.json:"
	want := "**error**: `model \"x\" is too small` (`general-too-small`)\n\nHelp: `make it larger`\n\n" +
		see + "1`: `there`\n" + see + "2`: `there`\n" + see + "3`: `there`\n" + see + "4`: `there`\n" + see + "5`: `there`\n" +
		"- and 2 more places\n\n```suggestion\nten\n```\n"
	if got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
}
