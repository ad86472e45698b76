package seal

import (
	"fmt"
	"strings"
	"unicode"
)

// PrincipalField returns a name as the principals of a line of an allowed
// signers file, in quotes where it has blanks. A name that would be read as a
// pattern or as several, or that the format can't hold, is an error.
func PrincipalField(name string) (string, error) {
	switch {
	case strings.TrimSpace(name) == "":
		return "", fmt.Errorf("principal %q is blank", name)
	case strings.TrimSpace(name) != name:
		return "", fmt.Errorf("principal %q has blanks at an end", name)
	case strings.ContainsFunc(name, unicode.IsControl):
		return "", fmt.Errorf("principal %q has control characters", name)
	case strings.ContainsAny(name, `,*?"`) || name[0] == '!':
		return "", fmt.Errorf("principal %q has one of , * ? ! \", which mean something else in a list of allowed signers", name)
	case strings.Contains(name, " ") || name[0] == '#':
		return `"` + name + `"`, nil
	}
	return name, nil
}
