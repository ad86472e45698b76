package audit

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A naive replay follows the definitions word by word, with the set of all
// ancestors of every record.
type naive struct {
	records []*Record
	above   []map[int]bool // the ancestors of each record
}

func newNaive(g *graph) naive {
	n := naive{}
	for _, node := range g.nodes {
		set := map[int]bool{}
		for _, p := range node.parents {
			set[p] = true
			for a := range n.above[p] {
				set[a] = true
			}
		}
		n.records = append(n.records, node.rec)
		n.above = append(n.above, set)
	}
	return n
}

// newest returns those of the records that none of the others descends from.
func (n naive) newest(among []int) []int {
	return slices.DeleteFunc(slices.Clone(among), func(i int) bool {
		return slices.ContainsFunc(among, func(j int) bool { return n.above[j][i] })
	})
}

func (n naive) after(i int) []byte { return n.records[i].Changes[0].After }

// side returns the records that i's side has and j's has not, i among them.
func (n naive) side(i, j int) []int {
	var side []int
	for k := range i + 1 {
		if (k == i || n.above[i][k]) && !n.above[j][k] {
			side = append(side, k)
		}
	}
	return side
}

// onlyTookUp reports whether i's side has adopts alone, and leaves what one of
// j's first adopts left or the first change of j's side began from.
func (n naive) onlyTookUp(i, j int) bool {
	isChange := func(k int) bool { return n.records[k].Op != Adopt }
	if slices.ContainsFunc(n.side(i, j), isChange) {
		return false
	}
	theirs := n.side(j, i)
	return slices.ContainsFunc(theirs, func(k int) bool {
		if slices.ContainsFunc(theirs, func(l int) bool { return n.above[k][l] && isChange(l) }) {
			return false
		}
		stood := n.after(k)
		if isChange(k) {
			stood = n.records[k].Changes[0].Before
		}
		return bytes.Equal(stood, n.after(i))
	})
}

// standing drops, one after the other, what yields to a record that is left.
func (n naive) standing(among []int) []int {
	left := slices.Clone(among)
	for _, i := range among {
		yields := slices.ContainsFunc(left, func(j int) bool {
			return i != j && !bytes.Equal(n.after(i), n.after(j)) && n.onlyTookUp(i, j) && !n.onlyTookUp(j, i)
		})
		if yields {
			left = slices.DeleteFunc(left, func(k int) bool { return k == i })
		}
	}
	return left
}

func (n naive) pairs(newest []int) []pair {
	var ps []pair
	for _, i := range newest {
		if !bytes.Equal(n.after(newest[0]), n.after(i)) {
			ps = append(ps, pair{newest[0], i})
		}
	}
	return ps
}

func (n naive) replay() (unfollowed []int, conflicts []pair) {
	var all []int
	for i, r := range n.records {
		var mine []int
		for j := range i {
			if n.above[i][j] {
				mine = append(mine, j)
			}
		}
		below := n.standing(n.newest(mine))
		follows := len(below) == 0 && r.Changes[0].Before == nil ||
			slices.ContainsFunc(below, func(w int) bool { return bytes.Equal(n.after(w), r.Changes[0].Before) })
		if !follows {
			unfollowed = append(unfollowed, i)
		}
		if r.Op != Merge {
			conflicts = append(conflicts, n.pairs(below)...)
		}
		all = append(all, i)
	}
	conflicts = slices.DeleteFunc(conflicts, func(p pair) bool {
		return slices.ContainsFunc(all, func(i int) bool {
			return n.records[i].Op == Merge && n.above[i][p.a] && n.above[i][p.b]
		})
	})
	return unfollowed, append(conflicts, n.pairs(n.standing(n.newest(all)))...)
}

func TestReplayFollowsTheDefinitions(t *testing.T) {
	t.Parallel()
	for seed := range uint64(600) {
		rnd := rand.New(rand.NewPCG(seed, 35))
		g := randomGraph(rnd, 2+rnd.IntN(14))
		got, err := replay(g, nil, Record.Path)
		if err != nil {
			t.Fatal(err)
		}
		unfollowed, conflicts := newNaive(g).replay()
		var want []string
		for _, i := range unfollowed {
			want = append(want, g.nodes[i].rec.Path())
		}
		var paths []string
		for _, p := range got.Problems {
			paths = append(paths, p.Path)
		}
		if diff := cmp.Diff(want, paths); diff != "" {
			t.Fatalf("seed %d: records that do not follow differ (-want +got):\n%s", seed, diff)
		}
		if diff := cmp.Diff(unique(g, conflicts), got.Conflicts); diff != "" {
			t.Fatalf("seed %d: conflicts differ (-want +got):\n%s", seed, diff)
		}
	}
}

func unique(g *graph, pairs []pair) []Conflict {
	slices.SortFunc(pairs, func(x, y pair) int { return slices.Compare([]int{x.a, x.b}, []int{y.a, y.b}) })
	var cs []Conflict
	for _, p := range slices.Compact(pairs) {
		cs = append(cs, Conflict{"m", g.nodes[p.a].rec.Name, g.nodes[p.b].rec.Name})
	}
	return cs
}

// randomGraph has n records that all write the model "m", some of them
// merges and half of them adopts, each with up to three parents among those before.
func randomGraph(rnd *rand.Rand, n int) *graph {
	var records []*Record
	for i := range n {
		r := &Record{Name: fmt.Sprintf("%064x", rnd.Uint64()), Op: Upsert, Time: noon().Add(time.Duration(i) * time.Second)}
		switch rnd.IntN(6) {
		case 0:
			r.Op = Merge
		case 1, 2, 3:
			r.Op = Adopt
		}
		states := []string{"", "1", "2", "3"}
		r.Changes = []Change{change(states[rnd.IntN(4)], states[rnd.IntN(4)])}
		for range rnd.IntN(4) {
			if i == 0 {
				break
			}
			if p := records[rnd.IntN(i)].Name; !slices.Contains(r.Parents, p) {
				r.Parents = append(r.Parents, p)
			}
		}
		records = append(records, r)
	}
	rnd.Shuffle(n, func(i, j int) { records[i], records[j] = records[j], records[i] })
	return newGraph(records)
}
