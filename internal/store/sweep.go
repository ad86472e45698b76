package store

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
)

var errUnlocked = errors.New("the lock is not held")

// Sweep removes the temporary files that a killed process left in the given
// folders of the program's own files, and in those below them. Only under
// Lock is it known that none of them is in use. It removes regular files of
// exactly the names that Apply makes, follows no link, leaves git's folder
// alone, and returns what it removed, slash-separated from the store's folder.
func (s *Store) Sweep(folders ...string) (removed []string, err error) {
	if !s.locked.Load() {
		return nil, fmt.Errorf("sweep: %w", errUnlocked)
	}
	for _, folder := range folders {
		// As if for a file in it: the folder and all above must be no links.
		if _, err := s.way(path.Join(folder, tempPrefix+tempSuffix)); err != nil {
			return removed, fmt.Errorf("sweep %s: %w", folder, bare(err))
		}
		found, err := s.sweep(folder)
		removed = append(removed, found...)
		if err != nil {
			return removed, fmt.Errorf("sweep %s: %w", folder, bare(err))
		}
	}
	return removed, nil
}

func (s *Store) sweep(folder string) (removed []string, err error) {
	if inGitDir(folder) {
		return nil, nil
	}
	entries, err := s.disk.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		found, err := s.sweepEntry(folder, entry)
		removed = append(removed, found...)
		if err != nil {
			return removed, err
		}
	}
	return removed, nil
}

func (s *Store) sweepEntry(folder string, entry fs.DirEntry) (removed []string, err error) {
	name := path.Join(folder, entry.Name())
	switch {
	case entry.IsDir():
		return s.sweep(name)
	case !entry.Type().IsRegular() || !isTemp(entry.Name()):
		return nil, nil
	}
	if err := s.disk.Remove(name); err != nil {
		return nil, err
	}
	return []string{name}, nil
}
