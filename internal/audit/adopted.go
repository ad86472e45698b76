package audit

import (
	"bytes"
	"encoding/json"
	"slices"
)

// standing returns those of concurrent writes that count, in order. A side that
// only took up by adopt records what stood there before the other side's
// changes has changed nothing: two branches that each begin the log have not
// both changed every model. Where each of two only took up what the other left
// on its way, both stand.
func (r *replayer) standing(m *model, writes []int) ([]int, error) {
	isAdopt := func(w int) bool { return m.writes[w].adopt }
	if len(writes) < 2 || !slices.ContainsFunc(writes, isAdopt) {
		return writes, nil
	}
	out := slices.Clone(writes)
	for _, x := range slices.DeleteFunc(slices.Clone(writes), func(w int) bool { return !isAdopt(w) }) {
		for _, y := range out { // yielding to what still stands only, so that one is left
			yields, err := r.yields(m, x, y)
			if err != nil {
				return nil, err
			}
			if yields {
				out = slices.DeleteFunc(slices.Clone(out), func(w int) bool { return w == x })
				break
			}
		}
	}
	return out, nil
}

// yields reports whether write x, which neither knows of y nor is known to it,
// only took up what y's side began from.
func (r *replayer) yields(m *model, x, y int) (bool, error) {
	if bytes.Equal(m.writes[x].after, m.writes[y].after) {
		return false, nil
	}
	overX, err := r.over(m, x)
	if err != nil {
		return false, err
	}
	overY, err := r.over(m, y)
	if err != nil {
		return false, err
	}
	sideX, sideY := m.side(overX, overY), m.side(overY, overX)
	return sideX.onlyTookUp(sideY) && !sideY.onlyTookUp(sideX), nil
}

// over marks write w and the writes that it descends from.
func (r *replayer) over(m *model, w int) ([]bool, error) {
	reached := make([]bool, w+1)
	reached[w] = true
	for i := w; i >= 0; i-- {
		steps := 1
		if reached[i] {
			steps += len(m.writes[i].below)
			for _, b := range m.writes[i].below {
				reached[b] = true
			}
		}
		if err := r.ancestry.spend(steps); err != nil {
			return nil, err
		}
	}
	return reached, nil
}

// A side is what one of two concurrent writes, and all that it descends from
// and the other does not, did to a model.
type side struct {
	stood   []json.RawMessage // what its adopts took up, and its first changes began from
	changed bool              // it did more than take up
	leaves  json.RawMessage
}

// side is that of the last write in mine.
func (m *model) side(mine, other []bool) side {
	var s side
	changed := make([]bool, len(mine))
	for i, w := range m.writes[:len(mine)] {
		if !mine[i] || i < len(other) && other[i] {
			continue
		}
		later := slices.ContainsFunc(w.below, func(b int) bool { return changed[b] })
		switch {
		case later: // than a change of its own: nothing that the other side can have taken up
		case w.adopt:
			s.stood = append(s.stood, w.after)
		default:
			s.stood = append(s.stood, w.before)
		}
		changed[i] = later || !w.adopt
		s.changed, s.leaves = changed[i], w.after
	}
	return s
}

// onlyTookUp reports whether all that the side did is to take up what the other one
// began from.
func (s side) onlyTookUp(other side) bool {
	return !s.changed && slices.ContainsFunc(other.stood, func(e json.RawMessage) bool { return bytes.Equal(e, s.leaves) })
}
