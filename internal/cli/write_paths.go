package cli

import (
	"path"

	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/store"
)

func (w *workspace) store(l snapshot.Layout) *store.Store {
	return store.New(w.root, ownFiles(l), store.Protect(l.SpecsPaths()...), store.LockAt(l.Root))
}

// ownFiles says which paths of a layout the program may write: the registry,
// its log, its signatures, the generated views and the legacy index.
func ownFiles(l snapshot.Layout) func(string) bool {
	return func(name string) bool {
		if name == l.Path(l.Paths.Registry) || name == l.Path(l.Paths.IndexJSON) || ledger.IsLog(l, name) {
			return true
		}
		dir := path.Dir(name)
		return dir == l.Path(l.Paths.Views) || dir == l.Path(l.Paths.Signatures)
	}
}

// folders lists where the program's own files stand.
func folders(l snapshot.Layout) []string {
	return []string{
		path.Dir(l.Path(l.Paths.Registry)), l.Path(l.Paths.Logs), path.Dir(l.Path(l.Paths.IndexJSON)),
		l.Path(l.Paths.Views), l.Path(l.Paths.Signatures),
	}
}
