package config

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// maxProblems bounds what is told about one file; a megabyte of unknown keys
// helps nobody.
const maxProblems = 100

// A Problem is one fault of a config file.
type Problem struct {
	Place   diag.Place
	Message string // one sentence without full stop
}

// String returns "FILE:LINE:COLUMN: MESSAGE", without the numbers where the
// problem is the whole file's.
func (p Problem) String() string {
	if !p.Place.Start.IsKnown() {
		return fmt.Sprintf("%s: %s", p.Place.File, p.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.Place.File, p.Place.Start.Line, p.Place.Start.Column, p.Message)
}

// An Error says why a file is no config: every problem, in the file's order.
type Error struct{ Problems []Problem }

// Error returns one line per problem.
func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// errorOf sorts and bounds the problems; nil when there are none.
func errorOf(ps []Problem) error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b Problem) int {
		p, q := a.Place.Start, b.Place.Start
		return cmp.Or(cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
	})
	if n := len(ps) - maxProblems; n > 0 {
		ps = append(ps[:maxProblems:maxProblems], Problem{
			Place:   diag.InFile(ps[0].Place.File),
			Message: fmt.Sprintf("%d more problems", n),
		})
	}
	return &Error{Problems: ps}
}

// quote quotes a value from the file, shortened to what a reader can take in.
func quote(s string) string {
	const limit = 80
	if r := []rune(s); len(r) > limit {
		return fmt.Sprintf("%q…", string(r[:limit]))
	}
	return fmt.Sprintf("%q", s)
}

// printable makes a library's message safe to print: one line, nothing that a
// terminal obeys.
func printable(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	var b strings.Builder
	for _, r := range s {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	s = b.String()
	if r := []rune(s); len(r) > 200 {
		s = string(r[:200]) + "…"
	}
	return s
}
