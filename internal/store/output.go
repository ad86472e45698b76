package store

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

// WriteOutput writes a report to a path that the user chose, anywhere. It
// replaces a file that is there, follows no link, and still refuses the
// specifications page.
func WriteOutput(osPath string, content []byte) error {
	root, err := os.OpenRoot(filepath.Dir(osPath))
	if err != nil {
		return fmt.Errorf("%s: %w", osPath, bare(err))
	}
	defer root.Close()
	return New(root, func(string) bool { return true }).replace(filepath.Base(osPath), content)
}

// replace writes a file whatever it held before.
func (s *Store) replace(name string, content []byte) error {
	e := plan.Edit{Path: name, New: content}
	if e.New == nil {
		e.New = []byte{} // an empty report is no deletion
	}
	// Only a regular file is read: a pipe would block.
	info, err := s.disk.Lstat(name)
	if err == nil && info.Mode().IsRegular() {
		if e.Old, err = s.disk.ReadFile(name); err != nil {
			return writing(e, err)
		}
	}
	return s.Apply(plan.Plan{e}) // which tells what else may be in the way
}
