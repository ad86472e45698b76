package registry

import "slices"

// An Owner is what an evaluation says whose it is: a model_id, or an identity
// where it has none. The zero Owner is unknown.
type Owner struct{ ModelID, Identity string }

// Owner returns whose evaluation it is.
func (v *Evaluation) Owner() Owner {
	if v.ModelID != "" {
		return Owner{ModelID: v.ModelID}
	}
	return Owner{Identity: v.identity}
}

// Owners lists the owners whose evaluations are the entry's.
func (e *Entry) Owners() []Owner {
	var out []Owner
	if e.ModelID != "" {
		out = append(out, Owner{ModelID: e.ModelID})
	}
	for _, id := range e.Identities() {
		out = append(out, Owner{Identity: id})
	}
	return out
}

// candidates are the evaluations of one key, in file order. The newest of each
// owner is kept: thousands of evaluations may share a key that thousands of
// entries refer to.
type candidates struct {
	all    []*Evaluation
	newest map[Owner]*Evaluation
}

func (c *candidates) len() int {
	if c == nil {
		return 0
	}
	return len(c.all)
}

func (c *candidates) add(v *Evaluation) {
	c.all = append(c.all, v)
	switch len(c.all) {
	case 1: // most keys have no other
		return
	case 2:
		c.newest = map[Owner]*Evaluation{}
		c.count(c.all[0])
	}
	c.count(v)
}

func (c *candidates) count(v *Evaluation) {
	if o := v.Owner(); o != (Owner{}) {
		c.newest[o] = Newer(c.newest[o], v)
	}
}

// newestOf returns the newest candidate that is the entry's, nil for none.
func (c *candidates) newestOf(e *Entry) *Evaluation {
	switch c.len() {
	case 0:
		return nil
	case 1:
		if slices.Contains(e.Owners(), c.all[0].Owner()) {
			return c.all[0]
		}
		return nil
	}
	var newest *Evaluation
	for _, o := range e.Owners() {
		newest = Newer(newest, c.newest[o])
	}
	return newest
}

// Newer returns the one of two evaluations of a file that changed last; between
// equal dates the later one in the file. Either may be nil.
func Newer(a, b *Evaluation) *Evaluation {
	switch {
	case b == nil:
		return a
	case a == nil:
		return b
	}
	if c := a.LastChange().Compare(b.LastChange()); c < 0 || c == 0 && a.Index < b.Index {
		return b
	}
	return a
}
