package audit

import (
	"cmp"
	"container/heap"
)

// A graph is records in topological order. Parents that are not among them
// are left out, so that the graph of added records stands on the base.
type graph struct {
	nodes  []node
	cyclic []*Record // what no topological order has
}

type node struct {
	rec     *Record
	parents []int // indexes of nodes, all smaller than its own
	gap     bool  // a parent is broken or missing: what lies behind is unknown
	tainted bool  // an ancestor has a gap, or it has one itself
}

func newGraph(records []*Record) *graph {
	index := make(map[string]int, len(records))
	for i, r := range records {
		index[r.Name] = i
	}
	children := make([][]int, len(records))
	waits := make([]int, len(records))
	ready := &queue{}
	for i, r := range records {
		for _, name := range r.Parents {
			if p, ok := index[name]; ok {
				children[p] = append(children[p], i)
				waits[i]++
			}
		}
		if waits[i] == 0 {
			heap.Push(ready, item{r, i})
		}
	}
	g := &graph{}
	place := make([]int, len(records)) // by index in records
	for ready.Len() > 0 {
		it := heap.Pop(ready).(item)
		n := node{rec: it.rec}
		for _, name := range it.rec.Parents {
			if p, ok := index[name]; ok {
				n.parents = append(n.parents, place[p])
			}
		}
		place[it.index] = len(g.nodes)
		g.nodes = append(g.nodes, n)
		for _, c := range children[it.index] {
			if waits[c]--; waits[c] == 0 {
				heap.Push(ready, item{records[c], c})
			}
		}
	}
	for i, r := range records {
		if waits[i] > 0 {
			g.cyclic = append(g.cyclic, r)
		}
	}
	return g
}

// A queue hands out the oldest record first, and of one time the smallest
// name: any order that starts with ancestors would do, but it must not change
// with the order of the files.
type queue []item

type item struct {
	rec   *Record
	index int
}

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(item)) }

func (q queue) Less(i, j int) bool {
	a, b := q[i].rec, q[j].rec
	return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Name, b.Name)) < 0
}

func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
