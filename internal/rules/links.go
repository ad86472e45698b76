package rules

import (
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// links tell which models the evaluations of base and head are of: by their
// model_id, by the entries that refer to them, by the one whose own they are.
type links struct {
	ids    map[*registry.Evaluation][]string
	texts  map[*registry.Evaluation][]string // the references to those of the base
	byID   map[string]*registry.Entry        // of the head
	owners map[registry.Owner]string         // of the head
	broken map[string]bool                   // references of the head that no evaluation has
}

func newLinks(base, head *snapshot.Snapshot) links {
	l := links{
		ids: map[*registry.Evaluation][]string{}, texts: map[*registry.Evaluation][]string{},
		byID: map[string]*registry.Entry{}, broken: map[string]bool{},
	}
	l.add(base, func(r referrer, ref reference) {
		if ref.One != nil {
			l.texts[ref.One] = append(l.texts[ref.One], ref.text)
		}
	})
	l.owners = l.add(head, func(r referrer, ref reference) {
		if ref.Match == registry.MatchUnknown {
			l.broken[ref.text] = true
		}
	})
	for _, e := range byID(head.Registry) {
		l.byID[e.ModelID] = e
	}
	return l
}

// add links the evaluations of one tree, calls note for every reference, and
// returns whose own evaluations are whose.
func (l links) add(s *snapshot.Snapshot, note func(referrer, reference)) map[registry.Owner]string {
	owners := map[registry.Owner]string{}
	for _, r := range referrers(s) {
		for _, ref := range r.refs {
			note(r, ref)
			if ref.One != nil && !ref.foreign && r.ModelID != "" {
				l.ids[ref.One] = append(l.ids[ref.One], r.ModelID)
			}
		}
		for o := range r.own {
			if id, ok := owners[o]; r.ModelID != "" && (!ok || r.ModelID < id) {
				owners[o] = r.ModelID
			}
		}
	}
	for v := range s.Evaluations.All() {
		for _, id := range []string{v.ModelID, owners[v.Owner()]} {
			if id != "" {
				l.ids[v] = append(l.ids[v], id)
			}
		}
	}
	return owners
}

// models names an evaluation by its models: their ids and, where it has no
// model_id that says another, its own identity.
func (l links) models(v *registry.Evaluation) []string {
	out := l.ids[v]
	if id := v.Owner().Identity; id != "" {
		out = append(out[:len(out):len(out)], id) // it has a colon, which no id has
	}
	return out
}

// registered returns the entry that the head has of a model of v, an evaluation
// of the base; nil when there is none.
func (l links) registered(v *registry.Evaluation) *registry.Entry {
	for _, id := range l.ids[v] {
		if e := l.byID[id]; e != nil {
			return e
		}
	}
	return l.byID[l.owners[v.Owner()]]
}

// missed reports whether the head still refers to v, an evaluation of the base
// that it does not have; eval-ref-unknown says so.
func (l links) missed(v *registry.Evaluation) bool {
	if l.broken[v.Key()] {
		return true
	}
	for _, text := range l.texts[v] {
		if l.broken[text] {
			return true
		}
	}
	return false
}
