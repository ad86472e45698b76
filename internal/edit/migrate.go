package edit

import (
	"bytes"

	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// Migrate computes the registry at another schema version. Updated holds the
// entries that were at another one.
func Migrate(s *snapshot.Snapshot, to string) (Result, error) {
	var r Result
	if err := readable(s); err != nil {
		return r, err
	}
	if s.Registry == nil {
		return r, nil
	}
	for e := range s.Registry.All() {
		if e.SchemaVersion == to {
			r.Unchanged = append(r.Unchanged, e.ModelID)
		} else {
			r.Updated = append(r.Updated, e.ModelID)
		}
	}
	out, err := registry.Migrate(s.Registry.Doc, to)
	if err == nil && !bytes.Equal(out, s.Registry.Doc.Src) {
		r.New = out
	}
	return r, err
}
