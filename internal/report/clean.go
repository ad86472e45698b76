package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes s one harmless line: what a terminal, a log or a reader could
// take for anything but a visible character is shown as `\u{202e}`, a byte
// that is not UTF-8 as `\xff`. That covers control characters (C0, DEL, C1, so
// line feeds and tabs too), bidirectional controls, zero-width and other
// invisible characters, line and paragraph separators and every blank but the
// space.
func Clean(s string) string { return escape(s, isPlain) }

// Neutral makes text that a GitHub runner reads as nothing but text. Line
// ends (LF and CRLF, so that a diff can be applied) and tabs stay, all else is
// as in Clean; a line's first "::" and every "##[" are broken up, since the
// runner takes "::cmd::" after any blank, and "##[cmd]" anywhere in a line, for
// a command (runner, ActionCommand.cs). A CR elsewhere, which ends a line for
// the runner and lets a terminal write over it, is escaped.
func Neutral(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		text := strings.TrimSuffix(line, "\n")
		if len(text) < len(line) {
			text = strings.TrimSuffix(text, "\r")
		}
		b.WriteString(neutralLine(text) + line[len(text):])
	}
	return b.String()
}

func neutralLine(line string) string {
	line = escape(line, func(r rune) bool { return r == '\t' || isPlain(r) })
	line = strings.ReplaceAll(line, "##[", `#\u{23}[`)
	// Every other blank is escaped by now.
	if rest := strings.TrimLeft(line, " \t"); strings.HasPrefix(rest, "::") {
		blank := line[:len(line)-len(rest)]
		return blank + `\u{3a}` + rest[1:]
	}
	return line
}

// inline is an untrusted string as it may stand anywhere in a line of ours.
func inline(s string) string { return neutralLine(Clean(s)) }

// isPlain reports whether r shows as itself. Ignorable characters are out even
// where they print: the runner compares by culture, for which "#\u034f#[" is
// "##[".
func isPlain(r rune) bool {
	return unicode.IsPrint(r) && r != utf8.RuneError &&
		!unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

func escape(s string, plain func(rune) bool) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case plain(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u{%x}`, r)
		}
		i += n
	}
	return b.String()
}

// cut shortens s to at most limit code points, the last of them "…" where
// something is left out.
func cut(s string, limit int) string {
	if len(prefix(s, limit)) == len(s) {
		return s
	}
	return prefix(s, limit-1) + "…"
}

// prefix is the first n code points of s.
func prefix(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
