package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

// pasted is the config that a baseline becomes once the reasons are filled in.
func pasted(t interface{ Fatal(...any) }, fs []diag.Finding) (*config.Config, string) {
	var b bytes.Buffer
	if err := baselineOf(fs, diag.Note, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)).write(&b); err != nil {
		t.Fatal(err)
	}
	text := "version: 1\n" + strings.ReplaceAll(b.String(), `reason: ""`, `reason: "known"`)
	c, err := config.Parse(".modelgate.yaml", []byte(text), gate.Vocabulary(rules.All()))
	if err != nil {
		t.Fatal(err, "\n"+text)
	}
	return c, text
}

// wantAlone checks that a finding's suppression can be printed and read again,
// and then hides that finding and no other of its rule.
func wantAlone(t interface {
	Fatal(...any)
	Errorf(string, ...any)
}, subject, other string) {
	finding := func(subject string) diag.Finding {
		return diag.Finding{Rule: "model-id-malformed", Severity: diag.Error, Subject: subject, Message: subject}
	}
	c, text := pasted(t, []diag.Finding{finding(subject)})
	if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
		t.Errorf("the baseline of %q holds %q raw:\n%s", subject, text[i:], text)
	}
	if len(c.Suppressions) != 1 || c.Suppressions[0].Problem != "" {
		t.Fatal("suppressions:", c.Suppressions, "\n"+text)
	}
	if !c.Suppressions[0].Matches(finding(subject)) {
		t.Errorf("the suppression %q does not match the subject %q it was made for", c.Suppressions[0].Subject, subject)
	}
	// A subject that reads like the pattern is the pattern's own spelling.
	if other != subject && other != config.Literal(subject) && other != "" && c.Suppressions[0].Matches(finding(other)) {
		t.Errorf("the suppression of %q also matches %q", subject, other)
	}
}

func TestABaselineCanBePastedWhateverTheSubjectIs(t *testing.T) {
	t.Parallel()
	for _, subject := range []string{
		"acme-one", "gov/registry/data/model_registry.json#/models/3", "模型/é.json", `"`, `'`, `a"b'c`, `a\b`, `\`, `\\`, `\"`,
		"a\nb", "\n", "a\r\nb", "\t", " ", " a ", "a\x00b", "\x1b[2J", "\x7f", "evil\u009b2J\u202e\u0085x",
		"a\u00a0b", "\ufeffa", "\u200b", "\u2028\u2029", "\u061c\u200e\u2066", "\u034f\ufe0f", "\ufffd\ufffe\uffff",
		"\U0001f600", "\U000e0041", "\U0010ffff", "*a", "!a", "&a", "%a", "@a", "`a", "|", ">", "?", "- a", "a: b", "a #b", "#a",
		"yes", "no", "true", "null", "~", "1e3", "0x1f", "1", "2026-01-01", "<<", "---", "...", "{}", "[]", "{a, b}", ", a", "}",
		"[bot]", "[", "]", "{{{{{", "{,,,,,,,,,,,,,,,,,,,,}", "a[b-c]d", "**/x", strings.Repeat("a*", 300), "<<<<<<< ours", "${{ x }}", "<b>",
	} {
		wantAlone(t, subject, "acme-two")
	}
	for subject, other := range map[string]string{
		"a*": "ab", "a?": "ab", "[ab]": "a", "{a,b}": "a", "**": "a", `a\b`: "ab", `\*`: "*", "a\u202e": "a",
	} {
		wantAlone(t, subject, other)
	}
}

func TestAnySubjectOfABaselineIsReadAgain(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ab*?\[\]{}\\,!^"'\n-]{1,12}`))
	rapid.Check(t, func(t *rapid.T) {
		if subject := text.Draw(t, "subject"); subject != "" {
			wantAlone(t, subject, text.Draw(t, "other"))
		}
	})
}

func TestABaselineCountsWhatCannotBeSuppressed(t *testing.T) {
	t.Parallel()
	of := func(rule, subject string, s diag.Severity) diag.Finding {
		return diag.Finding{Rule: rule, Subject: subject, Severity: s, Message: "is wrong"}
	}
	const fixed = "# can't be suppressed, only repaired (findings of each rule): json-invalid (2), suppression-expired (1)\n"
	const one = "# Paste into .modelgate.yaml and fill in each reason and owner.\nsuppressions:\n" +
		"  # is wrong\n  - {rule: general-too-small, subject: \"a\", reason: \"\", owner: \"\", expires: 2026-04-01}\n"
	bad := []diag.Finding{
		of("json-invalid", "x.json", diag.Error), of("json-invalid", "x.json", diag.Error), of("suppression-expired", "s", diag.Error),
	}
	for want, fs := range map[string][]diag.Finding{
		"# no findings: nothing to suppress\n": {of("evaluation-unlinked", "e", diag.Note)},
		fixed:                                  bad,
		one:                                    {of("general-too-small", "a", diag.Error), of("general-too-small", "a", diag.Error)},
		fixed + one:                            append(bad, of("general-too-small", "a", diag.Error)),
	} {
		var b bytes.Buffer
		if err := baselineOf(fs, diag.Warning, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)).write(&b); err != nil {
			t.Fatal(err)
		}
		if b.String() != want {
			t.Errorf("baseline = %q, want %q", b.String(), want)
		}
	}
}
