package nearest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/nearest"
)

func TestOneIsWhatWasMeant(t *testing.T) {
	t.Parallel()
	known := []string{"display_name", "id", "model_id", "role", "status", "xl", "Änderung", "warning"}
	tests := []struct{ in, want string }{
		{"dispaly_name", "display_name"},
		{"DISPLAY_NAME", "display_name"},
		{"displayname", "display_name"},
		{"roles", "role"},
		{"model-id", "model_id"},
		{"anderung", "Änderung"},
		{"warn", "warning"}, // the only one that begins so
		{"di", ""},          // two edits make any two letters any others
		{"x", ""},
		{"xll", "xl"},
		{"embedding", ""},
		{"", ""},
		{strings.Repeat("role", 1<<18), ""},
	}
	for _, tt := range tests {
		if got := nearest.One(tt.in, known); got != tt.want {
			t.Errorf("One(%.20q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestListIsQuotedAndBestFirst(t *testing.T) {
	t.Parallel()
	got := nearest.List("eval-acme-two", []string{"eval-acme-to", "other", "eval-acme-one", "eval-acme-two-b"}, 2)
	if diff := cmp.Diff([]string{`"eval-acme-to"`, `"eval-acme-two-b"`}, got); diff != "" {
		t.Errorf("List (-want +got):\n%s", diff)
	}
}

func TestHintIsEmptyWhenNothingIsNear(t *testing.T) {
	t.Parallel()
	if got := nearest.Hint("chek", []string{"check"}); got != `; did you mean "check"?` {
		t.Errorf("Hint = %q", got)
	}
	if got := nearest.Hint("nothing", []string{"check"}); got != "" {
		t.Errorf("Hint = %q, want none", got)
	}
}
