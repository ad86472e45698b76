package rules

// mergers know which evaluations of the base live on in one of the head that
// holds the events of several. It looks up and never searches: of the
// evaluations that hold an event, the longest is tried.
type mergers struct {
	names   naming
	known   map[slot]bool      // the events that the base has of each model
	holders map[slot]chronicle // the longest evaluation of the head with an event of each model
}

func newMergers(was, now []chronicle, names naming) mergers {
	m := mergers{names, map[slot]bool{}, map[slot]chronicle{}}
	for _, c := range was {
		m.each(c, func(s slot) { m.known[s] = true })
	}
	for _, c := range now { // the longest first
		m.each(c, func(s slot) {
			if _, ok := m.holders[s]; !ok && m.known[s] {
				m.holders[s] = c
			}
		})
	}
	return m
}

func (m mergers) each(c chronicle, do func(slot)) {
	for _, name := range m.names(c.Evaluation) {
		for _, event := range c.events {
			do(slot{name, event})
		}
	}
}

// anywhere reports whether some evaluation of the head holds all of was.
func (m mergers) anywhere(was chronicle) bool {
	for _, name := range m.names(was.Evaluation) {
		if now, ok := m.holders[slot{name, was.events[0]}]; ok && m.into(was, now) {
			return true
		}
	}
	return false
}

// into reports whether now holds the events of was in their order, and up to
// the last of them none but those that the base has of the same model.
func (m mergers) into(was, now chronicle) bool {
	i, names := 0, m.names(was.Evaluation)
	for _, event := range now.events {
		if i == len(was.events) {
			break
		}
		if event == was.events[i] {
			i++
			continue
		}
		known := false
		for _, name := range names {
			known = known || m.known[slot{name, event}]
		}
		if !known {
			return false
		}
	}
	return i == len(was.events)
}
