package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

// Bytes that objects may have.
const (
	maxBlob   = 1 << 30
	maxTree   = 64 << 20 // about a million entries in one folder
	maxCommit = 16 << 20
)

// Has reports whether the commit with this full id is present locally.
func (r *Repo) Has(ctx context.Context, id string) (bool, error) {
	if !r.format.isID(id) {
		return false, notID(id)
	}
	h, err := r.header(ctx, id)
	if err != nil {
		return false, err
	}
	return h.kind == "commit", nil
}

func notID(id string) error { return fmt.Errorf("%q is not a full object id", id) }

// header asks for the kind and size of an object without reading it. Its id is empty when there is none.
func (r *Repo) header(ctx context.Context, expr string) (header, error) {
	var got header
	err := r.headers.ask(ctx, expr, func(h header, _ *bufio.Reader) error {
		got = h
		return nil
	})
	return got, err
}

// size returns the size in bytes of the blob with this id.
func (r *Repo) size(ctx context.Context, id string) (int64, error) {
	h, err := r.header(ctx, id)
	if err != nil {
		return 0, err
	}
	return h.size, h.mustBe("blob", id)
}

func (h header) mustBe(kind, id string) error {
	switch {
	case h.id == "":
		return fmt.Errorf("%s %s: %w", kind, id, ErrMissingObject)
	case h.kind != kind:
		return fmt.Errorf("object %s is a %s, want a %s", id, h.kind, kind)
	}
	return nil
}

// object returns the content of an object, which it holds against the id: git itself does not when it reads.
func (r *Repo) object(ctx context.Context, kind, id string, limit int64) ([]byte, error) {
	var content []byte
	var bad error // about the object, while the child is all right
	err := r.bodies.ask(ctx, id, func(h header, out *bufio.Reader) (err error) {
		if h.size > limit {
			return fmt.Errorf("%s %s of %d bytes is %w of %d bytes", h.kind, id, h.size, ErrTooLarge, limit)
		}
		if bad = h.mustBe(kind, id); h.id == "" {
			return nil
		}
		content, err = readBody(out, h.size)
		return err
	})
	if err := errors.Join(err, bad); err != nil {
		return nil, err
	}
	if objectID(string(r.format), kind, content) != id {
		return nil, fmt.Errorf("%s %s is corrupt: its content has another id", kind, id)
	}
	return content, nil
}

// readBody reads size bytes and the line feed after them. A header may lie, so memory grows with what really comes.
func readBody(out *bufio.Reader, size int64) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(min(size, 1<<20)) + bytes.MinRead)
	if _, err := io.CopyN(&b, out, size); err != nil {
		return nil, fmt.Errorf("read object: %w", err)
	}
	if end, err := out.ReadByte(); err != nil || end != '\n' {
		return nil, errors.Join(errors.New("read object: its end is missing"), err)
	}
	return b.Bytes(), nil
}
