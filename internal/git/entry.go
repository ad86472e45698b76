package git

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strconv"
	"time"
)

// An Entry is what a tree says of one name.
type Entry struct {
	Mode string // six octal digits, one of those below
	ID   string // of the blob, tree or, for a submodule, commit; in full
}

// Modes of entries. Git knows no others: it reads any other file mode as one of these.
const (
	ModeFile       = "100644"
	ModeExecutable = "100755"
	ModeSymlink    = "120000"
	ModeFolder     = "040000"
	ModeSubmodule  = "160000"
)

// A node is a named entry.
type node struct {
	name string
	Entry
}

func (e Entry) isFolder() bool { return e.Mode == ModeFolder }

// isBlob reports whether the content of the entry is a blob of this repository: a file's or a link's target.
func (e Entry) isBlob() bool { return e.Mode != ModeFolder && e.Mode != ModeSubmodule }

func (e Entry) fileMode() fs.FileMode {
	switch e.Mode {
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

// parseTree reads a tree object: "<octal mode> <name>\0<raw id>", again and again.
func parseTree(data []byte, f format) ([]node, error) {
	var nodes []node
	size, idLen := len(data), f.hexLen()/2
	for len(data) > 0 {
		mode, rest, ok := bytes.Cut(data, []byte(" "))
		name, id, found := bytes.Cut(rest, []byte{0})
		if !ok || !found || len(id) < idLen {
			return nil, fmt.Errorf("tree is cut short after byte %d", size-len(data))
		}
		bits, err := strconv.ParseUint(string(mode), 8, 32)
		if err != nil {
			return nil, fmt.Errorf("tree has mode %q at byte %d", oneLine(string(mode)), size-len(data))
		}
		nodes = append(nodes, node{string(name), Entry{canonicalMode(bits), hex.EncodeToString(id[:idLen])}})
		data = id[idLen:]
	}
	return nodes, nil
}

// canonicalMode maps mode bits as git's canon_mode does: what is no file, link or folder is a submodule.
func canonicalMode(bits uint64) string {
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

// isSafeName reports whether a name is one path element: git's own writers make no others, but a tree can hold them.
func isSafeName(name string) bool {
	return name != "." && fs.ValidPath(name) && !bytes.ContainsRune([]byte(name), '/')
}

// A fileInfo is an fs.FileInfo of an entry; Sys returns its *Entry. There are no times in a tree.
type fileInfo struct {
	node
	size int64
}

func (i fileInfo) Name() string       { return i.name }
func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) Mode() fs.FileMode  { return i.fileMode() }
func (i fileInfo) ModTime() time.Time { return time.Time{} }
func (i fileInfo) IsDir() bool        { return i.isFolder() }
func (i fileInfo) Sys() any           { return &i.Entry }

// A dirEntry asks for the size only when Info is called.
type dirEntry struct {
	node
	tree *Tree
}

func (d dirEntry) Name() string      { return d.name }
func (d dirEntry) IsDir() bool       { return d.isFolder() }
func (d dirEntry) Type() fs.FileMode { return d.fileMode().Type() }
func (d dirEntry) Info() (fs.FileInfo, error) {
	return d.tree.info("stat", d.name, d.node)
}
