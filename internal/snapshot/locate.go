package snapshot

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// PathUnsafe is the rule that this file's findings belong to.
const PathUnsafe = "path-unsafe"

// A locator finds governed files without following anything: each part of a
// path is looked at by itself.
type locator struct {
	fsys  fs.FS
	dirs  map[string][]fs.DirEntry
	folds map[string]map[string][]string // by folder: the names in it, by folded name
	sound map[string]bool                // folders that are known to be folders
}

func newLocator(fsys fs.FS) locator {
	return locator{
		fsys: fsys, dirs: map[string][]fs.DirEntry{},
		folds: map[string]map[string][]string{}, sound: map[string]bool{},
	}
}

// A found is what stands at a path.
type found struct {
	missing  bool
	unsafe   string // why it must not be read; "" is fine
	at       string // what is unsafe: the path itself, or what stands in place of a folder above it
	leadsOff bool   // it is unsafe since what it shows stands elsewhere
	info     fs.FileInfo
}

// locate looks at every part of name. wantDir says what the last part should be.
func (l *locator) locate(name string, wantDir bool) (found, error) {
	parts := strings.Split(name, "/")
	for i := range parts {
		at, last := path.Join(parts[:i+1]...), i == len(parts)-1
		if !last && l.sound[at] {
			continue
		}
		info, err := fs.Lstat(l.fsys, at)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return found{missing: true}, nil
		case err != nil:
			return found{}, fmt.Errorf("read %s: %w", at, bare(err))
		}
		if why := unsafeMode(info, !last || wantDir); why != "" {
			return found{
				unsafe:   fmt.Sprintf("%q is %s", at, why),
				at:       at,
				leadsOff: info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0,
			}, nil
		}
		if last {
			return found{info: info}, nil
		}
		l.sound[at] = true
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

// twins lists the other entries of name's folder that differ from it only by
// case, in order.
func (l *locator) twins(name string) ([]string, error) {
	all, err := l.anyCase(name)
	return slices.DeleteFunc(all, func(other string) bool { return other == name }), err
}

// anyCase lists the entries of name's folder that are name but for case, in
// order behind name itself.
func (l *locator) anyCase(name string) ([]string, error) {
	dir := path.Dir(name)
	if l.folds[dir] == nil {
		entries, err := l.readDir(dir)
		if err != nil {
			return nil, err
		}
		folds := map[string][]string{}
		for _, e := range entries {
			folds[fold(e.Name())] = append(folds[fold(e.Name())], e.Name())
		}
		l.folds[dir] = folds
	}
	var out []string
	for _, other := range l.folds[dir][fold(path.Base(name))] {
		out = append(out, path.Join(dir, other))
	}
	slices.SortFunc(out, func(a, b string) int {
		switch name {
		case a:
			return -1
		case b:
			return 1
		}
		return strings.Compare(a, b)
	})
	return out, nil
}

// fold maps all names that strings.EqualFold takes for equal to one.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
			least = min(least, o)
		}
		return least
	}, name)
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
