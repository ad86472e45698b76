package git

import "strings"

// parseConfig returns the values in a git config file by "section.key", in lower case; the last one wins, as in git.
// Sections with a sub-section are left out, includes are not followed, and lines that make no sense are skipped: only
// core and extensions matter here, and git never sees the file.
func parseConfig(text string) map[string]string {
	values := map[string]string{}
	section := ""
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	for text != "" {
		text = strings.TrimLeft(text, " \t\n")
		if strings.HasPrefix(text, "[") {
			section, text = configSection(text)
			continue
		}
		var key, value string
		key, value, text = configValue(text)
		if section != "" && key != "" {
			values[section+"."+key] = value
		}
	}
	return values
}

// configSection reads a header and returns its name, "" when it has a sub-section, and the text after it.
func configSection(text string) (name, rest string) {
	quoted := false
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n':
			return "", text[i:]
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == ']' && !quoted:
			name = strings.ToLower(text[1:i])
			if strings.ContainsAny(name, " \t\".") {
				name = ""
			}
			return name, text[i+1:]
		}
	}
	return "", ""
}

// configValue reads "key = value" or "key", which means true, and returns the text after it. A comment has no key.
func configValue(text string) (key, value, rest string) {
	end := strings.IndexAny(text, "=\n#;")
	if end < 0 {
		end = len(text)
	}
	key = strings.ToLower(strings.TrimSpace(text[:end]))
	if end == len(text) || text[end] != '=' {
		_, rest, _ = strings.Cut(text[end:], "\n")
		return key, "true", rest
	}
	value, rest = configText(strings.TrimLeft(text[end+1:], " \t"))
	return key, value, rest
}

// configText reads a value up to the end of its line: quotes, escapes, continued lines and comments as git has them.
func configText(text string) (value, rest string) {
	var b strings.Builder
	quoted, kept := false, 0 // kept: what trimming must not touch, because it was quoted
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n':
			return trimAfter(b.String(), kept), text[i+1:]
		case c == '\\' && i+1 < len(text):
			i++
			b.WriteString(configEscape(text[i]))
		case c == '"':
			quoted = !quoted
			kept = b.Len()
		case (c == '#' || c == ';') && !quoted:
			_, rest, _ = strings.Cut(text[i:], "\n")
			return trimAfter(b.String(), kept), rest
		default:
			b.WriteByte(c)
		}
	}
	return trimAfter(b.String(), kept), ""
}

func configEscape(c byte) string {
	switch c {
	case '\n': // the line goes on
		return ""
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'b':
		return "\b"
	}
	return string(c)
}

func trimAfter(s string, kept int) string { return s[:kept] + strings.TrimRight(s[kept:], " \t") }
