package edit

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// A Side is one of the two sides of a merge.
type Side string

// The sides, as git calls them.
const (
	Ours   Side = "ours"
	Theirs Side = "theirs"
)

// A Merge rebuilds a registry from both sides of a git merge, model by model.
// Nil files have no entries.
type Merge struct {
	Base, Ours, Theirs *registry.File
	Decisions          map[string]Side // by model id, for models changed on both sides
}

// A Clash is a model that both sides changed, to different entries.
type Clash struct{ ModelID, Ours, Theirs string }

// Plan computes the merged registry, in the style of our side. Updated and
// Removed hold what their side brings; Clashes are those that no decision
// covers, and then New is nil.
func (m Merge) Plan() (r Result, clashes []Clash, err error) {
	base, ours, theirs := byID(m.Base), byID(m.Ours), byID(m.Theirs)
	var u registry.Update
	for _, id := range slices.Sorted(maps.Keys(union3(base, ours, theirs))) {
		b, o, t := base[id], ours[id], theirs[id]
		switch {
		case same(o, t) || same(b, t):
			continue // theirs brings nothing
		case !same(b, o): // both changed it
			switch m.Decisions[id] {
			case Ours:
				continue
			case Theirs:
			default:
				clashes = append(clashes, Clash{id, shown(o), shown(t)})
				continue
			}
		}
		if t == nil {
			u.Remove = append(u.Remove, id)
			r.Removed = append(r.Removed, id)
			continue
		}
		u.Put = append(u.Put, string(t.Doc.Raw(t.Node)))
		if o == nil {
			r.Added = append(r.Added, id)
		} else {
			r.Updated = append(r.Updated, id)
		}
	}
	if len(clashes) > 0 {
		return Result{}, clashes, nil
	}
	var doc *jsondoc.Document
	if m.Ours != nil {
		doc = m.Ours.Doc
	}
	r.New, err = registry.Rewrite(doc, u)
	return r, nil, err
}

// Decide settles the models of ids in a registry as it stands: each takes the
// side that was decided for it, those of keep stay. The others are clashes, and
// then New is nil.
func (m Merge) Decide(current *registry.File, ids, keep []string) (r Result, clashes []Clash, err error) {
	ours, theirs := byID(m.Ours), byID(m.Theirs)
	var u registry.Update
	for _, id := range ids {
		e := ours[id]
		switch {
		case slices.Contains(keep, id):
			r.Unchanged = append(r.Unchanged, id)
			continue
		case m.Decisions[id] == Theirs:
			e = theirs[id]
		case m.Decisions[id] != Ours:
			clashes = append(clashes, Clash{id, shown(ours[id]), shown(theirs[id])})
			continue
		}
		if e == nil {
			u.Remove = append(u.Remove, id)
			r.Removed = append(r.Removed, id)
			continue
		}
		u.Put = append(u.Put, string(e.Doc.Raw(e.Node)))
		r.Updated = append(r.Updated, id)
	}
	if len(clashes) > 0 {
		return Result{}, clashes, nil
	}
	r.New, err = registry.Rewrite(current.Doc, u)
	return r, nil, err
}

func byID(f *registry.File) map[string]*registry.Entry {
	out := map[string]*registry.Entry{}
	for e := range f.All() {
		if e.ModelID != "" && out[e.ModelID] == nil {
			out[e.ModelID] = e
		}
	}
	return out
}

func union3(maps ...map[string]*registry.Entry) map[string]bool {
	out := map[string]bool{}
	for _, m := range maps {
		for id := range m {
			out[id] = true
		}
	}
	return out
}

func same(a, b *registry.Entry) bool {
	if a == nil || b == nil {
		return a == b
	}
	return reflect.DeepEqual(a.Node.Value(), b.Node.Value())
}

// shown is an entry in a few words.
func shown(e *registry.Entry) string {
	if e == nil {
		return "removed"
	}
	return string(e.Role) + ", " + string(e.SizeClass) + ", " + string(e.Status) + ", updated " + cmp.Or(e.UpdatedAt, e.CreatedAt)
}
