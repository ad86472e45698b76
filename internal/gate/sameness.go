package gate

import (
	"bytes"
	"io/fs"

	"github.com/cmmv-hive/modelgate/internal/treefs"
)

// A sameness says which files are the same in two trees. Each is looked at
// once, however many findings it has.
type sameness struct {
	a, b  fs.FS
	known map[string]bool
}

func newSameness(a, b fs.FS) sameness { return sameness{a, b, map[string]bool{}} }

// same reports whether both trees have a regular file of one content at a
// path. What can't be read is not the same.
func (s sameness) same(name string) bool {
	same, ok := s.known[name]
	if !ok {
		same = sameFile(s.a, s.b, name)
		s.known[name] = same
	}
	return same
}

func sameFile(a, b fs.FS, name string) bool {
	x, okA := a.(*treefs.Tree)
	y, okB := b.(*treefs.Tree)
	if okA && okB {
		return sameNode(x, y, name)
	}
	old, errA := fs.ReadFile(a, name)
	now, errB := fs.ReadFile(b, name)
	return errA == nil && errB == nil && bytes.Equal(old, now)
}

// sameNode reads no content: a git tree knows the object id of each file.
func sameNode(a, b *treefs.Tree, name string) bool {
	x, errA := a.Node(name)
	y, errB := b.Node(name)
	return errA == nil && errB == nil && x.IsFile() && y.IsFile() && x.ID == y.ID
}
