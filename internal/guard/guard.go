// Package guard says which files of a repository no report may replace.
package guard

import (
	"path"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/store"
)

// Governed says what a slash path from the repository's top is in a layout, as
// in "the registry", on any system: case and other spellings of one name make
// no difference. It is "" for a path that is not governed. The configs are
// slash paths from the repository's top too; "" is none.
func Governed(l snapshot.Layout, name string, configs ...string) string {
	for _, config := range configs {
		if config != "" && store.Within(name, config) {
			return "the config"
		}
	}
	if store.Within(name, l.Path(l.AllowedSigners)) {
		return "the list of allowed signers"
	}
	var in snapshot.Place // the innermost of those that it is in
	for _, p := range l.Places() {
		if len(p.Path) > len(in.Path) && holds(p, name) {
			in = p
		}
	}
	switch {
	case in.Path == "":
		return ""
	case in.Folder:
		return "among the " + in.What
	}
	return "the " + in.What
}

func holds(p snapshot.Place, name string) bool {
	return store.Within(name, p.Path) && (p.Ext == "" || strings.EqualFold(path.Ext(name), p.Ext))
}
