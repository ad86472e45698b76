package treefs

import (
	"fmt"
	"io/fs"
	"path"
)

// lookup is find for names from outside, with the error that io/fs wants.
func (t *Tree) lookup(op, name string) (Node, error) {
	if !fs.ValidPath(name) {
		return Node{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	n, err := t.find(name)
	if err != nil {
		return Node{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return n, nil
}

// info adds the size to a node. The sizes of folders and submodules are 0.
func (t *Tree) info(op, name string, n Node) (fs.FileInfo, error) {
	if !n.isBlob() {
		return fileInfo{Node: n}, nil
	}
	size, err := t.objects.Size(t.ctx, n)
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
		list[i] = dirEntry{n, path.Join(name, n.Name), t}
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

func (t *Tree) content(n Node) ([]byte, error) {
	if !n.IsFile() {
		return nil, fmt.Errorf("%w: its mode is %s", errNotRegular, n.Mode)
	}
	return t.objects.Content(t.ctx, n)
}

// ReadLink returns the target of a symbolic link as it is, which may be
// anything.
func (t *Tree) ReadLink(name string) (string, error) {
	n, err := t.lookup("readlink", name)
	if err != nil {
		return "", err
	}
	if n.Mode != ModeSymlink {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	target, err := t.objects.Content(t.ctx, n)
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	return string(target), nil
}
