package report

import "strings"

// What a report shows of texts that a file may make as long as it likes, in
// code points.
const (
	maxText   = 1000       // for people: of one message, path or notice
	maxQuoted = 200        // for people: of one quoted value in a text that is too long
	maxValue  = 100 * 1000 // for programs: of one value
)

// brief is an untrusted text as it may stand anywhere in a line of ours, in at
// most 1,000 code points.
func brief(s string) string { return bounded(s, maxText) }

// whole is a text as programs read it: all of it, unless its length is absurd.
func whole(s string) string { return cut(s, maxValue) }

// shortened cuts the quoted values of a text that is too long, so that what is
// said about them is still there: `model "aaa…" is general`.
func shortened(s string) string {
	if len(prefix(s, maxText)) == len(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			break
		}
		b.WriteString(s[:i+1])
		s = s[i+1:]
		n, closed := quotedLen(s)
		if !closed {
			break
		}
		b.WriteString(cut(s[:n], maxQuoted))
		b.WriteByte('"')
		s = s[n+1:]
	}
	return b.String() + s
}

// quotedLen is the length in bytes of a value as %q writes it, behind its
// opening quote.
func quotedLen(s string) (n int, closed bool) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i, true
		}
	}
	return len(s), false
}
