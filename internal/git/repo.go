// Package git reads commits, trees and blobs of a local repository that nobody vouches for.
//
// A repository can make git run programs: core.fsmonitor, textconv, filters, hooks, aliases and includes all live in
// files of the repository. So git never sees it. Each Repo is an empty bare repository of our own in a temporary folder
// that borrows only the objects, by objects/info/alternates; references are read by this package, and git is given
// nothing but object ids. That needs no safe.directory either, whoever owns the checkout.
package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotRepository   = errors.New("not in a git repository")
	ErrUnknownRevision = errors.New("is not in this repository")
	ErrInvalidRevision = errors.New("not a revision modelgate accepts")
	ErrMissingObject   = errors.New("object is missing from this clone")
	ErrNoMergeBase     = errors.New("no merge base")
	ErrShallow         = errors.New("the history is shallow, fetch more of it")
	ErrTooLarge        = errors.New("larger than the limit")
)

// A Repo is a repository opened for reading by a git that sees nothing of it but objects.
// Its methods may be called from several goroutines. References are read when they are asked for, HEAD's branch, the
// object format and the shallow boundary when the Repo is opened.
type Repo struct {
	place   place
	format  format
	head    string
	shallow map[string]bool
	refs    *refStore
	room    *room
	headers *catFile // cat-file --batch-check: types and sizes
	bodies  *catFile // cat-file --batch: contents

	maxEntries int // that one tree may read
}

// Open finds the repository that encloses dir and prepares to read it. It follows .git files, linked worktrees and
// alternates, and returns ErrNotRepository when there is none. A .git above dir wins over a bare repository around it:
// the files of a bare repository can be committed into a work tree, a .git can not. core.worktree is ignored.
func Open(ctx context.Context, dir string) (*Repo, error) {
	r, err := open(ctx, dir)
	if err != nil {
		return nil, fmt.Errorf("open repository: %w", err)
	}
	return r, nil
}

func open(ctx context.Context, dir string) (*Repo, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p, err := discover(dir)
	if err != nil {
		return nil, err
	}
	git, err := program()
	if err != nil {
		return nil, err
	}
	r := &Repo{place: p, maxEntries: maxEntries}
	if err := r.prepare(git); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// prepare reads what must be known of the source and builds the clean room.
func (r *Repo) prepare(git string) (err error) {
	if r.refs, err = openRefs(r.place); err != nil {
		return err
	}
	if r.format, err = readFormat(r.refs.common); err != nil {
		return err
	}
	r.refs.hexLen = r.format.hexLen()
	if r.head, err = r.refs.branch(); err != nil {
		return err
	}
	shallow, err := readShallow(r.refs.common, r.format)
	if err != nil {
		return err
	}
	stores, err := objectStores(filepath.Join(r.place.commonDir, "objects"))
	if err != nil {
		return err
	}
	if r.room, err = newRoom(git, r.format, stores, shallow); err != nil {
		return err
	}
	r.shallow = make(map[string]bool, len(shallow))
	for _, id := range shallow {
		r.shallow[id] = true
	}
	r.headers = &catFile{room: r.room, mode: "--batch-check", patience: patience}
	r.bodies = &catFile{room: r.room, mode: "--batch", patience: patience}
	return nil
}

// Close ends the git children and removes the temporary folder. The Repo and its Trees can't be used afterwards.
func (r *Repo) Close() error {
	r.headers.close()
	r.bodies.close()
	return errors.Join(r.refs.close(), r.room.remove())
}

// Top returns the top of the work tree: an absolute path in the system's own form, with links resolved.
// For a bare repository it is the repository's folder.
func (r *Repo) Top() string { return r.place.top }

// Prefix returns the slash-separated path from Top to the opened folder, "" at the top and in a bare repository.
func (r *Repo) Prefix() string { return r.place.prefix }

// HeadRef returns the short name of the branch that HEAD names, born or not, or "" when HEAD is detached.
func (r *Repo) HeadRef() string { return r.head }

// ObjectFormat returns the repository's hash: "sha1" or "sha256".
func (r *Repo) ObjectFormat() string { return string(r.format) }

// IsShallow reports whether history is cut off: some commits are there and their parents are not.
func (r *Repo) IsShallow() bool { return len(r.shallow) > 0 }

// readShallow returns the ids in the source's shallow file. A line that is anything else is an error, not skipped:
// without the boundary, git would call intact history corrupt.
func readShallow(common *os.Root, f format) ([]string, error) {
	lines, err := readLines(common, "shallow", maxShallow)
	if err != nil {
		return nil, fmt.Errorf("read shallow: %w", err)
	}
	for _, line := range lines {
		if !f.isID(line) {
			return nil, fmt.Errorf("read shallow: line %q is not an object id", line)
		}
	}
	return lines, nil
}
