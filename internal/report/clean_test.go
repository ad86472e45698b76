package report_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
	"github.com/cmmv-hive/modelgate/internal/report"
)

func TestCleanShowsEveryCharacterThatIsNotVisible(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                             "",
		"plain ~ text, ünï, 模型, 🙂":     "plain ~ text, ünï, 模型, 🙂",
		"a\x00\t\n\r\x1b[31m\x7f":      `a\u{0}\u{9}\u{a}\u{d}\u{1b}[31m\u{7f}`,
		"\u0080\u0085\u009b":           `\u{80}\u{85}\u{9b}`,
		"\u202a\u202b\u202c\u202d":     `\u{202a}\u{202b}\u{202c}\u{202d}`,
		"\u202e\u2066\u2067\u2068":     `\u{202e}\u{2066}\u{2067}\u{2068}`,
		"\u2069\u200e\u200f\u061c":     `\u{2069}\u{200e}\u{200f}\u{61c}`,
		"\u200b\u200c\u200d\u2060":     `\u{200b}\u{200c}\u{200d}\u{2060}`,
		"\ufeff\u00ad\u034f\u3164":     `\u{feff}\u{ad}\u{34f}\u{3164}`,
		"\u2028\u2029\u00a0\u3000":     `\u{2028}\u{2029}\u{a0}\u{3000}`,
		"\ufe0f\U000e0041\U000e0100":   `\u{fe0f}\u{e0041}\u{e0100}`,
		"\xff\xc3\ufffd\xed\xa0\x80":   `\xff\xc3\u{fffd}\xed\xa0\x80`,
		`a\u{a} is text already, \x41`: `a\u{a} is text already, \x41`,
	} {
		if got := report.Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNeutralBreaksUpCommandsAndKeepsLines(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a::b\n\tc: d":             "a::b\n\tc: d",
		"::error::x":               `\u{3a}:error::x`,
		" \t ::error::x":           " \t " + `\u{3a}:error::x`,
		"\u2003::error::x":         `\u{2003}::error::x`,
		"a\n::add-mask::x\n":       "a\n" + `\u{3a}:add-mask::x` + "\n",
		"a\r\n::x::":               "a\r\n" + `\u{3a}:x::`,
		"a\r\r\n\r":                `a\u{d}` + "\r\n" + `\u{d}`,
		"a\r::x::":                 `a\u{d}::x::`,
		"a ##[error]b ###[group]c": `a #\u{23}[error]b ##\u{23}[group]c`,
		"#\u200b#[error]":          `#\u{200b}#[error]`,
	} {
		if got := report.Neutral(in); got != want {
			t.Errorf("Neutral(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzNeutral(f *testing.F) {
	for _, s := range []string{
		hostile, "::error::a", "\u3000\u200b:\u00ad:error::a", "#\u034f##[add-mask]a", "a\r::stop-commands::t\n::t::",
		":\xff:error::", "\x1b::error::\x9b",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := report.Neutral(s)
		if cs := runnertest.Parse([]byte(got)); len(cs) > 0 {
			t.Errorf("Neutral(%q) = %q, which holds the commands %+v", s, got, cs)
		}
		if again := report.Neutral(got); again != got {
			t.Errorf("Neutral of %q = %q, want it unchanged", got, again)
		}
		if n, want := strings.Count(got, "\n"), strings.Count(s, "\n"); n != want {
			t.Errorf("Neutral(%q) has %d line feeds, want %d", s, n, want)
		}
		line := report.Clean(s)
		if !utf8.ValidString(line) || strings.ContainsAny(line, "\n\r\t\x1b\u202e\u2066\u200b\u2028\u0085\ufffd") {
			t.Errorf("Clean(%q) = %q, which is not one plain line", s, line)
		}
	})
}
