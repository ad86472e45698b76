package action_test

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
)

// checkInert checks that a runner obeys nothing in a text but annotations,
// and that no annotation is forged.
func checkInert(t *testing.T, what, log string) {
	t.Helper()
	for _, c := range runnertest.Parse([]byte(log)) {
		ours := c.Name == "error" || c.Name == "warning" || c.Name == "notice"
		if !ours || c.Legacy || c.Properties["title"] == "" {
			t.Errorf("%s holds the command %+v", what, c)
		}
	}
}

// checkMarkdown checks that what is hostile stands in code alone, that GitHub
// sees no suggestion, link or picture, and no marker but the first line.
func checkMarkdown(t *testing.T, what, src string) {
	t.Helper()
	source := []byte(src)
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	// Walk fails only if its callback does.
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if part := string(n.Segment.Value(source)); strings.Contains(part, "pwned") || strings.Contains(part, "@team") {
				t.Errorf("%s says outside of code: %q", what, part)
			}
		case *ast.RawHTML, *ast.Link, *ast.AutoLink, *ast.Image, *ast.FencedCodeBlock, *ast.CodeBlock:
			t.Errorf("%s holds a %v in\n%s", what, n.Kind(), src)
		case *ast.HTMLBlock:
			html := string(n.Lines().Value(source))
			if !strings.HasPrefix(html, "<!-- modelgate:v1 ") && !strings.HasPrefix(html, "<details") && !strings.HasPrefix(html, "</details>") {
				t.Errorf("%s holds the HTML %q", what, html)
			}
		}
		return ast.WalkContinue, nil
	})
	if cs := runnertest.Parse(source); len(cs) > 0 {
		t.Errorf("%s holds the commands %+v", what, cs)
	}
}
