package rules

import (
	"cmp"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// A succession is an evaluation of the base and what became of it.
type succession struct{ was, now chronicle }

// successions pairs the evaluations of the base with those of the head, each
// used once and in an order that no file's order changes. What is found at the
// head under no identity is gone.
//
// Keys come first. Beyond them an evaluation whose history goes on is preferred
// to any other of the same model: a second one, evaluated on another day, is no
// rewritten form of the first.
func successions(base, head *snapshot.Snapshot) []succession {
	var m matching
	m.was, m.now = chronicles(base.Evaluations), chronicles(head.Evaluations)
	m.pair(byKey, goingOn)
	// An evaluation without events has nothing to rewrite, and would go on in any.
	m.was = slices.DeleteFunc(m.was, func(c chronicle) bool { return len(c.History) == 0 })
	m.pair(byAnchor, goingOn)
	m.pair(byKey, whatever)
	m.pair(byAnchor, whatever)
	if len(m.was) == 0 || len(m.now) == 0 {
		return m.found
	}
	ofModel := byEntry(base, head)
	for _, want := range []demand{goingOn, whatever} {
		m.pair(byVariant, want)
		m.pair(byIdentity, want)
		m.pair(ofModel, want)
	}
	return m.found
}

// A naming lists the names of an evaluation in one respect. Two that share a
// name may be one.
type naming func(*registry.Evaluation) []string

func byKey(v *registry.Evaluation) []string { return []string{v.Key()} }

func byAnchor(v *registry.Evaluation) []string { return []string{v.Anchor()} }

// byVariant names an evaluation by its anchor as it is without an id.
func byVariant(v *registry.Evaluation) []string {
	family, variant := registry.Slug(v.ModelFamily), registry.Slug(v.ModelVariant)
	if family == "" || variant == "" {
		return nil
	}
	return []string{registry.ProviderSlug(v.Provider) + " " + family + " " + variant}
}

func byIdentity(v *registry.Evaluation) []string {
	if v.Identity() == "" {
		return nil
	}
	return []string{v.Identity()}
}

// byEntry names an evaluation by the models that it is of: by its model_id, by
// the entries that refer to it, by the one whose own it is.
func byEntry(base, head *snapshot.Snapshot) naming {
	models := map[*registry.Evaluation][]string{}
	for _, s := range []*snapshot.Snapshot{base, head} {
		owner := map[registry.Owner]string{}
		for _, r := range referrers(s) {
			if r.ModelID == "" {
				continue
			}
			for _, ref := range r.refs {
				if ref.One != nil && !ref.foreign {
					models[ref.One] = append(models[ref.One], r.ModelID)
				}
			}
			for o := range r.own {
				if owner[o] == "" || r.ModelID < owner[o] {
					owner[o] = r.ModelID
				}
			}
		}
		for v := range s.Evaluations.All() {
			if id := cmp.Or(v.ModelID, owner[v.Owner()]); id != "" {
				models[v] = append(models[v], id)
			}
		}
	}
	return func(v *registry.Evaluation) []string { return models[v] }
}
