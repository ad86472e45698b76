package edit

import (
	"maps"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// A Side is one of the two sides of a merge, or what stands there now.
type Side string

// The sides, as git calls them, and the present entry.
const (
	Ours   Side = "ours"
	Theirs Side = "theirs"
	Keep   Side = "keep"
)

// A Line is what one side of a merge has. A nil file has no entries; a nil log
// is unknown.
type Line struct {
	File *registry.File
	Log  *audit.Log
}

// A Merge rebuilds a registry from both sides of a git merge, model by model.
type Merge struct {
	// Bases are what both sides started from: more than one where they were
	// merged into each other before, none where it is unknown. Nil is a base
	// without a registry.
	Bases        []*registry.File
	Ours, Theirs Line
	Log          *audit.Log      // of both sides together; nil: entries alone are compared
	Decisions    map[string]Side // by model id; they go before all else
}

// Plan computes the merged registry, in the style of our side. Updated and
// Removed hold what their side brings; Clashes are those that no decision
// covers, and then New is nil. What can't be merged by model ids is a Refusal.
func (m Merge) Plan() (r Result, clashes []Clash, err error) {
	if err := m.mergeable(); err != nil {
		return r, nil, err
	}
	ours, theirs := byID(m.Ours.File), byID(m.Theirs.File)
	all := maps.Clone(ours)
	maps.Copy(all, theirs)
	var u registry.Update
	for _, id := range slices.Sorted(maps.Keys(all)) {
		o, t := ours[id], theirs[id]
		side, settled := m.winner(id, o, t)
		if settled {
			r.Settled = append(r.Settled, id)
		}
		switch side {
		case Ours:
		case Theirs:
			r.put(&u, id, o, t)
		default:
			clashes = append(clashes, Clash{ModelID: id, Ours: o, Theirs: t})
		}
	}
	if len(clashes) > 0 {
		return Result{}, clashes, nil
	}
	var doc *jsondoc.Document
	if m.Ours.File != nil {
		doc = m.Ours.File.Doc
	}
	if r.New, err = registry.Rewrite(doc, u); err == nil {
		r.New, err = m.wrapped(r.New)
	}
	return r, nil, err
}

// winner says whose entry a model takes, "" when only a person can tell, and
// whether that settles what the log alone has in conflict.
func (m Merge) winner(id string, o, t *registry.Entry) (side Side, settled bool) {
	d := m.Decisions[id]
	if same(o, t) {
		return Ours, d != "" // theirs brings nothing
	}
	if d != "" {
		return d, true
	}
	if m.Log == nil || !m.Ours.accounts(id, o) || !m.Theirs.accounts(id, t) {
		return m.changed(id, o, t), false
	}
	if side = m.newer(id); side != "" {
		return side, false
	}
	if side = m.given(id, o, t); side == "" && (m.Ours.adopted(id) || m.Theirs.adopted(id)) {
		side = m.changed(id, o, t)
	}
	return side, side != ""
}

// given asks what both logs give together: one side's entry where the other
// side only took up what stood there.
func (m Merge) given(id string, o, t *registry.Entry) Side {
	ours, theirs := m.Log.Gives(id, raw(o)), m.Log.Gives(id, raw(t))
	switch {
	case ours && !theirs:
		return Ours
	case theirs && !ours:
		return Theirs
	}
	return ""
}

// adopted reports whether a side only took up an entry that no record told of:
// two branches that each begin the log have not both changed every model.
func (l Line) adopted(id string) bool {
	return !slices.ContainsFunc(l.Log.Newest(id), func(r audit.Record) bool {
		return r.Op != audit.Adopt || !slices.ContainsFunc(r.Changes, func(c audit.Change) bool {
			return c.ModelID == id && c.Before == nil
		})
	})
}

// accounts reports whether a side's own log gives its entry, so that no hand
// edit is overlooked when the records are compared.
func (l Line) accounts(id string, e *registry.Entry) bool {
	return l.Log != nil && l.Log.Gives(id, raw(e))
}

// newer asks the records: a side wins when it knows all newest changes of the
// model, since they then descend from what the other side has.
func (m Merge) newer(id string) Side {
	newest := names(m.Log, id)
	switch {
	case slices.Equal(newest, names(m.Ours.Log, id)):
		return Ours
	case slices.Equal(newest, names(m.Theirs.Log, id)):
		return Theirs
	}
	return ""
}

func names(l *audit.Log, id string) []string {
	var out []string
	for _, r := range l.Newest(id) {
		out = append(out, r.Name)
	}
	slices.Sort(out)
	return out
}

// changed asks the bases: a side wins when it alone changed the entry since.
// Where bases differ nothing is known of where the model started from.
func (m Merge) changed(id string, o, t *registry.Entry) Side {
	if len(m.Bases) == 0 {
		return ""
	}
	b := m.Bases[0].Find(id)
	if slices.ContainsFunc(m.Bases, func(f *registry.File) bool { return !same(f.Find(id), b) }) {
		return ""
	}
	switch {
	case same(b, t):
		return Ours
	case same(b, o):
		return Theirs
	}
	return ""
}

// put makes e the entry of a model that has old, nil for none.
func (r *Result) put(u *registry.Update, id string, old, e *registry.Entry) {
	switch {
	case e == nil && old == nil:
		return
	case e == nil:
		u.Remove = append(u.Remove, id)
		r.Removed = append(r.Removed, id)
		return
	case old == nil:
		r.Added = append(r.Added, id)
	default:
		r.Updated = append(r.Updated, id)
	}
	u.Put = append(u.Put, string(raw(e)))
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
