package snapshot

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/config"
)

// The reasons for which no root can be chosen. All are a wrong configuration
// (exit 4), never a finding.
var (
	ErrNotGoverned   = errors.New("nothing governed here")
	ErrAmbiguousRoot = errors.New("more than one root")
	ErrBadRoot       = errors.New("no root")
)

// An AmbiguousRoot is the error, an ErrAmbiguousRoot, about folders that all
// hold what only a root has.
type AmbiguousRoot struct {
	Roots []string // in the order of the tree
	Holds string   // the governed path that each of them holds, below it
}

// Error names the folders in one line.
func (e *AmbiguousRoot) Error() string {
	quoted := make([]string, len(e.Roots))
	for i, root := range e.Roots {
		quoted[i] = fmt.Sprintf("%q", root)
	}
	return fmt.Sprintf("%v: %s; choose one with --root or `root:` in .modelgate.yaml",
		ErrAmbiguousRoot, strings.Join(quoted, " and "))
}

// Is makes it an ErrAmbiguousRoot.
func (e *AmbiguousRoot) Is(target error) bool { return target == ErrAmbiguousRoot }

// DetectRoot finds the registry's root: the one of "." and the first-level
// folders that holds the registry, or failing that metrics, or failing that
// anything else that is governed, the specifications page last. An error that
// is none of ErrNotGoverned and ErrAmbiguousRoot means that the tree could not
// be read.
func DetectRoot(fsys fs.FS, p config.Paths) (string, error) {
	folders, err := firstLevel(fsys)
	if err != nil {
		return "", err
	}
	// What stands behind a link is a root only where nothing else is one: then
	// the check can say what is wrong with it.
	for _, least := range []presence{there, behindLink} {
		root, err := detect(fsys, folders, p, least)
		if root != "" || err != nil {
			return root, err
		}
	}
	at, err := presenceOf(fsys, path.Base(p.ModelsIndex))
	if err != nil || at == there {
		return ".", err
	}
	return "", fmt.Errorf("%w: neither %q nor %q nor any other file of a registry is in this folder or one below it; name the folder with --root, or start a registry with `modelgate upsert FILE --root .`",
		ErrNotGoverned, p.Registry, p.Metrics)
}

// detect returns "" where no folder holds anything of a root.
func detect(fsys fs.FS, folders []string, p config.Paths, least presence) (string, error) {
	for c := registryClue; c <= pageClue; c++ {
		var found []string
		for _, root := range folders {
			at, err := presenceOfAny(fsys, Layout{Root: root, Paths: p}.clues(c))
			if err != nil {
				return "", err
			}
			if at >= least {
				found = append(found, root)
			}
		}
		switch {
		case len(found) == 1:
			return found[0], nil
		case len(found) > 1 && c == pageClue:
			return ".", nil // a page for people at two places is no second registry
		case len(found) > 1:
			return "", &AmbiguousRoot{Roots: found, Holds: Layout{Root: ".", Paths: p}.clues(c)[0].Path}
		}
	}
	return "", nil
}

func firstLevel(fsys fs.FS) ([]string, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // a tree without files has no top either
		return nil, fmt.Errorf("read the top folder: %w", err)
	}
	folders := []string{"."}
	for _, e := range entries {
		// A name that is not UTF-8 can't be written in a config either.
		if e.IsDir() && e.Name() != ".git" && fs.ValidPath(e.Name()) {
			folders = append(folders, e.Name())
		}
	}
	return folders, nil
}

// CheckRoot refuses a root that is no clean path inside the tree.
func CheckRoot(root string) error {
	if !fs.ValidPath(root) {
		return fmt.Errorf("%w: %q leads out of the repository; want a folder in it, such as \"gov\"", ErrBadRoot, root)
	}
	return nil
}

// NothingBelow is the ErrNotGoverned about a root that somebody named.
func NothingBelow(root string, p config.Paths) error {
	return fmt.Errorf("%w: neither %q nor %q nor any other file of a registry is below the root %q; correct --root, the input root, or `root:` in .modelgate.yaml",
		ErrNotGoverned, p.Registry, p.Metrics, root)
}

// Holds reports whether a tree has anything governed below a root, a link in
// its stead included.
func Holds(fsys fs.FS, root string, p config.Paths) (bool, error) {
	l := Layout{Root: root, Paths: p}
	page := Place{Path: l.Path(path.Base(p.ModelsIndex))}
	at, err := presenceOfAny(fsys, append(l.clues(registryClue, metricsClue, leftoverClue, pageClue), page))
	return at != absent, err
}

// Keeps reports whether a tree that had its root here has anything left of it.
// At the top the specifications page alone is nothing: it is looked for there
// wherever the root is.
func Keeps(fsys fs.FS, root string, p config.Paths) (bool, error) {
	if root != "." {
		return Holds(fsys, root, p)
	}
	at, err := presenceOfAny(fsys, Layout{Root: root, Paths: p}.clues(registryClue, metricsClue, leftoverClue))
	return at != absent, err
}

// HoldsRegistry reports whether a tree has a registry below a root.
func HoldsRegistry(fsys fs.FS, root string, p config.Paths) (bool, error) {
	return Stands(fsys, path.Join(root, p.Registry))
}

// Stands reports whether a tree has anything at a path, a link in its stead
// included.
func Stands(fsys fs.FS, name string) (bool, error) {
	at, err := presenceOf(fsys, name)
	return at != absent, err
}

// A presence says whether something stands at a path.
type presence int

const (
	absent     presence = iota
	behindLink          // a part of the path is a link or a submodule, which nothing is read behind
	there               // whatever it is
)

// presenceOfAny returns the strongest presence of the places.
func presenceOfAny(fsys fs.FS, places []Place) (presence, error) {
	most := absent
	for _, p := range places {
		at, err := presenceBelow(fsys, p.Path, p.signs)
		if err != nil {
			return absent, err
		}
		most = max(most, at)
	}
	return most, nil
}

// presenceOf looks at each part by itself, so that trees which follow links
// and trees which don't agree. Only fs.ErrNotExist is absence: any other error
// means that nothing is known (a tree may be served by an API).
func presenceOf(fsys fs.FS, name string) (presence, error) {
	parts := strings.Split(name, "/")
	for i := range parts {
		at := path.Join(parts[:i+1]...)
		info, err := fs.Lstat(fsys, at)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return absent, nil
		case err != nil:
			return absent, fmt.Errorf("read %q: %w", at, bare(err))
		case i == len(parts)-1:
			return there, nil
		case info.Mode().IsRegular():
			return absent, nil // nothing is below a file
		case !info.IsDir():
			return behindLink, nil
		}
	}
	return absent, nil
}
