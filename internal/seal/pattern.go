package seal

import "strings"

// matchList matches a comma-separated list of patterns (PATTERNS in
// ssh_config(5)): one must match, and none that is negated by a "!".
func matchList(list, s string) bool {
	matched := false
	for pattern := range strings.SplitSeq(list, ",") {
		if negated, ok := strings.CutPrefix(pattern, "!"); ok {
			if match(negated, s) {
				return false
			}
			continue
		}
		matched = matched || match(pattern, s)
	}
	return matched
}

// match matches a pattern in which "*" is any text and "?" any one byte. It
// goes back to the last star alone, which is enough and never exponential.
func match(pattern, s string) bool {
	p, i := 0, 0
	star, resume := -1, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, resume = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == s[i]):
			p++
			i++
		case star >= 0:
			resume++
			p, i = star+1, resume
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
