// Package diag is what modelgate says and where it says it: findings, their
// places, their severities and the rules that make them.
package diag

import (
	"encoding/json"
	"fmt"
)

// A Severity ranks how bad a finding is. The zero value is invalid, so that a
// forgotten severity is an error and never a guess.
type Severity int

// The severities of DESIGN.md §2, in rising order.
const (
	Note Severity = iota + 1
	Warning
	Error
)

// Severities lists every valid severity, worst first.
func Severities() []Severity { return []Severity{Error, Warning, Note} }

// ParseSeverity reads "note", "warning" or "error".
func ParseSeverity(s string) (Severity, error) {
	for _, v := range Severities() {
		if v.String() == s {
			return v, nil
		}
	}
	return 0, fmt.Errorf("severity is %q, want error, warning or note", s)
}

// String returns the word used in every output format.
func (s Severity) String() string {
	switch s {
	case Note:
		return "note"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return fmt.Sprintf("severity(%d)", int(s))
}

// MarshalJSON writes the word.
func (s Severity) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }

// UnmarshalJSON reads the word and refuses any other.
func (s *Severity) UnmarshalJSON(b []byte) error {
	var w string
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	v, err := ParseSeverity(w)
	*s = v
	return err
}
