package gate

import "io/fs"

// EmptyTree is a tree without files: what was before the first commit.
func EmptyTree() fs.FS { return emptyFS{} }

type emptyFS struct{}

func (emptyFS) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
