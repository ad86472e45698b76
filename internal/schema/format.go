package schema

import (
	"regexp"
	"strconv"
	"time"
)

// A format checks strings. Other values pass: JSON Schema's formats speak of
// strings alone.
type format func(string) bool

// IsFormat implements gojsonschema.FormatChecker.
func (f format) IsFormat(v any) bool {
	s, ok := v.(string)
	return !ok || f(s)
}

// dateTime is the grammar of RFC 3339 §5.6, letters in either case.
// time.Parse is no substitute: it takes a comma before the fraction, and
// neither a leap second nor lower case.
var dateTime = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)[Tt]` +
	`([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?` +
	`(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$`)

func isDateTime(s string) bool {
	m := dateTime.FindStringSubmatch(s)
	if m == nil || !isDate(m[1]) {
		return false
	}
	return m[4] != "60" || isLastMinute(m)
}

// isDate reports whether s is a day of the calendar, yyyy-mm-dd.
func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// isLastMinute reports whether the time is 23:59 in UTC, the one minute that
// can have a leap second (RFC 3339 §5.7).
func isLastMinute(m []string) bool {
	const day = 24 * 60
	minute, offset := minutes(m[2], m[3]), minutes(m[6], m[7])
	if m[5] == "+" {
		offset = -offset
	}
	return (minute+offset+day)%day == day-1
}

// minutes takes digits, or nothing for zero.
func minutes(hh, mm string) int {
	h, _ := strconv.Atoi(hh)
	m, _ := strconv.Atoi(mm)
	return h*60 + m
}
