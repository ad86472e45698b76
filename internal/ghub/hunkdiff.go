package ghub

import (
	"slices"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// diffLines lists the head lines that stand for other lines of the base, in
// order. Where lines are only deleted, last is the line before the gap and
// first the one behind it.
//
// The library gives up after a hundred differing lines and then takes all
// between the first and the last change for changed, so the texts are first
// cut at lines that occur once on both sides (patience diff); a registry is
// full of them.
func diffLines(a, b []string) []span {
	var out []span
	from := anchor{}
	for _, to := range append(anchors(a, b), anchor{len(a), len(b)}) {
		x, y := a[from.a:to.a], b[from.b:to.b]
		if !slices.Equal(x, y) {
			for _, d := range lcs.DiffLines(x, y) {
				out = append(out, span{from.b + d.ReplStart + 1, from.b + d.ReplEnd})
			}
		}
		from = to
	}
	return out
}

// An anchor is a line index on either side at which both texts are cut.
type anchor struct{ a, b int }

// anchors pairs the lines that occur once on each side, as many as stand in
// the same order on both.
func anchors(a, b []string) []anchor {
	const repeated = -1
	at := func(lines []string) map[string]int {
		m := make(map[string]int, len(lines))
		for i, l := range lines {
			if _, ok := m[l]; ok {
				i = repeated
			}
			m[l] = i
		}
		return m
	}
	inA, inB := at(a), at(b)
	var pairs []anchor
	for i, l := range a {
		j, ok := inB[l]
		if ok && j != repeated && inA[l] == i {
			pairs = append(pairs, anchor{i, j})
		}
	}
	return rising(pairs)
}

// rising is the longest selection of pairs in which b rises as a does
// (patience sorting; a rises already).
func rising(pairs []anchor) []anchor {
	var tops []int // the pair on top of each pile
	prev := make([]int, len(pairs))
	for i, p := range pairs {
		pile, _ := slices.BinarySearchFunc(tops, p.b, func(top, b int) int { return pairs[top].b - b })
		prev[i] = -1
		if pile > 0 {
			prev[i] = tops[pile-1]
		}
		if pile == len(tops) {
			tops = append(tops, i)
			continue
		}
		tops[pile] = i
	}
	if len(tops) == 0 {
		return nil
	}
	var out []anchor
	for i := tops[len(tops)-1]; i >= 0; i = prev[i] {
		out = append(out, pairs[i])
	}
	slices.Reverse(out)
	return out
}
