package git

import (
	"context"
	"regexp"
	"testing"
)

func TestGitSaysItsVersion(t *testing.T) {
	t.Parallel()
	got, err := Version(context.Background())
	if err != nil || !regexp.MustCompile(`^\d+\.\d+`).MatchString(got) {
		t.Errorf("Version() = %q, %v, want a number", got, err)
	}
}
