package views

import (
	"bytes"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// A Fault is a view that says something else than the registry.
type Fault struct {
	View   string
	Path   string // of its file, from the tree's top
	Place  diag.Place
	What   string // what is different: `"acme-one" is missing`
	Edited bool   // a person changed it; else it was rendered from another registry
}

// Check returns the views in the tree that are not what its registry gives, in
// the order of Names. Views that are not there are no faults, nor are files
// that this program did not make.
//
// A view was edited when it says what neither the registry gives nor the
// base's, and the base's view did not say either; when it lacks what the
// registry gives and the base's view said; or when it lost its mark. Without a
// base that can't be told, and every difference is taken for an older
// rendering. A view that was rendered from a registry between base and head
// counts as edited, because no one can tell from where it came.
func Check(s, base *snapshot.Snapshot) []Fault {
	if s.RegistryState != snapshot.Present {
		return nil
	}
	var out []Fault
	for _, v := range all() {
		if f, ok := v.check(s, base); ok {
			f.View = v.name
			out = append(out, f)
		}
	}
	return out
}

func (v view) check(s, base *snapshot.Snapshot) (f Fault, found bool) {
	now, before := v.standing(s), standing{}
	if base != nil {
		before = v.standing(base)
	}
	f.Path = now.path
	switch {
	case now.state == foreign && before.state == ours:
		f.Place, f.What, f.Edited = now.place(now.node), "its generator mark is gone", true
		return f, true
	case now.state != ours:
		return f, false
	case now.node == nil:
		f.Place, f.What = now.fault.Place, "it is no JSON: "+now.fault.Message
		f.Edited = base != nil && !bytes.Equal(now.src, before.src)
		return f, true
	}
	want := v.render(s)
	if same(now.node, want) {
		return f, false
	}
	at, what := firstDifference(now.node, want)
	f.Place, f.What = now.place(at), what
	f.Edited = base != nil && v.edited(now.node, want, base)
	return f, true
}

func (v view) edited(now, want *jsondoc.Node, base *snapshot.Snapshot) bool {
	said, rendered, before := pieces(now), pieces(want), map[string]bool{}
	if at := v.standing(base); at.state == ours {
		before = pieces(at.node)
	}
	earlier := map[string]bool{}
	if base.RegistryState == snapshot.Present {
		earlier = pieces(v.render(base))
	}
	for p := range said {
		if !rendered[p] && !earlier[p] && !before[p] {
			return true
		}
	}
	for p := range before {
		if rendered[p] && !said[p] {
			return true
		}
	}
	return false
}

// pieces are what a view says, line by line: each of its members, and of lists
// each element.
func pieces(n *jsondoc.Node) map[string]bool {
	out := map[string]bool{}
	for _, m := range n.Members() {
		if len(m.Children) == 0 {
			out[piece(m)] = true
		}
		for _, c := range m.Children {
			out[jsondoc.EscapeToken(m.Name)+"/"+piece(c)] = true
		}
	}
	return out
}

func piece(n *jsondoc.Node) string { return jsondoc.EscapeToken(n.Name) + ":" + inline(n) }

// place is where a value stands in the view's file.
func (at standing) place(n *jsondoc.Node) diag.Place {
	if at.doc == nil || n == nil {
		return diag.InFile(at.path)
	}
	return at.doc.Place(n)
}

// firstDifference says in what a view is not the one that is wanted, and where:
// at the value that is wrong, or at the one that lacks something.
func firstDifference(now, want *jsondoc.Node) (at *jsondoc.Node, what string) {
	for _, w := range want.Children {
		n := now.Get(w.Name)
		switch {
		case n == nil:
			return now, fmt.Sprintf("%q is missing", w.Name)
		case same(n, w):
		case n.Kind == w.Kind && n.Kind != jsondoc.String:
			return listDifference(n, w)
		default:
			return n, fmt.Sprintf("%q differs", w.Name)
		}
	}
	for _, n := range now.Children {
		if want.Get(n.Name) == nil {
			return n, fmt.Sprintf("%q does not belong there", n.Name)
		}
	}
	return now, "its keys are in another order"
}

func listDifference(now, want *jsondoc.Node) (at *jsondoc.Node, what string) {
	wanted, labels := map[string]bool{}, map[string]bool{}
	for _, w := range want.Children {
		wanted[piece(w)], labels[label(w)] = true, true
	}
	there := map[string]bool{}
	for _, n := range now.Children {
		switch {
		case wanted[piece(n)]:
			there[piece(n)] = true
		case labels[label(n)]:
			return n, fmt.Sprintf("%q differs", label(n))
		default:
			return n, fmt.Sprintf("%q does not belong there", label(n))
		}
	}
	for _, w := range want.Children {
		if !there[piece(w)] {
			return now, fmt.Sprintf("%q is missing", label(w))
		}
	}
	return now, fmt.Sprintf("%q is in another order, or names one twice", want.Name)
}

// label is the name of a list's element for people.
func label(n *jsondoc.Node) string {
	for _, name := range []string{n.Name, n.Get("model_id").Str(), n.Get("fullModel").Str()} {
		if name != "" {
			return name
		}
	}
	return inline(n)
}
