package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// unrecordedChanges lists the models whose entries differ from the base's and
// that no added record leaves so. It needs no sound log: one that was broken
// long ago must not hide the edits of today.
func unrecordedChanges(p *check.Pass) []audit.Problem {
	if p.Base == nil || p.Base.Log == nil || p.Base.RegistryState == snapshot.Broken {
		return nil
	}
	if p.Config.Audit != config.AuditRequired && len(p.Base.Log.Records()) == 0 && len(p.Log.Records()) == 0 {
		return nil // there is no log
	}
	// More records than can be replayed leave nothing that is known.
	added, _ := p.Log.ReplayFrom(nil, audit.Added(p.Base.Log, p.Log))
	now := registered(p.Registry)
	var out []audit.Problem
	for _, id := range audit.Differing(registered(p.Base.Registry), now) {
		if !added.Leaves(id, now[id]) {
			out = append(out, audit.Problem{
				Kind: audit.RegistryDiffers, ModelID: id,
				Message: fmt.Sprintf("no record of this change leads to the registry's entry of %q", id),
			})
		}
	}
	return out
}
