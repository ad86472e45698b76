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
	name := filepath.Base(osPath)
	s := New(root, func(string) bool { return true })
	old, err := root.ReadFile(name)
	if err != nil {
		old = nil
	}
	return s.Apply(plan.Plan{{Path: name, Old: old, New: content}})
}
