package git

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

var errNotRegular = errors.New("not a regular file")

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

// info adds the size to a node. The sizes of folders and submodules are 0.
func (t *Tree) info(op, name string, n node) (fs.FileInfo, error) {
	if !n.isBlob() {
		return fileInfo{node: n}, nil
	}
	size, err := t.repo.size(t.ctx, n.ID)
	if err != nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return fileInfo{n, size}, nil
}

// Lstat returns name, type and size of an entry.
func (t *Tree) Lstat(name string) (fs.FileInfo, error) {
	n, err := t.lookup("lstat", name)
	if err != nil {
		return nil, err
	}
	return t.info("lstat", name, n)
}

// Stat is Lstat: links are not followed.
func (t *Tree) Stat(name string) (fs.FileInfo, error) { return t.Lstat(name) }

// ReadDir lists a folder by name, without the names that Unsafe returns.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	if _, err := t.lookup("readdir", name); err != nil {
		return nil, err
	}
	nodes, err := t.folder(name)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	list := make([]fs.DirEntry, len(nodes))
	for i, n := range nodes {
		list[i] = dirEntry{n, t}
	}
	return list, nil
}

// ReadFile returns the content of a regular file of at most 1 GiB.
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
	if n.Mode != ModeFile && n.Mode != ModeExecutable {
		return nil, fmt.Errorf("%w: its mode is %s", errNotRegular, n.Mode)
	}
	return t.repo.object(t.ctx, "blob", n.ID, maxBlob)
}

// ReadLink returns the target of a symbolic link as it is, which may be anything.
func (t *Tree) ReadLink(name string) (string, error) {
	n, err := t.lookup("readlink", name)
	if err != nil {
		return "", err
	}
	if n.Mode != ModeSymlink {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	target, err := t.repo.object(t.ctx, "blob", n.ID, maxPath)
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	return string(target), nil
}

// Open opens any entry. Content is read at the first Read, so that Stat can come before it.
func (t *Tree) Open(name string) (fs.File, error) {
	n, err := t.lookup("open", name)
	if err != nil {
		return nil, err
	}
	if n.isFolder() {
		list, err := t.ReadDir(name)
		if err != nil {
			return nil, err
		}
		return &folder{fileInfo: fileInfo{node: n}, path: name, rest: list}, nil
	}
	return &file{tree: t, node: n, path: name}, nil
}

// A file is an open entry that is not a folder.
type file struct {
	node
	tree    *Tree
	path    string
	content *bytes.Reader
}

func (f *file) Stat() (fs.FileInfo, error) { return f.tree.info("stat", f.path, f.node) }
func (f *file) Close() error               { return nil }

func (f *file) Read(p []byte) (int, error) {
	if f.content == nil {
		data, err := f.tree.content(f.node)
		if err != nil {
			return 0, &fs.PathError{Op: "read", Path: f.path, Err: err}
		}
		f.content = bytes.NewReader(data)
	}
	return f.content.Read(p)
}

// A folder is an open folder.
type folder struct {
	fileInfo
	path string
	rest []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.fileInfo, nil }
func (f *folder) Close() error               { return nil }

func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.path, Err: errNotRegular}
}

// ReadDir returns the next n entries, all that are left when n is not positive.
func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(f.rest) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(f.rest) {
		n = len(f.rest)
	}
	list := f.rest[:n]
	f.rest = f.rest[n:]
	return list, nil
}
