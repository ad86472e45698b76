package rules_test

import (
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

func TestRulesDoc(t *testing.T) {
	t.Parallel()
	compareFile(t, "RULES.md", []byte(rules.Markdown(rules.All())))
}

func TestMarkdownKeepsExamplesAndAngleBracketsReadable(t *testing.T) {
	t.Parallel()
	got := rules.Markdown([]*check.Rule{{
		Rule: diag.Rule{
			Name: "a-rule", Group: "Things", Severity: diag.Note, Summary: "a | b",
			Why: "Keys are eval-<provider> & `eval-<date>`.", Repair: "Repair it.", NeedsBase: true,
		},
		Bad:  "\n-- a.md --\n```\ncode\n```\n",
		Good: "\n-- a.md --\nnone\n",
	}})
	for _, want := range []string{
		"## Things\n\n| rule | severity | what it wants |\n|---|---|---|\n| [`a-rule`](#a-rule) | note | a \\| b |\n",
		"### a-rule\n\nSeverity: note · needs a base to compare with\n",
		"Keys are eval-&lt;provider> &amp; `eval-<date>`.",
		"````text\n-- a.md --\n```\ncode\n```\n````\n",
		"```text\n-- a.md --\nnone\n```\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("Markdown has no %q in:\n%s", want, got)
		}
	}
	if strings.Contains(got, "**Configure.**") {
		t.Errorf("Markdown says how to configure a rule that can't be:\n%s", got)
	}
}
