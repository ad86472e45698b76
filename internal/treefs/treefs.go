// Package treefs holds the open files and folders of a git tree that is seen
// as an fs.FS, whether its objects come from local git or from the API.
package treefs

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
)

var errFolder = errors.New("not a regular file")

// NewFile opens an entry that is not a folder. Its content is asked for at the
// first Read, so that Stat can come before it.
func NewFile(path string, stat func() (fs.FileInfo, error), content func() ([]byte, error)) fs.File {
	return &file{path: path, stat: stat, content: content}
}

type file struct {
	path    string
	stat    func() (fs.FileInfo, error)
	content func() ([]byte, error)
	reader  *bytes.Reader // nil until the first Read
}

func (f *file) Stat() (fs.FileInfo, error) { return f.stat() }
func (f *file) Close() error               { return nil }

func (f *file) Read(p []byte) (int, error) {
	if f.reader == nil {
		data, err := f.content()
		if err != nil {
			return 0, &fs.PathError{Op: "read", Path: f.path, Err: err}
		}
		f.reader = bytes.NewReader(data)
	}
	return f.reader.Read(p)
}

// NewFolder opens a folder with its entries.
func NewFolder(path string, info fs.FileInfo, entries []fs.DirEntry) fs.ReadDirFile {
	return &folder{path: path, info: info, rest: entries}
}

type folder struct {
	path string
	info fs.FileInfo
	rest []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *folder) Close() error               { return nil }

func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.path, Err: errFolder}
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
