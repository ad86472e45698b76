package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// patience is how long an answer may take. A loose object that says it is longer than it is makes git stop short of the
// size it announced and wait for the next question (seen with 2.39), and a named pipe in its place has no end either.
const patience = time.Minute

var (
	errClosed = errors.New("repository is closed")
	errSilent = errors.New("answer does not come to its end")
)

// A catFile asks one long-lived `git cat-file` child, started at the first question. A question that goes wrong or
// whose context ends takes the child with it, since its answer could be taken for that of the next; the next question
// starts another. There are two of them in a Repo, not one --batch-command, because that came with git 2.36.
type catFile struct {
	room     *room
	mode     string // --batch or --batch-check
	patience time.Duration
	mu       sync.Mutex
	child    *child
	closed   bool
}

// A child is a running cat-file and the ends of its pipes.
type child struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *capped
}

// A header is what cat-file says of an object before its content. Without an id the answer is only its kind:
// "missing" or "ambiguous".
type header struct {
	id   string
	kind string // blob, tree, commit, tag
	size int64
}

// ask sends an expression made by this package: an id and a suffix. Then take reads what the child answers.
func (c *catFile) ask(ctx context.Context, expr string, take func(header, *bufio.Reader) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return errClosed
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := c.start(); err != nil {
		return fmt.Errorf("git cat-file: %w", err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.patience, errSilent)
	defer cancel()
	stop := context.AfterFunc(ctx, c.child.kill)
	err := c.child.talk(expr, take)
	if unfinished := !stop(); err != nil || unfinished {
		ended := c.child.end()
		c.child = nil
		return c.fault(ctx, err, ended)
	}
	return nil
}

// fault tells what is known of a broken talk: a closed pipe says less than the child's own words.
func (c *catFile) fault(ctx context.Context, err, ended error) error {
	switch said, ok := errors.AsType[*childError](ended); {
	case err == nil: // the context ended after the answer
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("git cat-file: %w", context.Cause(ctx))
	case ok && said.reason != "":
		return fmt.Errorf("git cat-file: %w: %w", err, said)
	}
	return fmt.Errorf("git cat-file: %w", err)
}

func (c *catFile) start() error {
	if c.child != nil {
		return nil
	}
	// The child outlives the question that starts it, so each question guards it with a context of its own.
	cmd := c.room.command(context.Background(), "cat-file", c.mode)
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	stderr := &capped{limit: maxStderr}
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	c.child = &child{cmd: cmd, in: in, out: bufio.NewReaderSize(out, 64<<10), stderr: stderr}
	return nil
}

func (c *catFile) close() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	if c.child != nil {
		_ = c.child.end()
		c.child = nil
	}
}

func (k *child) talk(expr string, take func(header, *bufio.Reader) error) error {
	if _, err := io.WriteString(k.in, expr+"\n"); err != nil {
		return err
	}
	line, err := k.out.ReadSlice('\n')
	if err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	h, err := parseHeader(string(line))
	if err != nil {
		return err
	}
	return take(h, k.out)
}

// parseHeader reads "<id> <kind> <size>" or "<expression> missing".
func parseHeader(line string) (header, error) {
	fields := strings.Fields(line)
	if len(fields) == 2 {
		return header{kind: fields[1]}, nil
	}
	if len(fields) != 3 || !isHex(fields[0]) {
		return header{}, fmt.Errorf("answer %q is not understood", oneLine(line))
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil || size < 0 {
		return header{}, fmt.Errorf("size %q is not understood", oneLine(fields[2]))
	}
	return header{id: fields[0], kind: fields[1], size: size}, nil
}

// kill is safe at any time; the error only says that the child has already ended.
func (k *child) kill() { _ = k.cmd.Process.Kill() }

// end closes the child's pipes, which a sane child takes as the end, and waits for it. A child with more to say
// than was read gets SIGPIPE; waitDelay bounds the rest.
func (k *child) end() error {
	_ = k.in.Close()
	k.kill()
	err := k.cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return &childError{code: exit.ExitCode(), reason: oneLine(k.stderr.String())}
	}
	return err
}
