package rules

import (
	"cmp"
	"crypto/sha256"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// A chronicle is an evaluation with the digests of its history, so that two
// histories are compared at once however long they are.
type chronicle struct {
	*registry.Evaluation
	value   valueDigest   // of the whole evaluation
	events  []valueDigest // of each event
	digests []valueDigest // digests[n] is that of the first n events
}

// A valueDigest is the same for all spellings of a value.
type valueDigest [sha256.Size]byte

func newChronicle(v *registry.Evaluation) chronicle {
	c := chronicle{Evaluation: v, value: sha256.Sum256([]byte(canonical(v.Node.Value()))), digests: []valueDigest{{}}}
	for i, event := range v.History {
		e := valueDigest(sha256.Sum256([]byte(canonical(stated(event)))))
		c.events = append(c.events, e)
		c.digests = append(c.digests, sha256.Sum256(append(c.digests[i][:], e[:]...)))
	}
	return c
}

// stated is what an event says by the schema. To remove a property that the schema
// does not know rewrites nothing: evaluations-schema asks for it.
func stated(event *jsondoc.Node) any {
	if !event.Is(jsondoc.Object) {
		return event.Value()
	}
	out := map[string]any{}
	for _, name := range []string{"event", "reason", "status", "timestamp"} {
		if n := event.Get(name); n != nil {
			out[name] = n.Value()
		}
	}
	return out
}

// chronicles lists the evaluations in an order that the file's makes no
// difference to: the longest histories first, so that none is taken for the
// beginning of another one while its own is there.
func chronicles(evaluations *registry.Evaluations) []chronicle {
	var out []chronicle
	for v := range evaluations.All() {
		out = append(out, newChronicle(v))
	}
	slices.SortStableFunc(out, func(a, b chronicle) int {
		return cmp.Or(cmp.Compare(len(b.History), len(a.History)), cmp.Compare(a.Key(), b.Key()),
			slices.Compare(a.value[:], b.value[:]))
	})
	return out
}

// whole is the digest of the whole history.
func (c chronicle) whole() valueDigest { return c.digests[len(c.History)] }

// common counts the events that two histories begin with alike.
func (c chronicle) common(d chronicle) int {
	n := min(len(c.History), len(d.History))
	for c.digests[n] != d.digests[n] {
		n--
	}
	return n
}
