package seal

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// options are the restrictions of a line. The zero value restricts nothing.
type options struct {
	namespaces    string // a pattern list
	after, before time.Time
}

// parseOptions reads what stands between principals and key. Names are
// case-insensitive; each restriction may stand once.
func parseOptions(list []string) (options, error) {
	var o options
	seen := map[string]bool{}
	for _, text := range list {
		name, value, hasValue := strings.Cut(text, "=")
		name = strings.ToLower(name)
		if seen[name] {
			return o, fmt.Errorf("option %q stands twice", name)
		}
		seen[name] = true
		if err := o.set(name, value, hasValue); err != nil {
			return o, err
		}
	}
	if !o.after.IsZero() && !o.before.IsZero() && !o.after.Before(o.before) {
		return o, errors.New("valid-after is not before valid-before")
	}
	return o, nil
}

func (o *options) set(name, value string, hasValue bool) error {
	if name == "cert-authority" {
		return errors.New("certificate authorities are not supported, name the keys themselves")
	}
	if name != "namespaces" && name != "valid-after" && name != "valid-before" {
		return fmt.Errorf("unknown option %q", name)
	}
	value, err := dequote(value)
	if err != nil || !hasValue {
		return fmt.Errorf(`option %q has no value in double quotes`, name)
	}
	switch name {
	case "namespaces":
		if value == "" {
			return errors.New("option \"namespaces\" is empty")
		}
		o.namespaces = value
	case "valid-after":
		o.after, err = parseTime(value)
	case "valid-before":
		o.before, err = parseTime(value)
	}
	if err != nil {
		return fmt.Errorf("option %q: %w", name, err)
	}
	return nil
}

var errQuotes = errors.New("value is not in double quotes")

// dequote takes a value out of its quotes; a backslash keeps a quote inside.
func dequote(s string) (string, error) {
	inner, ok := strings.CutPrefix(s, `"`)
	if !ok {
		return "", errQuotes
	}
	inner, ok = strings.CutSuffix(inner, `"`)
	if !ok || strings.HasSuffix(inner, `\`) {
		return "", errQuotes
	}
	inner = strings.ReplaceAll(inner, `\"`, "\x00")
	if strings.Contains(inner, `"`) {
		return "", errQuotes
	}
	return strings.ReplaceAll(inner, "\x00", `"`), nil
}

// parseTime reads YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, each with or
// without a final Z.
func parseTime(s string) (time.Time, error) {
	digits := strings.TrimSuffix(s, "Z")
	for _, layout := range []string{"20060102", "200601021504", "20060102150405"} {
		if len(digits) != len(layout) {
			continue
		}
		if t, err := time.Parse(layout, digits); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("time is %q, want YYYYMMDD[HHMM[SS]]Z", s)
}
