package audit

import (
	"bytes"
	"encoding/json"
	"slices"
)

// A model is what the records so far did to one model.
type model struct {
	base   json.RawMessage // canonical, nil where the base has none
	writes []write         // in the order of the graph
	tips   []int           // indexes of the writes that none descends from
	newest []int           // those of the tips that count, once all records are replayed
	open   []pair          // differing writes that were joined without deciding
}

// A write is one change of a model. Below are the indexes of the writes it
// stands on: those among its ancestors that none of its ancestors replaces.
type write struct {
	node          int
	before, after json.RawMessage
	below         []int
	merge         bool // it decides between all that its record descends from
	adopt         bool // it takes up what no record told of, and no gap hides what else its side did
}

// A pair is the indexes of two writes in conflict.
type pair struct{ a, b int }

// join notes which of the writes that a record joins without deciding differ. A
// merge that comes later in the order removes them, one that came before and
// knows nothing of the record has decided them too.
func (r *replayer) join(m *model, writes []int) error {
	for _, p := range m.differing(writes) {
		decided := false
		for w := p.b + 1; w < len(m.writes) && !decided; w++ {
			if err := r.ancestry.spend(w - p.a + 1); err != nil {
				return err
			}
			decided = m.writes[w].merge && m.standsOn(w, p)
		}
		if !decided {
			m.open = append(m.open, p)
		}
	}
	return nil
}

// standsOn reports whether write w descends from both writes of a pair.
func (m *model) standsOn(w int, p pair) bool {
	reached := make([]bool, w-p.a+1) // from p.a on, the smaller of the two
	reached[w-p.a] = true
	for i := w; i > p.a; i-- {
		for _, b := range m.writes[i].below {
			if reached[i-p.a] && b >= p.a {
				reached[b-p.a] = true
			}
		}
	}
	return reached[0] && reached[p.b-p.a]
}

// isKnown reports whether all of these writes came after a gap in the log, so
// that what the missing records did to the model plays no part any more.
func (r *replayer) isKnown(m *model, writes []int) bool {
	return len(writes) > 0 && !slices.ContainsFunc(writes, func(w int) bool { return !r.g.nodes[m.writes[w].node].tainted })
}

// follows reports whether a change may start from an entry: the one that its
// ancestors left, or any of them where they differ.
func (m *model) follows(below []int, before json.RawMessage) bool {
	if len(below) == 0 {
		return bytes.Equal(m.base, before)
	}
	return slices.ContainsFunc(below, func(w int) bool { return bytes.Equal(m.writes[w].after, before) })
}

// differing returns the pairs of writes that leave different entries.
func (m *model) differing(writes []int) []pair {
	var pairs []pair
	for _, w := range writes {
		if !bytes.Equal(m.writes[writes[0]].after, m.writes[w].after) {
			pairs = append(pairs, pair{writes[0], w})
		}
	}
	return pairs
}
