package cli

import (
	"maps"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/nearest"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// decisions are the sides that the flags ask for, by model id. Two of them for
// one model are wrong usage.
func (f resolveFlags) decisions() (map[string]edit.Side, error) {
	out := map[string]edit.Side{}
	for _, flag := range []struct {
		side edit.Side
		ids  []string
	}{{edit.Ours, f.ours}, {edit.Theirs, f.theirs}, {edit.Keep, f.keep}} {
		for _, id := range flag.ids {
			if was := out[id]; was != "" && was != flag.side {
				return nil, usagef("--%s and --%s both name model %q; decide for one", was, flag.side, id)
			}
			out[id] = flag.side
		}
	}
	return out, nil
}

// refuseStrangers refuses decisions about models that neither the files nor the
// log know: most likely an id is misspelled.
func refuseStrangers(take map[string]edit.Side, log *audit.Log, files ...*registry.File) error {
	known := map[string]bool{}
	for _, f := range files {
		for e := range f.All() {
			known[e.ModelID] = true
		}
	}
	if log != nil {
		for _, r := range log.Records() {
			for _, c := range r.Changes {
				known[c.ModelID] = true
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(take)) {
		if !known[id] {
			return refusef("no model %q is registered%s", id, nearest.Hint(id, slices.Sorted(maps.Keys(known))))
		}
	}
	return nil
}
