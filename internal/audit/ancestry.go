package audit

import "fmt"

// maxSteps bounds the work of one replay to a few seconds. A log whose records
// are joined as they are written needs a few steps for each record; only one
// that was built to be slow, or was never joined over tens of thousands of
// records, needs more.
const maxSteps = 300_000_000

// An ancestry answers which nodes are ancestors of the node that is being
// replayed. Nodes are visited in topological order, once each.
type ancestry struct {
	g     *graph
	steps int // left
	at    int
	// floor[i] is such that all nodes up to it are ancestors of node i, so
	// that a search ends there: in a log without concurrency at its parent.
	floor []int
	mark  []int // mark[i] == at+1: node i is an ancestor of node at
	todo  []int
}

func newAncestry(g *graph, steps int) *ancestry {
	return &ancestry{g: g, steps: steps, floor: make([]int, len(g.nodes)), mark: make([]int, len(g.nodes))}
}

// visit makes node i the one that has asks about.
func (a *ancestry) visit(i int) error {
	a.at = i
	if a.g.nodes[i].gap {
		// It may descend from anything: one missing record must not be told as
		// a conflict of all that it held together.
		a.floor[i] = i - 1
		return nil
	}
	floor := -1
	for _, p := range a.g.nodes[i].parents {
		floor = max(floor, a.floor[p])
	}
	a.todo = append(a.todo[:0], a.g.nodes[i].parents...)
	for len(a.todo) > 0 {
		p := a.todo[len(a.todo)-1]
		a.todo = a.todo[:len(a.todo)-1]
		if p <= floor || a.mark[p] == i+1 {
			continue
		}
		a.mark[p] = i + 1
		a.todo = append(a.todo, a.g.nodes[p].parents...)
		if err := a.spend(1 + len(a.g.nodes[p].parents)); err != nil {
			return err
		}
	}
	for floor+1 < i && a.mark[floor+1] == i+1 {
		floor++
	}
	a.floor[i] = floor
	return nil
}

// has reports whether node p is an ancestor of the visited node.
func (a *ancestry) has(p int) bool { return p <= a.floor[a.at] || a.mark[p] == a.at+1 }

func (a *ancestry) spend(steps int) error {
	if a.steps -= steps; a.steps < 0 {
		return fmt.Errorf("%w: too many of its %d records are concurrent", ErrLimit, len(a.g.nodes))
	}
	return nil
}
