package git

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// Version returns what the git in PATH says of itself, such as "2.47.1". It
// needs no repository.
func Version(ctx context.Context) (string, error) {
	name, err := program()
	if err != nil {
		return "", err
	}
	out, err := exec.CommandContext(ctx, name, "--version").Output()
	if err != nil {
		return "", fmt.Errorf("git --version: %w", err)
	}
	return strings.TrimPrefix(strings.TrimSpace(string(out)), "git version "), nil
}
