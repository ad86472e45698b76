package ghub

import (
	"regexp"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/change"
)

// trailers returns the lines such as "Co-authored-by: Name <address>" in the
// last paragraph of a commit message, by the same rules as package git: never
// the title's, every line that has the form whatever stands beside it, and
// lines that begin with a blank go on with the trailer above.
func trailers(message string) []change.Trailer {
	message = strings.TrimRight(strings.ReplaceAll(message, "\r\n", "\n"), " \t\n")
	// A message that begins with a blank line has no title.
	paragraphs := regexp.MustCompile(`\n[\s\v\p{Z}\x{85}]*\n`).Split("\n"+message, -1)
	if len(paragraphs) == 1 {
		return nil
	}
	form := regexp.MustCompile(`^([0-9A-Za-z-]+)[ \t]*:(.*)$`)
	var out []change.Trailer
	open := false
	for line := range strings.SplitSeq(paragraphs[len(paragraphs)-1], "\n") {
		if open && strings.HasPrefix(strings.ReplaceAll(line, "\t", " "), " ") {
			last := &out[len(out)-1]
			last.Value = strings.TrimSpace(last.Value + " " + strings.TrimSpace(line))
			continue
		}
		m := form.FindStringSubmatch(line)
		if open = m != nil; open {
			out = append(out, change.Trailer{Key: m[1], Value: strings.TrimSpace(m[2])})
		}
	}
	return out
}
