package store

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Leftovers lists the temporary files in the given folders, not below them:
// under Lock they are those of a writer that was interrupted. Nothing is
// removed.
func (s *Store) Leftovers(folders ...string) ([]string, error) {
	var out []string
	for _, folder := range folders {
		entries, err := s.disk.ReadDir(folder)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", folder, bare(err))
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), tempPrefix) && strings.HasSuffix(e.Name(), tempSuffix) {
				out = append(out, path.Join(folder, e.Name()))
			}
		}
	}
	return out, nil
}
