package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

// The page for people is protected by its name, wherever it stands and
// whatever a config calls it.
const (
	pageName   = "models_index.md" // folded
	pageFolder = "guidelines"
)

// fold maps a path to what it may be opened as on any system: case and
// normalisation forms do not count on macOS and Windows, nor ignorable code
// points on HFS+; Windows takes "\" for a separator, drops trailing dots and
// blanks, and reads "a:b" as stream b of file a.
func fold(name string) string {
	name = norm.NFKC.String(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) {
			return -1
		}
		return r
	}, name)
	parts := strings.Split(norm.NFKC.String(cases.Fold().String(name)), "/")
	for i, p := range parts {
		p, _, _ = strings.Cut(p, ":")
		parts[i] = strings.TrimRight(p, ". ")
	}
	return strings.Join(parts, "/")
}

// isPage reports whether a path may be the specifications page on any system.
func (s *Store) isPage(name string) bool {
	folded := fold(name)
	if slices.ContainsFunc(s.pages, func(page string) bool { return fold(page) == folded }) {
		return true
	}
	return slices.ContainsFunc(strings.Split(folded, "/"), func(part string) bool {
		return part == pageName || isShortPage(part)
	})
}

// isShortPage recognises the 8.3 names that Windows gives the page: MODELS~1.MD
// or, after four of a kind, two letters and a hash.
func isShortPage(part string) bool {
	stem, md := strings.CutSuffix(part, ".md")
	before, number, tilde := strings.Cut(stem, "~")
	return md && tilde && len(stem) <= 8 && number != "" && strings.Trim(number, "0123456789") == "" &&
		(strings.HasPrefix(pageName, before) || len(before) == 6 && before[:2] == pageName[:2])
}

// inGitDir reports whether a path may lead into git's own folder on any system.
func inGitDir(name string) bool {
	return slices.ContainsFunc(strings.Split(fold(name), "/"), func(part string) bool {
		return part == ".git" || part == "git~1"
	})
}

// checkLinks refuses to replace a file that is the specifications page under
// another name: a hard link, or a name that only this file system knows.
func (s *Store) checkLinks(p plan.Plan) error {
	pages, err := s.findPages(p)
	if err != nil {
		return err
	}
	for _, e := range p {
		if e.Old == nil || len(pages) == 0 {
			continue
		}
		info, err := s.disk.Lstat(e.Path)
		if err != nil {
			return writing(e, err)
		}
		if slices.ContainsFunc(pages, func(page fs.FileInfo) bool { return os.SameFile(page, info) }) {
			return writing(e, fmt.Errorf("%w: it is the specifications page under another name", ErrForbidden))
		}
	}
	return nil
}

// findPages looks for the specifications page at its usual and protected
// places and beside the files of the plan.
func (s *Store) findPages(p plan.Plan) ([]fs.FileInfo, error) {
	folders := []string{".", pageFolder}
	for _, page := range s.pages {
		folders = append(folders, path.Dir(page))
	}
	for _, e := range p {
		if e.Old != nil {
			folders = append(folders, path.Dir(e.Path))
		}
	}
	slices.Sort(folders)
	var found []fs.FileInfo
	for _, folder := range slices.Compact(folders) {
		pages, err := s.pagesIn(folder)
		if err != nil {
			return nil, fmt.Errorf("look for the specifications page in %s: %w", folder, bare(err))
		}
		found = append(found, pages...)
	}
	return found, nil
}

func (s *Store) pagesIn(folder string) ([]fs.FileInfo, error) {
	info, err := s.disk.Lstat(folder)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	link := info.Mode()&fs.ModeSymlink != 0
	if !link && !info.IsDir() {
		return nil, nil
	}
	entries, err := s.disk.ReadDir(folder)
	if err != nil && !link { // a link may lead nowhere, or out of the repository
		return nil, err
	}
	var found []fs.FileInfo
	for _, entry := range entries {
		name := path.Join(folder, entry.Name())
		if !s.isPage(name) {
			continue
		}
		info, err := s.disk.Stat(name) // a page that is a link shows the file it leads to
		switch {
		case err == nil:
			found = append(found, info)
		case entry.Type()&fs.ModeSymlink == 0:
			return nil, err
		} // a link that leads nowhere leads to no file of the plan
	}
	return found, nil
}
