package rules

import (
	"strings"
	"time"
)

// instant reads an RFC 3339 date and time, letters in either case. What is
// none is the schema's to report.
func instant(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, strings.ToUpper(s))
	return t, err == nil
}
