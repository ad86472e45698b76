package rules

import (
	"strconv"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/benchtest"
)

func TestAPageIsScannedAsItIsRendered(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, page, want string }{
		{"a session id in a model's section makes the section a contribution",
			"### 🤖 Model: A\r\n**Session ID**: S\r\n",
			"1 contribution 🤖 Model: A\n2 session Session ID in 🤖 Model: A\n"},
		{"a model's section without marks is none", "# Model: A\n\n## Model: B\nSession ID: S\n# Model: C\n",
			"1 contribution Model: A\n3 contribution Model: B\n4 session Session ID in Model: B\n"},
		{"a heading of marks is no section", "## A\n### Files Created\n- Files modified\n",
			"2 files Files Created in A\n3 files Files modified in A\n"},
		{"an underlined heading is a heading", "Contributions\n---\n", "1 contribution Contributions\n"},
		{"words around a label make it prose", "The session id: S\nFiles created by A: x\n", ""},
		{"links, code and tags are no labels", "[Session ID]: x\n`Session ID`: y\n<b>Session ID</b>: z\n", ""},
		{"code blocks hold no marks", "```\n# Contributions\nSession ID: S\n```\n\n    Session ID: S\n", ""},
		{"a line is told once", "Embedding: [1, 2, 3] and vector [4, 5, 6]\n", "1 embedding Embedding\n"},
		{"a list is a vector when its line says so", "Vector: [1, 2]\nSizes: [1, 2, 3, 4]\nvectors = [1,\n2,\n3]\n", "3 embedding vectors\n"},
		{"an empty heading is nothing", "#\nSession ID: S\n", "2 session Session ID\n"},
		{"an empty page is nothing", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := marksOf(tc.page); got != tc.want {
				t.Errorf("marks of %q are\n%swant\n%s", tc.page, got, tc.want)
			}
		})
	}
}

func marksOf(page string) string {
	text := newPageText([]byte(page))
	var b strings.Builder
	for _, m := range scanPage([]byte(page)) {
		b.WriteString(strconv.Itoa(text.position(m.start).Line) + " " + m.key() + "\n")
	}
	return b.String()
}

// slowPages are lines of which each kept a Markdown parser, or this scan, busy
// for more than its square share of time once, when a page was full of it.
func slowPages() map[string]string {
	return map[string]string{
		"definitions":  "[a]: b\n",
		"brackets":     "![[a](",
		"emphasis":     "*a_",
		"vectors":      "embedding [1,2,3] ",
		"cells":        "|Session ID",
		"quotes":       strings.Repeat(">", maxNesting) + " a\n",
		"lists":        strings.Repeat("- ", maxNesting*2/3) + "a\n",
		"headings":     "# Model: x\n## Model: y\n### Session ID\n",
		"blank lines":  "\n",
		"tags":         "<a",
		"session ids":  "Session ID: x\n",
		"code":         "~~~\n[1,\n",
		"declarations": "a <![CDATA[ <? <!--",
	}
}

func TestSlowPagesAreWithinTheLimits(t *testing.T) {
	t.Parallel()
	for name, line := range slowPages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := []byte(strings.Repeat(line, maxPage/len(line)))
			if _, _, exceeds := pageLimit("x", page); exceeds != "" {
				t.Errorf("page is refused: %s", exceeds)
			}
		})
	}
}

func BenchmarkSlowPages(b *testing.B) {
	for name, line := range slowPages() {
		b.Run(name, func(b *testing.B) {
			benchtest.Growth(b, maxPage/len(line), func(n int) { scanPage([]byte(strings.Repeat(line, n))) })
		})
	}
}

func TestAPageBeyondTheLimitsIsTold(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, page, key string
		line            int
	}{
		{"a large page", strings.Repeat("a", maxPage+1), "size", 0},
		{"deep quotes", "a\n" + strings.Repeat(">", maxNesting+1), "nesting", 2},
		{"deep lists", strings.Repeat("1. ", maxNesting+1), "nesting", 1},
		{"deep blanks", "a\n\n" + strings.Repeat("\t", maxNesting) + "\n", "nesting", 3},
		{"a long rule", strings.Repeat("-", 500) + "\n" + strings.Repeat("*", 500), "", 0},
		{"a page at the limit", strings.Repeat("a", maxPage), "", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			at, key, message := pageLimit("x", []byte(tc.page))
			if key != tc.key || at.Start.Line != tc.line || (message == "") != (tc.key == "") {
				t.Errorf("pageLimit = line %d, key %q, message %q, want line %d, key %q", at.Start.Line, key, message, tc.line, tc.key)
			}
		})
	}
}

// FuzzScanPage: marks lie on distinct lines, in order, and each is a part of
// one line.
func FuzzScanPage(f *testing.F) {
	for _, seed := range []string{
		"### Model: A\n**Session ID**: S\n", "|Session ID|\n|-|\n|vector|[1,2,3]|\n", "> - Files created\n\tx", "embedding [1,\r\n2,3]", "# \xff Contributions",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, page string) {
		if _, _, exceeds := pageLimit("x", []byte(page)); exceeds != "" {
			return
		}
		text := newPageText([]byte(page))
		last := 0
		for _, m := range scanPage([]byte(page)) {
			from, to := text.position(m.start), text.position(m.end)
			if from.Line <= last || to.Line != from.Line || from.Column >= to.Column {
				t.Errorf("mark %+v of %q is from %v to %v, after line %d", m, page, from, to, last)
			}
			last = from.Line
		}
	})
}
