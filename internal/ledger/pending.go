package ledger

import (
	"fmt"
	"path"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// An Unfinished is an operation whose record was written and whose registry was
// not.
type Unfinished struct {
	What    string    // which one it is, for people
	Plan    plan.Plan // the registry as it should be; empty when there is none
	Removed []string  // ids of models that it takes out, and with them what is theirs
}

// Pending returns the operation that is to be finished. It may be asked only
// when a writer was interrupted, and the registry can be read: one that somebody
// has set back by hand looks the same.
func Pending(s *snapshot.Snapshot) (Unfinished, error) {
	if s.RegistryState == snapshot.Broken || s.Log == nil {
		return Unfinished{}, nil
	}
	log, err := sound(s)
	if err != nil {
		return Unfinished{}, err
	}
	old, err := Entries(s.Registry)
	if err != nil {
		return Unfinished{}, err
	}
	r, ok := log.Unapplied(old)
	if !ok {
		return Unfinished{}, nil
	}
	u := Unfinished{What: fmt.Sprintf("%s of %s", r.Op, models(r))}
	for _, c := range r.Changes {
		if r.Op == audit.Remove && c.After == nil {
			u.Removed = append(u.Removed, c.ModelID)
		}
	}
	u.Plan, err = forward(s, r)
	return u, err
}

func forward(s *snapshot.Snapshot, r audit.Record) (plan.Plan, error) {
	var u registry.Update
	for _, c := range r.Changes {
		if c.After == nil {
			u.Remove = append(u.Remove, c.ModelID)
			continue
		}
		u.Put = append(u.Put, string(c.After))
	}
	e := plan.Edit{Path: s.Layout.Path(s.Layout.Paths.Registry), Why: "finish " + string(r.Op)}
	var err error
	if s.Registry == nil {
		e.New, err = registry.Rewrite(nil, u)
	} else {
		e.Old = s.Registry.Doc.Src
		e.New, err = registry.Rewrite(s.Registry.Doc, u)
	}
	return plan.Plan{e}, err
}

func models(r audit.Record) string {
	var ids []string
	for _, c := range r.Changes {
		ids = append(ids, fmt.Sprintf("%q", c.ModelID))
	}
	if len(ids) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(ids[:3], ", "), len(ids)-3)
	}
	return strings.Join(ids, ", ")
}

// IsLog reports whether a path is where a record stands:
// <logs>/<yyyy>/<mm>/<64 hex digits>.json.
func IsLog(s snapshot.Layout, name string) bool {
	rel, ok := strings.CutPrefix(name, s.Path(s.Paths.Logs)+"/")
	ok2, err := path.Match("[0-9][0-9][0-9][0-9]/[0-9][0-9]/*.json", rel)
	return ok && ok2 && err == nil
}
