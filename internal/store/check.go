package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

var errTwice = errors.New("the plan edits it twice")

// check refuses a plan of which any edit may not be made.
func (s *Store) check(p plan.Plan) error {
	seen := map[string]bool{}
	for _, e := range p {
		if err := s.checkName(e.Path); err != nil {
			return writing(e, err)
		}
		// Folded: where case does not count, two spellings are one file.
		if key := fold(e.Path); seen[key] {
			return writing(e, errTwice)
		} else {
			seen[key] = true
		}
	}
	if err := s.checkFiles(p); err != nil {
		return err
	}
	return s.checkLinks(p)
}

func (s *Store) checkName(name string) error {
	switch {
	// os.Root takes a backslash for a separator on Windows, where a check of
	// each folder on the way would miss those between backslashes.
	case !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\\x00"):
		return fmt.Errorf("%w: it is no path below the repository", ErrForbidden)
	case s.isPage(name):
		return fmt.Errorf("%w: the specifications page belongs to people", ErrForbidden)
	case inGitDir(name):
		return fmt.Errorf("%w: it belongs to git", ErrForbidden)
	case !s.allowed(name):
		return fmt.Errorf("%w: it is none of modelgate's own files", ErrForbidden)
	}
	return nil
}

// checkFiles refuses edits of files that are not what the plan was made from.
func (s *Store) checkFiles(p plan.Plan) error {
	for _, e := range p {
		if err := s.checkFile(e); err != nil {
			return writing(e, err)
		}
	}
	return nil
}

func (s *Store) checkFile(e plan.Edit) error {
	info, err := s.way(e.Path)
	switch {
	case err != nil:
		return err
	case info == nil && e.Old != nil:
		return fmt.Errorf("%w: the file is gone", ErrChanged)
	case info == nil:
		return nil
	case e.Old == nil:
		return fmt.Errorf("%w: a file is there already", ErrChanged)
	case info.Size() != int64(len(e.Old)):
		return ErrChanged
	}
	now, err := s.disk.ReadFile(e.Path)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, e.Old) {
		return ErrChanged
	}
	return nil
}

// way describes the file at a path, nil when there is none. It refuses a path
// that leads through or to anything but folders and a regular file: a link
// could lead to a file that is not ours.
func (s *Store) way(name string) (fs.FileInfo, error) {
	parts := strings.Split(name, "/")
	for i := range parts {
		at := path.Join(parts[:i+1]...)
		info, err := s.disk.Lstat(at)
		last := i == len(parts)-1
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, nil
		case err != nil:
			return nil, err
		case info.Mode()&fs.ModeSymlink != 0:
			return nil, fmt.Errorf("%w: %q is a symbolic link", ErrForbidden, at)
		case last && !info.Mode().IsRegular():
			return nil, fmt.Errorf("%w: it is no regular file", ErrForbidden)
		case last:
			return info, nil
		case !info.IsDir():
			return nil, fmt.Errorf("%w: %q is no folder", ErrForbidden, at)
		}
	}
	return nil, nil
}
