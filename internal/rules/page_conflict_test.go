package rules

import (
	"strings"
	"testing"
)

// conflict is a merge conflict with markers of the given sizes.
func conflict(begin, middle, end int) string {
	return strings.Repeat("<", begin) + " ours\na\n" + strings.Repeat("=", middle) + "\nb\n" + strings.Repeat(">", end) + " theirs\n"
}

func TestAConflictOnAPageHasThreeMarkersOfOneSize(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, page string
		line       int // from 0; -1 for none
	}{
		{"git's own size", "x\n" + conflict(7, 7, 7), 1},
		{"another size", "x\n" + conflict(12, 12, 12), 1},
		{"windows line ends", strings.ReplaceAll(conflict(12, 12, 12), "\n", "\r\n"), 0},
		{"too short", conflict(6, 6, 6), -1},
		{"sizes differ", conflict(12, 7, 12), -1},
		{"after a marker of another size", "<<<<<<<<< stray\n" + conflict(7, 7, 7), 1},
		{"shown in fenced code", "```\n" + conflict(12, 12, 12) + "```\n", -1},
		{"a heading", "Title\n============\n", -1},
		{"a quote", "> a\n>>>>>>>> b\n", -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			line, found := pageConflict(newPageText([]byte(tt.page)))
			if !found {
				line = -1
			}
			if line != tt.line {
				t.Errorf("pageConflict(%q) = %d, want %d", tt.page, line, tt.line)
			}
		})
	}
}
