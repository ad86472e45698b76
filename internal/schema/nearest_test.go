package schema

import (
	"strings"
	"testing"
)

func TestNearestIsWhatWasMeant(t *testing.T) {
	t.Parallel()
	known := []string{"display_name", "id", "model_id", "role", "status", "xl"}
	tests := []struct{ in, want string }{
		{"dispaly_name", "display_name"},
		{"DISPLAY_NAME", "display_name"},
		{"displayname", "display_name"},
		{"roles", "role"},
		{"model-id", "model_id"},
		{"di", ""}, // two edits make any two letters any others
		{"x", ""},
		{"xll", "xl"},
		{"embedding", ""},
		{"", ""},
		{strings.Repeat("role", 1<<18), ""},
	}
	for _, tt := range tests {
		if got := nearest(tt.in, known); got != tt.want {
			t.Errorf("nearest(%.20q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
