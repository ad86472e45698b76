package treefs

import (
	"bytes"
	"io"
	"io/fs"
)

// Open opens any entry. Content is read at the first Read, so that Stat can
// come before it.
func (t *Tree) Open(name string) (fs.File, error) {
	n, err := t.lookup("open", name)
	if err != nil {
		return nil, err
	}
	if !n.IsFolder() {
		return &file{path: name, node: n, tree: t}, nil
	}
	list, err := t.ReadDir(name)
	if err != nil {
		return nil, err
	}
	return &folder{path: name, info: fileInfo{Node: n}, rest: list}, nil
}

// A file is an open entry that is no folder.
type file struct {
	path   string
	node   Node
	tree   *Tree
	reader *bytes.Reader // nil until the first Read
}

func (f *file) Stat() (fs.FileInfo, error) { return f.tree.info("stat", f.path, f.node) }
func (f *file) Close() error               { return nil }

func (f *file) Read(p []byte) (int, error) {
	if f.reader == nil {
		data, err := f.tree.content(f.node)
		if err != nil {
			return 0, &fs.PathError{Op: "read", Path: f.path, Err: err}
		}
		f.reader = bytes.NewReader(data)
	}
	return f.reader.Read(p)
}

// A folder is an open one.
type folder struct {
	path string
	info fs.FileInfo
	rest []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.info, nil }
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
