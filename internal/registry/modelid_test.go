package registry_test

import (
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/registry"
)

func TestModelIDsAreWordsOfLettersAndDigits(t *testing.T) {
	t.Parallel()
	tests := []struct {
		id   string
		want bool
	}{
		{"mistral-7b-instruct-v0.2", true}, {"a", true}, {"a_b", true},
		{strings.Repeat("a", 128), true}, {strings.Repeat("a", 129), false},
		{"", false}, {"A", false}, {"a--b", false}, {"-a", false}, {"a.", false},
		{"a b", false}, {"a/b", false}, {"é", false}, {"a\n", false},
	}
	for _, tt := range tests {
		if got := registry.ValidModelID(tt.id); got != tt.want {
			t.Errorf("ValidModelID(%q) = %v, want %v", tt.id, got, tt.want)
		}
	}
}
