package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	gmtext "github.com/yuin/goldmark/text"

	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// rendered is what a GFM parser sees in a text.
type rendered struct {
	prose string   // all text outside code
	code  []string // each code span
	other []string // kinds of nodes that our Markdown never makes
	html  []string // HTML blocks
	cells int      // cells of tables
}

func render(src string) rendered {
	var r rendered
	var prose strings.Builder
	source := []byte(src)
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	// Walk fails only if its callback does.
	_ = ast.Walk(md.Parser().Parse(gmtext.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeSpan:
			r.code = append(r.code, codeText(n, source))
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			prose.Write(n.Segment.Value(source))
			prose.WriteByte('\n')
		case *ast.HTMLBlock:
			r.html = append(r.html, strings.TrimSpace(string(n.Lines().Value(source))))
		case *extast.TableCell:
			r.cells++
		case *ast.Document, *ast.Heading, *ast.Paragraph, *ast.TextBlock, *ast.List, *ast.ListItem, *ast.Emphasis,
			*extast.Table, *extast.TableHeader, *extast.TableRow:
		default:
			r.other = append(r.other, n.Kind().String())
		}
		return ast.WalkContinue, nil
	})
	r.prose = prose.String()
	return r
}

func codeText(n ast.Node, source []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(source))
		}
	}
	return b.String()
}

// everywhere is a run with s at every place that a repository can fill.
func everywhere(s string) report.Run {
	at := diag.Place{File: s, Start: diag.Position{Line: 1, Column: 2}, End: diag.Position{Line: 1, Column: 3}, Pointer: s}
	run := report.Run{
		Version: s, Repo: report.Repo{Root: s, Base: s, Head: s}, Scope: "all", FailOn: "error",
		Summary: report.Summary{Errors: 1, New: 1, Existing: 1, Fixed: 1},
		Notices: []string{s},
		Changes: []change.Item{
			{Kind: change.Model, ID: s, Change: change.Modified, Means: s, Fields: []change.Field{{Name: s, Old: s, New: s}, {Name: s}}},
			{Kind: change.Metrics, ID: s, Change: change.Removed, Means: s},
		},
	}
	for _, state := range []diag.State{diag.New, diag.Existing, diag.Fixed} {
		run.Findings = append(run.Findings, diag.Finding{
			Rule: s, Severity: diag.Error, State: state, Place: at, Subject: s, ModelID: s, Key: s, Message: s, Help: s,
			Related: []diag.Related{{Place: at, Message: s}},
		})
	}
	return run
}

func seeds() []string {
	return []string{
		"", "x", "PASS", " ", "  a  ", "`", "``", "a`", "` `", strings.Repeat("`", 9), strings.Repeat("`", 200) + "<b>",
		hostile, "|", `\|`, `\`, "a\\`|`b", "@octocat", "#1", "</summary></details>", "<!-- x", "<script>", "![a](b)",
		"http://e.example", "\n\n# h", "\n- x", "\n```\n", "$`x`$", "&amp;", "| a | b |\n|---|---|", "~~x~~", "[x]: http://e.example",
		"a\u0301\u200d", "\xff", strings.Repeat("é", 2000), "::error::x", "##[group]x",
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	want := render(plainMarkdown(f, "x"))
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" {
			return // an empty value is shown as a dash or not at all
		}
		src := plainMarkdown(t, s)
		got := render(src)
		if got.prose != want.prose || got.cells != want.cells || !slices.Equal(got.html, want.html) || len(got.other) > 0 {
			t.Errorf("%q changes what stands outside of code:\ngot %+v\nwant %+v\nMarkdown:\n%s", s, got, want, src)
		}
		if len(got.code) != len(want.code) {
			t.Fatalf("%q makes %d code spans, want %d", s, len(got.code), len(want.code))
		}
		for i, c := range got.code {
			if want.code[i] == "x" && !shows(c, s) {
				t.Errorf("code span %d of %q = %q, want the cleaned value", i, s, c)
			}
		}
		if cs := runnertest.Parse([]byte(src)); len(cs) > 0 {
			t.Errorf("Markdown of %q holds the commands %+v", s, cs)
		}
	})
}

// shows reports whether a code span is s, made harmless and perhaps cut.
func shows(code, s string) bool {
	want := report.Neutral(report.Clean(s))
	for _, form := range []string{want, strings.ReplaceAll(want, "`", `\u{60}`)} {
		for _, v := range []string{form, strings.ReplaceAll(form, "|", `\u{7c}`)} {
			head, isCut := strings.CutSuffix(code, "…")
			if v == code || isCut && strings.HasPrefix(v, head) && utf8.RuneCountInString(v) > 100 {
				return true
			}
		}
	}
	return false
}

func plainMarkdown(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.NewMarkdown(&b, report.Options{}).Report(t.Context(), everywhere(s)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheOnlyHTMLOfMarkdownIsItsFold(t *testing.T) {
	t.Parallel()
	got := render(plainMarkdown(t, hostile))
	want := []string{"<details open><summary>1 existing finding</summary>", "</details>"}
	if !slices.Equal(got.html, want) || len(got.other) > 0 {
		t.Errorf("HTML = %q and other nodes %q, want %q and none", got.html, got.other, want)
	}
	if strings.ContainsAny(got.prose, "@<`") || strings.Contains(got.prose, "octocat") {
		t.Errorf("prose = %q, want nothing of the hostile text", got.prose)
	}
}

func TestLongRunsOfBackticksAreSpelledOut(t *testing.T) {
	t.Parallel()
	// cmark-gfm takes no fence of more than 80 backticks for one.
	if got := plainMarkdown(t, strings.Repeat("`", 100)); strings.Contains(got, "``````````") {
		t.Errorf("Markdown has a run of ten backticks or more:\n%s", got)
	}
}
