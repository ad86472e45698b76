package ghub

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

var (
	errNotFolder  = errors.New("not a directory")
	errNotRegular = errors.New("not a regular file")
)

// A Tree is the files of one commit as an fs.FS that never follows links, with
// the same behaviour as one of package git: Stat is Lstat, a link or submodule
// has no content to read, and there is nothing below it. Folders and files are
// asked for one by one, when they are needed.
type Tree struct {
	ctx    context.Context // that of Client.Tree, since the methods of an fs.FS take none
	client *Client
	top    string
}

var (
	_ fs.ReadDirFS  = (*Tree)(nil)
	_ fs.ReadFileFS = (*Tree)(nil)
	_ fs.StatFS     = (*Tree)(nil)
	_ fs.ReadLinkFS = (*Tree)(nil)
)

// Tree returns the files of the commit with this full id. It can be read until
// ctx ends.
func (c *Client) Tree(ctx context.Context, commit string) (*Tree, error) {
	at, err := c.Commit(ctx, commit)
	if err != nil {
		return nil, fmt.Errorf("read tree: %w", err)
	}
	if _, err := c.folder(ctx, at.Tree); err != nil {
		return nil, fmt.Errorf("read tree of commit %s: %w", commit, err)
	}
	return &Tree{ctx: ctx, client: c, top: at.Tree}, nil
}

// find returns the node at a valid path. It is fs.ErrNotExist below anything
// but a folder.
func (t *Tree) find(name string) (node, error) {
	at := node{name: ".", mode: modeFolder, id: t.top}
	if name == "." {
		return at, nil
	}
	for part := range strings.SplitSeq(name, "/") {
		if !at.isFolder() {
			return node{}, fs.ErrNotExist
		}
		nodes, err := t.client.folder(t.ctx, at.id)
		if err != nil {
			return node{}, err
		}
		i, ok := slices.BinarySearchFunc(nodes, part, func(n node, part string) int { return cmp.Compare(n.name, part) })
		if !ok {
			return node{}, fs.ErrNotExist
		}
		at = nodes[i]
	}
	return at, nil
}

// lookup is find for names from outside, with the error that io/fs wants.
func (t *Tree) lookup(op, name string) (node, error) {
	if !fs.ValidPath(name) {
		return node{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	n, err := t.find(name)
	if err != nil {
		return node{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return n, nil
}

// Lstat returns name, type and size of an entry.
func (t *Tree) Lstat(name string) (fs.FileInfo, error) {
	n, err := t.lookup("lstat", name)
	if err != nil {
		return nil, err
	}
	return info("lstat", name, n)
}

// Stat is Lstat: links are not followed.
func (t *Tree) Stat(name string) (fs.FileInfo, error) { return t.Lstat(name) }

// info makes sure that a size is known, since callers decide by it what to read.
func info(op, name string, n node) (fs.FileInfo, error) {
	if n.isBlob() && n.size < 0 {
		return nil, &fs.PathError{Op: op, Path: name, Err: fmt.Errorf("its size is missing: %w", ErrTruncated)}
	}
	return fileInfo{n}, nil
}

// ReadDir lists a folder by name.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := t.lookup("readdir", name)
	if err != nil {
		return nil, err
	}
	if !n.isFolder() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errNotFolder}
	}
	nodes, err := t.client.folder(t.ctx, n.id)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	list := make([]fs.DirEntry, len(nodes))
	for i, n := range nodes {
		list[i] = dirEntry{n, path.Join(name, n.name)}
	}
	return list, nil
}

// ReadFile returns the content of a regular file.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	n, err := t.lookup("read", name)
	if err != nil {
		return nil, err
	}
	data, err := t.content(n)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return data, nil
}

func (t *Tree) content(n node) ([]byte, error) {
	if !n.isBlob() || n.mode == modeSymlink {
		return nil, fmt.Errorf("%w: its mode is %s", errNotRegular, n.mode)
	}
	return t.client.blob(t.ctx, n)
}

// ReadLink returns the target of a symbolic link as it is, which may be
// anything.
func (t *Tree) ReadLink(name string) (string, error) {
	n, err := t.lookup("readlink", name)
	if err != nil {
		return "", err
	}
	if n.mode != modeSymlink {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	target, err := t.client.blob(t.ctx, n)
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	return string(target), nil
}

// A dirEntry is an entry of a listing.
type dirEntry struct {
	node
	path string
}

func (d dirEntry) Name() string               { return d.name }
func (d dirEntry) IsDir() bool                { return d.isFolder() }
func (d dirEntry) Type() fs.FileMode          { return d.fileMode().Type() }
func (d dirEntry) Info() (fs.FileInfo, error) { return info("stat", d.path, d.node) }
