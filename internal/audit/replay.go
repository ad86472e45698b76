package audit

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// A Conflict is two changes of one model that know nothing of each other, A
// and B, and leave different entries. It lasts until a Merge record that
// descends from both writes the model; any other record joins the two without
// deciding. Adopt records that only took up what stood there before the other
// side's changes clash with none. Where more than two are concurrent, each differing one is told
// with the first.
type Conflict struct {
	ModelID string
	A, B    string // names of records, in the order of Log.Records
}

// An Outcome is what replaying records gives.
type Outcome struct {
	State     State
	Conflicts []Conflict // by model id, then records
	Problems  []Problem  // of kind DoesNotFollow

	candidates map[string][]candidate // the newest writes of each model, by model id
}

// Leaves reports whether the newest record of a model leaves it with an entry,
// which is nil where it is removed. Of newest records that are concurrent any
// will do, but an adopt record that only took up what another one changed.
func (o Outcome) Leaves(id string, entry json.RawMessage) bool {
	return slices.ContainsFunc(o.candidates[id], func(c candidate) bool { return !c.yields && same(c.entry, entry) })
}

// A candidate is an entry that a model may have: there are two or more where
// the newest writes are concurrent.
type candidate struct {
	rec     *Record
	entry   json.RawMessage
	tainted bool // the record descends from a gap in the log
	yields  bool // it only took up what a concurrent one changed
}

// Replay returns the registry that the log gives, and the conflicts that no
// merge has decided. In the state, a model in conflict has the entry of the
// change that comes last in Records.
func (l *Log) Replay() (State, []Conflict) {
	return maps.Clone(l.outcome.State), slices.Clone(l.outcome.Conflicts)
}

// ReplayFrom replays records of the log on top of a registry: what a pull
// request adds, on what its base has. Parents that are not among the records
// belong to the base. The entries of base need no canonical form.
func (l *Log) ReplayFrom(base State, records []Record) (Outcome, error) {
	refs := make([]*Record, len(records))
	for i := range records {
		refs[i] = &records[i]
	}
	o, err := replay(newGraph(refs), base, l.file)
	if err != nil {
		return Outcome{}, fmt.Errorf("replay audit log: %w", err)
	}
	return o, nil
}

// A replayer folds the records of a graph, in its order.
type replayer struct {
	g        *graph
	ancestry *ancestry
	models   map[string]*model
	base     State
	file     func(Record) string
	problems []Problem
}

func replay(g *graph, base State, file func(Record) string) (Outcome, error) {
	r := &replayer{g: g, ancestry: newAncestry(g, maxSteps), models: map[string]*model{}, base: base, file: file}
	if err := r.run(); err != nil {
		return Outcome{}, err
	}
	return r.outcome(), nil
}

func (r *replayer) run() error {
	for i, n := range r.g.nodes {
		if err := r.ancestry.visit(i); err != nil {
			return err
		}
		for _, c := range n.rec.Changes {
			if err := r.change(i, c); err != nil {
				return err
			}
		}
	}
	for _, m := range r.models {
		var err error
		if m.newest, err = r.standing(m, m.tips); err != nil {
			return err
		}
	}
	return nil
}

func (r *replayer) model(id string) (*model, error) {
	if m := r.models[id]; m != nil {
		return m, nil
	}
	entry, err := canonicalEntry(r.base[id])
	if err != nil {
		return nil, fmt.Errorf("entry %q: %w", id, err)
	}
	m := &model{base: entry}
	r.models[id] = m
	return m, nil
}

func (r *replayer) change(i int, c Change) error {
	m, err := r.model(c.ModelID)
	if err != nil {
		return err
	}
	below, err := r.below(m)
	if err != nil {
		return err
	}
	// What a write stands on is kept: a step for each of its bytes bounds the memory too.
	if err := r.ancestry.spend(16 * len(below)); err != nil {
		return err
	}
	standing, err := r.standing(m, below)
	if err != nil {
		return err
	}
	n := r.g.nodes[i]
	if (!n.tainted || r.isKnown(m, below)) && !m.follows(standing, c.Before) {
		r.doesNotFollow(n, c.ModelID)
	}
	if n.rec.Op == Merge {
		m.open = slices.DeleteFunc(m.open, func(p pair) bool {
			return r.ancestry.has(m.writes[p.a].node) && r.ancestry.has(m.writes[p.b].node)
		})
	} else {
		if err := r.join(m, standing); err != nil {
			return err
		}
	}
	m.tips = slices.DeleteFunc(m.tips, func(w int) bool { return r.ancestry.has(m.writes[w].node) })
	m.tips = append(m.tips, len(m.writes))
	m.writes = append(m.writes, write{
		node: i, before: c.Before, after: c.After, below: below,
		merge: n.rec.Op == Merge, adopt: n.rec.Op == Adopt && !n.tainted,
	})
	return nil
}

// below returns the writes of m that the visited node stands on, in order.
func (r *replayer) below(m *model) ([]int, error) {
	if err := r.ancestry.spend(len(m.tips)); err != nil {
		return nil, err
	}
	isAncestor := func(w int) bool { return r.ancestry.has(m.writes[w].node) }
	if !slices.ContainsFunc(m.tips, func(w int) bool { return !isAncestor(w) }) {
		return slices.Clone(m.tips), nil // the usual case: nothing is concurrent
	}
	if err := r.ancestry.spend(len(m.writes)); err != nil {
		return nil, err
	}
	var below []int
	replaced := make([]bool, len(m.writes))
	for w := len(m.writes) - 1; w >= 0; w-- {
		if !isAncestor(w) {
			continue
		}
		if !replaced[w] {
			below = append(below, w)
		}
		for _, b := range m.writes[w].below {
			replaced[b] = true
		}
	}
	slices.Reverse(below)
	return below, nil
}

func (r *replayer) doesNotFollow(n node, id string) {
	r.problems = append(r.problems, Problem{
		Path: r.file(*n.rec), Kind: DoesNotFollow, ModelID: id,
		Message: fmt.Sprintf("record changes %q from an entry that is not the one its ancestors left", id),
		Help:    "take the change back and run the command again on the present registry",
	})
}

func (r *replayer) outcome() Outcome {
	o := Outcome{State: State{}, Problems: r.problems, candidates: map[string][]candidate{}}
	for id, entry := range r.base {
		if r.models[id] == nil {
			o.State[id] = entry
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.models)) {
		m := r.models[id]
		for _, w := range m.tips {
			n := r.g.nodes[m.writes[w].node]
			o.candidates[id] = append(o.candidates[id], candidate{n.rec, m.writes[w].after, n.tainted, !slices.Contains(m.newest, w)})
		}
		if entry := m.writes[m.newest[len(m.newest)-1]].after; entry != nil {
			o.State[id] = entry
		}
		o.Conflicts = append(o.Conflicts, r.conflicts(id, m)...)
	}
	return o
}

func (r *replayer) conflicts(id string, m *model) []Conflict {
	pairs := append(slices.Clone(m.open), m.differing(m.newest)...)
	slices.SortFunc(pairs, func(x, y pair) int { return slices.Compare([]int{x.a, x.b}, []int{y.a, y.b}) })
	var conflicts []Conflict
	for _, p := range slices.Compact(pairs) {
		name := func(w int) string { return r.g.nodes[m.writes[w].node].rec.Name }
		conflicts = append(conflicts, Conflict{ModelID: id, A: name(p.a), B: name(p.b)})
	}
	return conflicts
}
