package rules

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// A succession is an evaluation of the base and what became of it.
type succession struct{ was, now chronicle }

// successions pairs the evaluations of the base with those of the head, each
// used once and in an order that no file's order changes. gone are those of
// models still registered that nothing at the head goes on from or holds.
//
// An evaluation is followed within its model: another model's that takes its
// key is none of its forms. A key on both sides comes first. Beyond it one
// whose history goes on is preferred to any other of the model: a second one,
// evaluated on another day, is no rewritten form of the first.
func successions(base, head *snapshot.Snapshot, l links) (found []succession, gone []chronicle) {
	var m matching
	m.was, m.now = chronicles(base.Evaluations), chronicles(head.Evaluations)
	merged := newMergers(m.was, m.now, l.models)
	m.pair(byKey, equal)
	m.pair(both(byKey, l.models), goingOn)
	// An evaluation without events has nothing to rewrite, and would go on in any.
	m.was = slices.DeleteFunc(m.was, func(c chronicle) bool { return len(c.History) == 0 })
	m.pair(both(m.byStandingKey(), l.models), whatever)
	m.pair(both(byVariant, l.models), goingOn)
	m.pair(l.models, goingOn)
	m.was = slices.DeleteFunc(m.was, merged.anywhere)
	m.pair(both(byVariant, l.models), whatever)
	m.pair(l.models, whatever)
	m.was = slices.DeleteFunc(m.was, func(was chronicle) bool {
		if l.registered(was.Evaluation) == nil {
			return false
		}
		gone = append(gone, was)
		return true
	})
	// Of a model that nobody registers, names alone tell.
	for _, want := range []demand{goingOn, whatever} {
		for _, names := range []naming{byKey, byVariant, byIdentity} {
			m.pair(names, want)
		}
	}
	return slices.DeleteFunc(m.found, func(x succession) bool { return merged.into(x.was, x.now) }), gone
}

// byStandingKey names an evaluation by its key. At the head it leaves out those
// that came to theirs because their date moved on: each pushed the evaluation of
// that day aside, which has moved on too, and none is rewritten.
func (m *matching) byStandingKey() naming {
	type beginning struct {
		anchor  string
		history valueDigest
	}
	first := map[beginning]string{} // the least key of each; of one anchor, that of the earliest day
	for _, was := range m.was {
		b := beginning{was.Anchor(), was.whole()}
		if key, ok := first[b]; !ok || was.Key() < key {
			first[b] = was.Key()
		}
	}
	moved := map[*registry.Evaluation]bool{}
	for _, now := range m.now {
		for _, d := range now.digests {
			if key, ok := first[beginning{now.Anchor(), d}]; ok && key < now.Key() {
				moved[now.Evaluation] = true
			}
		}
	}
	return func(v *registry.Evaluation) []string {
		if moved[v] {
			return nil
		}
		return byKey(v)
	}
}
