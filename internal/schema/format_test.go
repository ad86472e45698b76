package schema

import "testing"

func TestDateTimeIsStrictRFC3339(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want bool
	}{
		{"2025-09-07T00:00:00Z", true},
		{"2025-09-07t00:00:00z", true}, // RFC 3339 §5.6: may be lower case
		{"2025-09-07T23:59:59.123456789012+23:59", true},
		{"2024-02-29T12:00:00-00:00", true},
		{"0000-01-01T00:00:00Z", true},
		{"2016-12-31T23:59:60Z", true},
		{"2016-12-31T23:59:60.9Z", true},
		{"1990-12-31T15:59:60-08:00", true}, // RFC 3339 §5.8
		{"2017-01-01T00:59:60+01:00", true},

		{"2025-09-07", false},
		{"12:00:00Z", false},
		{"2025-09-07T00:00:00", false},
		{"2025-09-07T00:00Z", false},
		{"2025-09-07 00:00:00Z", false},
		{"2025-09-07T00:00:00,5Z", false},
		{"2025-09-07T00:00:00.Z", false},
		{"2025-09-07T24:00:00Z", false},
		{"2025-09-07T00:60:00Z", false},
		{"2025-09-07T23:59:61Z", false},
		{"2025-09-07T12:00:60Z", false},
		{"2016-12-31T23:59:60+01:00", false},
		{"2025-09-07T00:00:00+24:00", false},
		{"2025-09-07T00:00:00+00:60", false},
		{"2025-09-07T00:00:00+0000", false},
		{"2025-09-07T+1:00:00Z", false},
		{"2025-09-07T00:00:00++1:00", false},
		{"2025-02-29T00:00:00Z", false},
		{"2025-00-07T00:00:00Z", false},
		{"2025-13-07T00:00:00Z", false},
		{"2025-9-7T00:00:00Z", false},
		{"12025-09-07T00:00:00Z", false},
		{"２０２５-09-07T00:00:00Z", false},
		{" 2025-09-07T00:00:00Z", false},
		{"2025-09-07T00:00:00Z\n", false},
		{"", false},
	}
	for _, tt := range tests {
		if got := isDateTime(tt.in); got != tt.want {
			t.Errorf("isDateTime(%q) = %v, want %v", tt.in, got, tt.want)
		}
	}
}

func TestFormatsSpeakOfStringsAlone(t *testing.T) {
	t.Parallel()
	never := format(func(string) bool { return false })
	if !never.IsFormat(1.5) || !never.IsFormat(nil) || never.IsFormat("x") {
		t.Error("a format must refuse strings only")
	}
}
