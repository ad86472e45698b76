// Package plan is edits that nobody has made yet: what a command would write,
// and what a drift check finds pending.
package plan

import (
	"bytes"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// An Edit is the change of one file.
type Edit struct {
	Path string // slash-separated, from the repository's root
	Old  []byte // nil: the file is created
	New  []byte // nil: the file is deleted
	Why  string // one line, for people
}

// changes reports whether the edit leaves anything different.
func (e Edit) changes() bool {
	return (e.Old == nil) != (e.New == nil) || !bytes.Equal(e.Old, e.New)
}

// A Plan is edits that are made together or not at all.
type Plan []Edit

// Empty reports whether the plan changes nothing.
func (p Plan) Empty() bool { return !slices.ContainsFunc(p, Edit.changes) }

// Then returns one plan that does what p does and then next, which was made
// from what p leaves. A file that both edit is edited once, where next does it.
func (p Plan) Then(next Plan) Plan {
	var out Plan
	for _, e := range p {
		if next.of(e.Path) == nil {
			out = append(out, e)
		}
	}
	for _, e := range next {
		if first := p.of(e.Path); first != nil {
			e.Old = first.Old
		}
		out = append(out, e)
	}
	return out
}

// of returns the edit of a file, or nil.
func (p Plan) of(name string) *Edit {
	for i := range p {
		if p[i].Path == name {
			return &p[i]
		}
	}
	return nil
}

// Diff returns the plan as a unified diff, its files
// in the order of the plan. Bytes of the files appear as they are: whoever
// shows the diff neutralises control characters.
func (p Plan) Diff() string {
	var b strings.Builder
	for _, e := range p {
		if e.changes() {
			b.WriteString(e.diff())
		}
	}
	return b.String()
}

func (e Edit) diff() string {
	from, to := "a/"+e.Path, "b/"+e.Path
	if e.Old == nil {
		from = "/dev/null"
	}
	if e.New == nil {
		to = "/dev/null"
	}
	if bytes.Equal(e.Old, e.New) { // an empty file comes or goes: no line differs
		return "--- " + from + "\n+++ " + to + "\n"
	}
	return udiff.Unified(from, to, string(e.Old), string(e.New))
}
