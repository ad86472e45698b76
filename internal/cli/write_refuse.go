package cli

import (
	"cmp"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// refuseAbsent refuses to do without a registry.
func refuseAbsent(s *snapshot.Snapshot) error {
	if s.RegistryState != snapshot.Absent {
		return nil
	}
	return fmt.Errorf("%s is not there; `modelgate import` makes it from metrics files, `modelgate upsert` from entries",
		s.Layout.Path(s.Layout.Paths.Registry))
}

// refuseBroken refuses to build on a registry that can't be read, and tells
// where and why.
func (a *app) refuseBroken(s *snapshot.Snapshot) error {
	if s.RegistryState != snapshot.Broken {
		return nil
	}
	help := "`modelgate check` says why"
	for _, f := range s.Faults {
		if f.Place.File == s.Layout.Path(s.Layout.Paths.Registry) {
			a.tellAlways("%s", line(f))
			if help = cmp.Or(f.Help, help); f.Rule == jsondoc.MergeConflict {
				help = "run `modelgate resolve`, or " + help
			}
		}
	}
	return refusef("the registry can't be read; %s", help)
}

// refuseNewer refuses to write into a registry of a version that this program
// does not know: it can't tell what it would break.
func refuseNewer(s *snapshot.Snapshot) error {
	version := ""
	if s.Registry != nil {
		version = s.Registry.SchemaVersion
	}
	for e := range s.Registry.All() {
		if registry.NewerVersion(e.SchemaVersion) {
			version = e.SchemaVersion
		}
	}
	if registry.NewerVersion(version) {
		return refusef("the registry is of schema version %q, newer than this program knows; upgrade modelgate", version)
	}
	return nil
}

// usable refuses what is no registry: what is made from it would say that
// there is one.
func usable(s *snapshot.Snapshot) error {
	if !s.Registry.Doc.Root.Get("models").Is(jsondoc.Array) {
		return refusef("%s: %w", s.Layout.Path(s.Layout.Paths.Registry), registry.ErrShape)
	}
	return nil
}
