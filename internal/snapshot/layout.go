// Package snapshot reads all registry documents of one tree: a work tree or a
// commit, both seen as an fs.FS.
package snapshot

import (
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
