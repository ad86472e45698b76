// Package store is the only writer. It applies a plan whole or not at all,
// through os.Root, to the paths it was opened for and no other; the
// specifications page for people is never one of them.
//
// Every file is written beside its target, flushed and renamed into place, and
// its folder is flushed before the next edit of the plan is made: after a
// crash each file is the old or the new one, and an edit is only there when
// those before it are. So a plan puts the audit record first and the registry
// second (DESIGN.md §6).
package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync/atomic"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

// ErrForbidden is a path that may not be written.
var ErrForbidden = errors.New("may not be written")

// ErrChanged is a file that is no longer what the plan was made from.
var ErrChanged = errors.New("changed meanwhile")

// A Store writes below one folder.
type Store struct {
	root *os.Root
	disk disk
	// allowed says which paths are this program's own.
	allowed func(name string) bool
	// pages are the paths of the specifications page, besides its usual ones.
	pages  []string
	lockAt string
	locked atomic.Bool
}

// An Option changes what a new store does.
type Option func(*Store)

// Protect names files that are never written, whatever is allowed: the
// specifications page where a config puts it elsewhere. The names are
// slash-separated and relative to the store's folder.
func Protect(names ...string) Option {
	return func(s *Store) { s.pages = append(s.pages, names...) }
}

// LockAt names the folder that Lock locks, slash-separated and relative to the
// store's folder, which is the default. All writers of one registry must lock
// the same folder, from wherever they were started: the registry's own.
func LockAt(folder string) Option {
	return func(s *Store) { s.lockAt = folder }
}

// New returns a store below root for the allowed paths, which are
// slash-separated and relative to it. The root stays the caller's to close.
func New(root *os.Root, allowed func(name string) bool, options ...Option) *Store {
	s := &Store{root: root, disk: rootDisk{root}, allowed: allowed, lockAt: "."}
	for _, o := range options {
		o(s)
	}
	return s
}

// Apply makes the edits of a plan in its order, all of them or none. It checks
// every edit and writes every new content to a temporary file before it
// changes anything; when a change then fails, those already made are taken
// back. The error is ErrForbidden, ErrChanged or the file system's; nothing is
// changed then, unless it says that a file could not be restored, or that all
// are written but the last folder could not be flushed.
//
// The files keep their modes; new ones get 0644, less the umask. Apply does
// not lock: a plan that was made under Lock is still right under it.
func (s *Store) Apply(p plan.Plan) error {
	if err := s.check(p); err != nil {
		return err
	}
	w := writer{disk: s.disk}
	defer w.clean()
	if err := w.stage(slices.DeleteFunc(slices.Clone(p), unchanging)); err != nil {
		return err
	}
	// Once more: git or an editor takes no lock, and flushing took its time.
	if err := s.checkFiles(p); err != nil {
		return err
	}
	return w.commit()
}

func unchanging(e plan.Edit) bool {
	return (e.Old == nil) == (e.New == nil) && bytes.Equal(e.Old, e.New)
}

// writing names the edit that an error is about.
func writing(e plan.Edit, err error) error {
	return fmt.Errorf("write %s: %w", e.Path, bare(err))
}
