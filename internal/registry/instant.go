package registry

import (
	"strings"
	"time"
)

// ParseTime reads an RFC 3339 date and time, letters in either case (§5.6). A
// leap second, which Go has no form for, is the second before the next day (§5.7
// allows it nowhere else), read as that day's first. ok is false, and the time
// zero, for what is none: the schema reports it.
func ParseTime(s string) (t time.Time, ok bool) {
	const minute = "2006-01-02T15:04:"
	s = strings.ToUpper(s)
	leap := len(s) > len(minute) && strings.HasPrefix(s[len(minute):], "60")
	if leap {
		s = s[:len(minute)] + "59" + s[len(minute)+2:]
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, false
	}
	if !leap {
		return t, true
	}
	t = t.Add(time.Second)
	if h, m, _ := t.UTC().Clock(); h != 0 || m != 0 {
		return time.Time{}, false
	}
	return t, true
}
