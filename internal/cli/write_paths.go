package cli

import (
	"path"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/store"
)

func (w *workspace) store(l snapshot.Layout) *store.Store {
	return store.New(w.root, ownFiles(l), store.Protect(l.SpecsPaths()...), store.LockAt(l.Root))
}

// ownFiles says which paths of a layout the program may write: the registry,
// its log, its signatures, the generated views and the legacy index. In the log
// only a record's own place is one.
func ownFiles(l snapshot.Layout) func(string) bool {
	return func(name string) bool {
		return ledger.IsLog(l, name) || slices.ContainsFunc(l.Places(), func(p snapshot.Place) bool {
			switch {
			case !p.Written, p.Path == l.Path(l.Paths.Logs):
				return false
			case p.Folder:
				return path.Dir(name) == p.Path
			}
			return name == p.Path
		})
	}
}

// folders lists where the program's own files stand.
func folders(l snapshot.Layout) []string {
	var out []string
	for _, p := range l.Places() {
		switch {
		case p.Written && p.Folder:
			out = append(out, p.Path)
		case p.Written:
			out = append(out, path.Dir(p.Path))
		}
	}
	return out
}
