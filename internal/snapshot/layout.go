// Package snapshot reads all registry documents of one tree: a work tree or a
// commit, both seen as an fs.FS.
package snapshot

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// A Layout says where the governed files are. The paths are slash-separated
// and relative to Root, which is relative to the tree's top ("." at the top).
type Layout struct {
	Root           string
	Paths          config.Paths
	RegistryNamed  bool   // the config names the registry's path, so it must exist
	NoLog          bool   // the config switches the audit log off
	AllowedSigners string // path below the root
	Limits         Limits
}

// Limits bound what is read (DESIGN.md §4).
type Limits struct {
	Document jsondoc.Limits
	Total    int64 // bytes over all documents; beyond it nothing can be checked
}

// NewLayout applies a config to a root.
func NewLayout(root string, c *config.Config) Layout {
	return Layout{
		Root: root, Paths: c.Paths, RegistryNamed: c.PathsSet["registry"],
		NoLog: c.Audit == config.AuditOff, AllowedSigners: c.Signing.AllowedSigners,
		Limits: Limits{
			Document: jsondoc.Limits{Bytes: c.Limits.Document, Depth: c.Limits.Depth},
			Total:    c.Limits.Total,
		},
	}
}

// Path returns the path of a governed file from the tree's top.
func (l Layout) Path(rel string) string { return path.Join(l.Root, rel) }

// Rel returns the path of a file from the root, and false when it lies outside.
func (l Layout) Rel(name string) (string, bool) {
	if l.Root == "." {
		return name, true
	}
	return strings.CutPrefix(name, l.Root+"/")
}

// SpecsPaths lists where the specifications page is looked for: at the
// configured place and, because upstream had both, at the tree's top.
func (l Layout) SpecsPaths() []string {
	base := path.Base(l.Paths.ModelsIndex)
	all := []string{
		l.Path(l.Paths.ModelsIndex), path.Clean(l.Paths.ModelsIndex), l.Path(base), base,
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// IsSpecs reports whether a path is the specifications page, under any case.
func (l Layout) IsSpecs(name string) bool {
	return slices.ContainsFunc(l.SpecsPaths(), func(p string) bool { return strings.EqualFold(p, name) })
}

// The reasons for which no root can be chosen. Both are a wrong configuration
// (exit 4), never a finding.
var (
	ErrNotGoverned   = errors.New("nothing governed here")
	ErrAmbiguousRoot = errors.New("more than one root")
)

// DetectRoot finds the registry's root: the one of "." and the first-level
// folders that holds the registry, or failing that metrics, or failing that
// the specifications page.
func DetectRoot(fsys fs.FS, p config.Paths) (string, error) {
	folders, err := firstLevel(fsys)
	if err != nil {
		return "", err
	}
	for _, group := range [][]string{{p.Registry}, {p.Metrics, p.Evaluations}, {p.ModelsIndex}} {
		var found []string
		for _, root := range folders {
			if holdsAny(fsys, root, group) {
				found = append(found, root)
			}
		}
		switch {
		case len(found) == 1:
			return found[0], nil
		case len(found) > 1 && group[0] == p.ModelsIndex:
			return ".", nil // a page for people at two places is no second registry
		case len(found) > 1:
			return "", fmt.Errorf("%w: %s; choose one with --root or `root:` in .modelgate.yaml",
				ErrAmbiguousRoot, strings.Join(found, " and "))
		}
	}
	if holdsAny(fsys, ".", []string{path.Base(p.ModelsIndex)}) {
		return ".", nil
	}
	return "", fmt.Errorf("%w: neither %s nor %s is in this folder or one below it; run `modelgate init` or name the folder with --root",
		ErrNotGoverned, p.Registry, p.Metrics)
}

func firstLevel(fsys fs.FS) ([]string, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("read the top folder: %w", err)
	}
	folders := []string{"."}
	for _, e := range entries {
		if e.IsDir() && e.Name() != ".git" {
			folders = append(folders, e.Name())
		}
	}
	return folders, nil
}

func holdsAny(fsys fs.FS, root string, paths []string) bool {
	for _, p := range paths {
		if _, err := fs.Lstat(fsys, path.Join(root, p)); err == nil {
			return true
		}
	}
	return false
}

// Holds reports whether a tree has anything governed below a root.
func Holds(fsys fs.FS, root string, p config.Paths) bool {
	return holdsAny(fsys, root, []string{p.Registry, p.Metrics, p.Evaluations, p.ModelsIndex})
}

// HoldsRegistry reports whether a tree has a registry below a root.
func HoldsRegistry(fsys fs.FS, root string, p config.Paths) bool {
	return holdsAny(fsys, root, []string{p.Registry})
}
