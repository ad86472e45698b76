package git

import "strings"

// A Trailer is a line such as "Co-authored-by: Name <email>" at the end of a commit message.
type Trailer struct {
	Key   string // as written; keys are compared without case
	Value string // with continued lines joined by a blank
}

// parseTrailers returns the trailers in the last paragraph, never those in the title. Git ignores a paragraph that is
// mostly prose (git-interpret-trailers); here every line of it that has the form counts, so that a line of prose hides
// nothing.
func parseTrailers(message string) []Trailer {
	message = strings.TrimRight(strings.ReplaceAll(message, "\r\n", "\n"), " \t\n")
	lines := strings.Split(message, "\n")
	start := len(lines)
	for start > 0 && strings.TrimSpace(lines[start-1]) != "" {
		start--
	}
	if start == 0 {
		return nil
	}
	var list []Trailer
	goesOn := false // the line before was a trailer or went on with one
	for _, line := range lines[start:] {
		if goesOn && (line[0] == ' ' || line[0] == '\t') {
			last := &list[len(list)-1]
			last.Value = strings.TrimSpace(last.Value + " " + strings.TrimSpace(line))
			continue
		}
		var t Trailer
		if t, goesOn = parseTrailer(line); goesOn {
			list = append(list, t)
		}
	}
	return list
}

func parseTrailer(line string) (Trailer, bool) {
	key, value, ok := strings.Cut(line, ":")
	key = strings.TrimRight(key, " \t")
	if !ok || key == "" {
		return Trailer{}, false
	}
	for _, c := range []byte(key) {
		if c != '-' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return Trailer{}, false
		}
	}
	return Trailer{Key: key, Value: strings.TrimSpace(value)}, true
}
