package runnertest

import (
	"strings"
	"unicode"
)

// parseV2 reads "::name key=value,key=value::data" after any blanks.
func parseV2(line string) (Command, bool) {
	line = strings.TrimLeftFunc(line, unicode.IsSpace)
	n := matchPrefix(line, "::")
	if n == 0 {
		return Command{}, false
	}
	line = line[n:]
	start, end := index(line, "::")
	if start < 0 {
		return Command{}, false
	}
	name, list, _ := strings.Cut(line[:start], " ")
	return Command{
		Name:       name,
		Properties: properties(strings.TrimSpace(list), ",", propertyEscapes()),
		Data:       dataEscapes().Replace(line[end:]),
	}, name != ""
}

// parseLegacy reads "##[name key=value;key=value]data" anywhere in the line.
func parseLegacy(line string) (Command, bool) {
	_, end := index(line, "##[")
	if end < 0 {
		return Command{}, false
	}
	info, data, ok := strings.Cut(line[end:], "]")
	if !ok {
		return Command{}, false
	}
	name, list, _ := strings.Cut(info, " ")
	return Command{
		Name:       name,
		Properties: properties(list, ";", legacyEscapes()),
		Data:       legacyEscapes().Replace(data),
		Legacy:     true,
	}, name != ""
}

// properties splits at separators, dropping what is empty: a key without a
// value, and the "=" a value begins with.
func properties(list, separator string, unescape *strings.Replacer) map[string]string {
	m := map[string]string{}
	for pair := range strings.SplitSeq(list, separator) {
		key, value, ok := strings.Cut(strings.TrimLeft(pair, "="), "=")
		value = strings.TrimLeft(value, "=")
		if ok && value != "" {
			m[key] = unescape.Replace(value)
		}
	}
	return m
}

// The runner replaces one escape after the other, "%25" last. One pass gives
// the same: no escape contains another one's result.
func dataEscapes() *strings.Replacer {
	return strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%")
}

func propertyEscapes() *strings.Replacer {
	return strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
}

func legacyEscapes() *strings.Replacer {
	return strings.NewReplacer("%3B", ";", "%0D", "\r", "%0A", "\n", "%5D", "]", "%25", "%")
}

// index finds pattern in s as .NET does where a culture is set: ignorable
// characters are as if absent. It returns where the match starts and ends, or
// -1, -1.
func index(s, pattern string) (start, end int) {
	for from := range s {
		if s[from] != pattern[0] {
			continue
		}
		if n := matchPrefix(s[from:], pattern); n > 0 {
			return from, from + n
		}
	}
	return -1, -1
}

// matchPrefix is the length of the prefix of s that equals pattern, with the
// ignorable characters before and within it, or 0.
func matchPrefix(s, pattern string) int {
	matched := 0
	for i, r := range s {
		switch {
		case r == rune(pattern[matched]):
			if matched++; matched == len(pattern) {
				return i + 1
			}
		case !ignorable(r):
			return 0
		}
	}
	return 0
}

func ignorable(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) ||
		unicode.IsControl(r) && !unicode.IsSpace(r)
}
