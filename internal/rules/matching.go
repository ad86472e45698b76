package rules

import "slices"

// A matching is the evaluations of base and head that have no partner yet, and
// the pairs that were found. It looks up and never searches: hostile data gives
// thousands of evaluations one name.
type matching struct {
	was, now []chronicle
	found    []succession
}

// A demand is what a partner must fulfil beside the shared name.
type demand int

const (
	equal    demand = iota + 1 // it is the same throughout
	goingOn                    // its history begins with the one at the base
	whatever                   // nothing
)

// A slot is what partners have in common.
type slot struct {
	name  string
	value valueDigest // of the evaluation or its whole history at the base; zero where any will do
}

// pair finds a partner for each evaluation of the base that has none.
func (m *matching) pair(names naming, want demand) {
	free, used := m.slots(names, want), map[int]bool{}
	m.was = slices.DeleteFunc(m.was, func(was chronicle) bool {
		for _, name := range names(was.Evaluation) {
			s := slot{name: name}
			switch want {
			case equal:
				s.value = was.value
			case goingOn:
				s.value = was.whole()
			}
			for _, i := range free[s] {
				free[s] = free[s][1:]
				if used[i] {
					continue
				}
				used[i] = true
				m.found = append(m.found, succession{was, m.now[i]})
				return true
			}
		}
		return false
	})
	var left []chronicle
	for i, now := range m.now {
		if !used[i] {
			left = append(left, now)
		}
	}
	m.now = left
}

// slots lists the evaluations of the head, by their indexes, that can take each
// slot that the base asks for.
func (m *matching) slots(names naming, want demand) map[slot][]int {
	asked := map[valueDigest]bool{}
	for _, was := range m.was {
		asked[was.whole()] = true
	}
	out := map[slot][]int{}
	for i, now := range m.now {
		values := []valueDigest{{}}
		switch want {
		case equal:
			values[0] = now.value
		case goingOn:
			values = slices.DeleteFunc(slices.Clone(now.digests), func(d valueDigest) bool { return !asked[d] })
		}
		for _, name := range names(now.Evaluation) {
			for _, value := range values {
				s := slot{name, value}
				out[s] = append(out[s], i)
			}
		}
	}
	return out
}
