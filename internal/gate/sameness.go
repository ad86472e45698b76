package gate

import (
	"bytes"
	"io/fs"

	"github.com/cmmv-hive/modelgate/internal/git"
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

// An entryFS knows the object id of each file, so that no content need be read.
type entryFS interface {
	Entry(name string) (*git.Entry, error)
}

func sameFile(a, b fs.FS, name string) bool {
	x, okA := a.(entryFS)
	y, okB := b.(entryFS)
	if okA && okB {
		return sameEntry(x, y, name)
	}
	old, errA := fs.ReadFile(a, name)
	now, errB := fs.ReadFile(b, name)
	return errA == nil && errB == nil && bytes.Equal(old, now)
}

func sameEntry(a, b entryFS, name string) bool {
	x, errA := a.Entry(name)
	y, errB := b.Entry(name)
	return errA == nil && errB == nil && isFile(x) && isFile(y) && x.ID == y.ID
}

func isFile(e *git.Entry) bool { return e.Mode == git.ModeFile || e.Mode == git.ModeExecutable }
