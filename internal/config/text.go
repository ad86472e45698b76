package config

import (
	"bytes"
	"fmt"
	"regexp"
	"unicode/utf8"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// maxBytes is far above any real config; the YAML parser needs a second for a
// file of this size.
const maxBytes = 1 * mib

var (
	bom8    = []byte("\xef\xbb\xbf")
	bomLE   = []byte("\xff\xfe")
	bomBE   = []byte("\xfe\xff")
	merging = regexp.MustCompile(`(?m)^<{7,} `)
)

// plainText checks the bytes before any grammar and returns them as the YAML
// parser takes them: without byte order mark, with LF alone. The parser counts
// a CR as a line of its own after a comment, which would misplace problems.
func plainText(name string, src []byte) (string, []Problem) {
	whole := func(format string, args ...any) (string, []Problem) {
		return "", []Problem{{Place: diag.InFile(name), Message: fmt.Sprintf(format, args...)}}
	}
	switch {
	case len(src) > maxBytes:
		return whole("file has %d bytes, more than the limit of %d", len(src), maxBytes)
	case bytes.HasPrefix(src, bomLE), bytes.HasPrefix(src, bomBE):
		return whole("file is UTF-16; save it as UTF-8")
	}
	src = bytes.TrimPrefix(src, bom8)
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	if m := merging.FindIndex(src); m != nil {
		return "", []Problem{{Place: placeAt(name, src, m[0]), Message: "unresolved merge conflict"}}
	}
	return string(src), badCharacter(name, src)
}

// badCharacter reports the first character that YAML 1.2 §5.1 does not allow:
// later ones are most likely of the same kind.
func badCharacter(name string, src []byte) []Problem {
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		msg := ""
		switch {
		case r == utf8.RuneError && n == 1:
			msg = fmt.Sprintf("byte %#02x is not UTF-8; save the file as UTF-8", src[i])
		case r == '\r':
			msg = "carriage return without line feed"
		case r < ' ' && r != '\t' && r != '\n', r >= 0x7f && r <= 0x9f && r != 0x85, r == 0xfffe, r == 0xffff:
			msg = fmt.Sprintf("control character %U", r)
		}
		if msg != "" {
			return []Problem{{Place: placeAt(name, src, i), Message: msg}}
		}
		i += n
	}
	return nil
}

func placeAt(name string, src []byte, offset int) diag.Place {
	before := src[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	at := diag.Position{
		Line:   bytes.Count(before, []byte{'\n'}) + 1,
		Column: utf8.RuneCount(before[start:]) + 1,
	}
	return diag.Place{File: name, Start: at, End: diag.Position{Line: at.Line, Column: at.Column + 1}}
}
