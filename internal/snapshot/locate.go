package snapshot

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// PathUnsafe is the rule that this file's findings belong to.
const PathUnsafe = "path-unsafe"

// A locator finds governed files without following anything: each part of a
// path is looked at by itself.
type locator struct {
	fsys fs.FS
	dirs map[string][]fs.DirEntry
}

// A found is what stands at a path.
type found struct {
	missing bool
	unsafe  string // why it must not be read; "" is fine
	info    fs.FileInfo
}

// locate looks at every part of name. wantDir says what the last part should be.
func (l *locator) locate(name string, wantDir bool) (found, error) {
	parts := strings.Split(name, "/")
	for i := range parts {
		at, last := path.Join(parts[:i+1]...), i == len(parts)-1
		info, err := fs.Lstat(l.fsys, at)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return found{missing: true}, nil
		case err != nil:
			return found{}, fmt.Errorf("read %s: %w", at, bare(err))
		}
		if why := unsafeMode(info, !last || wantDir); why != "" {
			return found{unsafe: fmt.Sprintf("%q is %s", at, why)}, nil
		}
		if last {
			return found{info: info}, nil
		}
	}
	return found{missing: true}, nil
}

func unsafeMode(info fs.FileInfo, wantDir bool) string {
	m := info.Mode()
	switch {
	case m&fs.ModeSymlink != 0:
		return "a symbolic link"
	case m&fs.ModeIrregular != 0:
		return "a submodule"
	case m.IsDir() && !wantDir:
		return "a folder"
	case m.IsRegular() && wantDir:
		return "a file where a folder should be"
	case !m.IsDir() && !m.IsRegular():
		return "no regular file"
	}
	return ""
}

// twins lists the entries beside name that differ from it only by case: on
// macOS and Windows one of them would replace the other.
func (l *locator) twins(name string) ([]string, error) {
	var out []string
	for p := name; p != "."; p = path.Dir(p) {
		entries, err := l.readDir(path.Dir(p))
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Name() != path.Base(p) && strings.EqualFold(e.Name(), path.Base(p)) {
				out = append(out, path.Join(path.Dir(p), e.Name()))
			}
		}
	}
	return out, nil
}

func (l *locator) readDir(dir string) ([]fs.DirEntry, error) {
	if entries, ok := l.dirs[dir]; ok {
		return entries, nil
	}
	entries, err := fs.ReadDir(l.fsys, dir)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", dir, bare(err))
	}
	l.dirs[dir] = entries
	return entries, nil
}

// bare strips the operation and path of a file-system error: the caller has
// just said them.
func bare(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

func unsafeFinding(name, key, message, help string) diag.Finding {
	return diag.Finding{
		Rule: PathUnsafe, Severity: diag.Error, Place: diag.InFile(name),
		Subject: name, Key: key, Message: message, Help: help,
	}
}
