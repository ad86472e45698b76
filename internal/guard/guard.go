// Package guard says which files of a repository no report may replace.
package guard

import (
	"path"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/store"
)

// Governed says what a slash path from the repository's top is in a layout, as
// in "the registry", on any system: case and other spellings of one name make
// no difference. It is "" for a path that is not governed.
func Governed(l snapshot.Layout, name string) string {
	for _, g := range []struct{ what, rel string }{
		{"the registry", l.Paths.Registry},
		{"the evaluations file", l.Paths.Evaluations},
		{"the legacy index", l.Paths.IndexJSON},
		{"the specifications page", l.Paths.ModelsIndex},
		{"part of the audit log", l.Paths.Logs},
		{"among the signatures", l.Paths.Signatures},
		{"among the generated views", l.Paths.Views},
		{"the list of allowed signers", l.AllowedSigners},
	} {
		if g.rel != "" && store.Within(name, l.Path(g.rel)) {
			return g.what
		}
	}
	switch {
	case store.Within(name, gate.DefaultConfig):
		return "the config"
	case strings.EqualFold(path.Ext(name), ".json") && store.Within(name, l.Path(l.Paths.Metrics)):
		return "a metrics file"
	}
	return ""
}
