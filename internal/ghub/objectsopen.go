package ghub

import (
	"io/fs"

	"github.com/cmmv-hive/modelgate/internal/treefs"
)

// Open opens any entry. Content is asked for at the first Read, so that Stat
// can come before it.
func (t *Tree) Open(name string) (fs.File, error) {
	n, err := t.lookup("open", name)
	if err != nil {
		return nil, err
	}
	if !n.isFolder() {
		return treefs.NewFile(name,
			func() (fs.FileInfo, error) { return info("stat", name, n) },
			func() ([]byte, error) { return t.content(n) }), nil
	}
	list, err := t.ReadDir(name)
	if err != nil {
		return nil, err
	}
	return treefs.NewFolder(name, fileInfo{n}, list), nil
}
