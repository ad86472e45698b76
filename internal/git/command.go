package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"time"
	"unicode"
)

const (
	maxOutput = 256 << 20 // bytes on stdout: six million commit ids
	maxStderr = 4 << 10   // bytes kept of stderr
	maxReason = 500       // bytes of it in an error
	waitDelay = 5 * time.Second
)

// A childError is a git child that ended badly.
type childError struct {
	code   int // its exit code, -1 when it was killed
	reason string
}

func (e *childError) Error() string {
	if e.reason == "" {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.reason
}

// Is makes a childError ErrMissingObject when git says that it can't read an object. Git has one exit code for all that
// is fatal, so its words decide; LC_ALL=C keeps them English.
func (e *childError) Is(target error) bool {
	if target != ErrMissingObject {
		return false
	}
	for _, words := range []string{"unable to read", "could not read", "bad object", "missing", "unable to find",
		"could not parse", "unable to parse", "failed to traverse parents", "not a valid commit name"} {
		if strings.Contains(strings.ToLower(e.reason), words) {
			return true
		}
	}
	return false
}

// command prepares a git child in the room.
func (c *room) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.git, append([]string{"--no-replace-objects"}, args...)...)
	cmd.Dir = c.dir
	cmd.Env = c.environ()
	cmd.WaitDelay = waitDelay
	return cmd
}

// run returns what a git child says on stdout.
func (c *room) run(ctx context.Context, args ...string) (string, error) {
	return c.runWith(ctx, nil, args...)
}

// runWith is run with more variables in the child's environment.
func (c *room) runWith(ctx context.Context, env []string, args ...string) (string, error) {
	stdout := &capped{limit: maxOutput, strict: true}
	stderr := &capped{limit: maxStderr}
	cmd := c.command(ctx, args...)
	cmd.Env = append(cmd.Env, env...)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	err := cmd.Run()
	if err == nil {
		return stdout.String(), nil
	}
	return "", fmt.Errorf("git %s: %w", args[0], childFault(ctx, err, stderr))
}

// childFault tells why a child ended: the context, its exit code with its own words, or that it could not run.
func childFault(ctx context.Context, err error, stderr *capped) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return &childError{code: exit.ExitCode(), reason: oneLine(stderr.String())}
	}
	return err
}

// oneLine makes text that a repository may have had a hand in fit for an error: one line of printable characters.
func oneLine(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "?")), " ")
	text = strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return -1
		}
		return c
	}, text)
	if len(text) > maxReason {
		text = strings.ToValidUTF8(text[:maxReason], "") + "…"
	}
	return text
}

// A capped buffer keeps the first limit bytes. What comes after is an error when strict, else it is dropped.
type capped struct {
	mu     sync.Mutex
	buf    bytes.Buffer
	limit  int
	strict bool
}

func (c *capped) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	room := c.limit - c.buf.Len()
	if len(p) > room && c.strict {
		return 0, fmt.Errorf("output is %w of %d bytes", ErrTooLarge, c.limit)
	}
	c.buf.Write(p[:min(room, len(p))])
	return len(p), nil
}

func (c *capped) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.buf.String()
}
