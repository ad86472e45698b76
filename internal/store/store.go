// Package store is the only writer: it applies a plan whole or not at all,
// through os.Root, to the paths it was opened for and no other.
package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

// ErrForbidden is a path that may not be written.
var ErrForbidden = errors.New("may not be written")

// ErrChanged is a file that is no longer what the plan was made from.
var ErrChanged = errors.New("changed meanwhile")

// A Store writes below one folder.
type Store struct {
	root *os.Root
	// allowed says which paths are this program's own.
	allowed func(name string) bool
}

// New returns a store below root for the allowed paths, which are
// slash-separated and relative to it.
func New(root *os.Root, allowed func(name string) bool) *Store {
	return &Store{root: root, allowed: allowed}
}

// Apply makes all edits of a plan or none: it first checks every edit, then
// writes every new content to a temporary file beside its target, and only
// then renames. When a rename fails, those already made are taken back.
func (s *Store) Apply(p plan.Plan) error {
	for _, e := range p {
		if err := s.check(e); err != nil {
			return fmt.Errorf("write %s: %w", e.Path, err)
		}
	}
	w := writer{root: s.root}
	defer w.sweep()
	for _, e := range p {
		if err := w.stage(e); err != nil {
			return fmt.Errorf("write %s: %w", e.Path, err)
		}
	}
	return w.commit()
}

func (s *Store) check(e plan.Edit) error {
	if !fs.ValidPath(e.Path) || e.Path == "." {
		return fmt.Errorf("%w: it is no path below the repository", ErrForbidden)
	}
	// The page for people is protected by its name, wherever it stands and
	// whatever a config calls it.
	if isSpecs(e.Path) {
		return fmt.Errorf("%w: the specifications page belongs to people", ErrForbidden)
	}
	if !s.allowed(e.Path) {
		return fmt.Errorf("%w: it is none of modelgate's own files", ErrForbidden)
	}
	if err := s.checkWay(e.Path); err != nil {
		return err
	}
	return s.checkOld(e)
}

func isSpecs(name string) bool { return strings.EqualFold(path.Base(name), "MODELS_INDEX.md") }

// checkWay refuses a path that leads through or to anything but folders and a
// regular file: a link could lead to a file that is not ours.
func (s *Store) checkWay(name string) error {
	parts := strings.Split(name, "/")
	for i := range parts {
		at := path.Join(parts[:i+1]...)
		info, err := s.root.Lstat(at)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return bare(err)
		}
		last := i == len(parts)-1
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			return fmt.Errorf("%w: %s is a symbolic link", ErrForbidden, at)
		case last && !info.Mode().IsRegular():
			return fmt.Errorf("%w: it is no regular file", ErrForbidden)
		case !last && !info.IsDir():
			return fmt.Errorf("%w: %s is no folder", ErrForbidden, at)
		}
	}
	return nil
}

func (s *Store) checkOld(e plan.Edit) error {
	now, err := s.root.ReadFile(e.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if e.Old != nil {
			return fmt.Errorf("%w: the file is gone", ErrChanged)
		}
		return nil
	case err != nil:
		return bare(err)
	case e.Old == nil:
		return fmt.Errorf("%w: a file is there already", ErrChanged)
	case !bytes.Equal(now, e.Old):
		return ErrChanged
	}
	return nil
}

func bare(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
