package treefs

import (
	"io/fs"
	"strings"
	"time"
)

// Modes of entries. Git knows no others: it reads any other mode as one of
// these.
const (
	ModeFile       = "100644"
	ModeExecutable = "100755"
	ModeSymlink    = "120000"
	ModeFolder     = "040000"
	ModeSubmodule  = "160000"
)

// A Node is what a git tree says of one name.
type Node struct {
	Name string // as it stands there, which may be anything
	Mode string // six octal digits, one of those above
	ID   string // of the blob, tree or, for a submodule, commit; in full
	Size int64  // of a blob in bytes; negative where the listing does not say
}

// IsFolder reports whether there may be entries below this one.
func (n Node) IsFolder() bool { return n.Mode == ModeFolder }

// IsFile reports whether this is a regular file.
func (n Node) IsFile() bool { return n.Mode == ModeFile || n.Mode == ModeExecutable }

// isBlob reports whether the content is a blob of this repository: a file's or
// a link's target.
func (n Node) isBlob() bool { return n.IsFile() || n.Mode == ModeSymlink }

func (n Node) fileMode() fs.FileMode {
	switch n.Mode {
	case ModeFolder:
		return fs.ModeDir | 0o755
	case ModeSymlink:
		return fs.ModeSymlink | 0o777
	case ModeSubmodule:
		return fs.ModeIrregular
	case ModeExecutable:
		return 0o755
	}
	return 0o644
}

// CanonicalMode maps mode bits as git's canon_mode does: what is no file, link
// or folder is a submodule.
func CanonicalMode(bits uint64) string {
	switch bits & 0o170000 {
	case 0o100000:
		if bits&0o100 != 0 {
			return ModeExecutable
		}
		return ModeFile
	case 0o120000:
		return ModeSymlink
	case 0o040000:
		return ModeFolder
	}
	return ModeSubmodule
}

// isSafeName reports whether a name is one path element: git's own writers make
// no others, but a tree can hold them.
func isSafeName(name string) bool {
	return name != "." && fs.ValidPath(name) && !strings.ContainsAny(name, "/\x00")
}

// A fileInfo is an fs.FileInfo of a node, which Sys returns. There are no times
// in a tree.
type fileInfo struct {
	Node
	size int64
}

func (i fileInfo) Name() string       { return i.Node.Name }
func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) Mode() fs.FileMode  { return i.fileMode() }
func (i fileInfo) ModTime() time.Time { return time.Time{} }
func (i fileInfo) IsDir() bool        { return i.IsFolder() }
func (i fileInfo) Sys() any           { return i.Node }

// A dirEntry asks for the size only when Info is called.
type dirEntry struct {
	node Node
	path string
	tree *Tree
}

func (d dirEntry) Name() string               { return d.node.Name }
func (d dirEntry) IsDir() bool                { return d.node.IsFolder() }
func (d dirEntry) Type() fs.FileMode          { return d.node.fileMode().Type() }
func (d dirEntry) Info() (fs.FileInfo, error) { return d.tree.info("stat", d.path, d.node) }
