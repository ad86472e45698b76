package report

import (
	"path"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// Below is the run with its paths given from a folder above: what was checked
// is the folder prefix of a repository, and GitHub wants paths from the top. A
// prefix of "" changes nothing.
func (r Run) Below(prefix string) Run {
	if prefix == "" {
		return r
	}
	at := func(name string) string {
		if name == "" {
			return ""
		}
		return path.Join(prefix, name)
	}
	r.Repo.Root = at(r.Repo.Root)
	r.Findings = slices.Clone(r.Findings)
	for i, f := range r.Findings {
		r.Findings[i] = moved(f, at)
	}
	r.Changed = slices.Clone(r.Changed)
	for i, name := range r.Changed {
		r.Changed[i] = at(name)
	}
	r.Plans = slices.Clone(r.Plans)
	for i, p := range r.Plans {
		r.Plans[i].Path = at(p.Path)
	}
	return r
}

func moved(f diag.Finding, at func(string) string) diag.Finding {
	f.Place.File = at(f.Place.File)
	f.Related = slices.Clone(f.Related)
	for i, rel := range f.Related {
		f.Related[i].Place.File = at(rel.Place.File)
	}
	if f.Fix != nil {
		fix := *f.Fix
		fix.File = at(fix.File)
		f.Fix = &fix
	}
	return f
}
