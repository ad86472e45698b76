package edit

import "github.com/cmmv-hive/modelgate/internal/registry"

// A Clash is a model with two entries between which only a person can decide.
// A nil entry is none: that side removed the model.
type Clash struct {
	ModelID      string
	Ours, Theirs *registry.Entry
	// Unsided: nothing tells whose entries they are. They are the first and the
	// second one in conflict, and only the present entry can be kept.
	Unsided bool
}

// Decide settles clashes in a registry as it stands. It returns those that no
// decision covers, and then New is nil.
func Decide(current *registry.File, clashes []Clash, decisions map[string]Side) (r Result, open []Clash, err error) {
	var u registry.Update
	for _, c := range clashes {
		present := current.Find(c.ModelID)
		r.Settled = append(r.Settled, c.ModelID)
		switch d := decisions[c.ModelID]; {
		case d == Keep:
			r.Unchanged = append(r.Unchanged, c.ModelID)
		case d == Ours && !c.Unsided:
			r.put(&u, c.ModelID, present, c.Ours)
		case d == Theirs && !c.Unsided:
			r.put(&u, c.ModelID, present, c.Theirs)
		default:
			open = append(open, c)
		}
	}
	if len(open) > 0 {
		return Result{}, open, nil
	}
	r.New, err = registry.Rewrite(current.Doc, u)
	return r, nil, err
}

func same(a, b *registry.Entry) bool {
	if a == nil || b == nil {
		return a == b
	}
	return equal(a.Node, b.Node)
}

// raw is an entry's JSON text, nil for none.
func raw(e *registry.Entry) []byte {
	if e == nil {
		return nil
	}
	return e.Doc.Raw(e.Node)
}
