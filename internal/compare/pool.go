package compare

// A pool is the base's things that no thing of the head is paired with yet.
// Looking each up, and not searching for it, keeps a comparison linear.
type pool struct {
	things         []thing
	taken          []bool
	byID, byAnchor map[string][]int // indices of things, in their order; an empty anchor is none
}

func newPool(things []thing) *pool {
	p := &pool{
		things: things, taken: make([]bool, len(things)),
		byID: map[string][]int{}, byAnchor: map[string][]int{},
	}
	for i, t := range things {
		p.byID[t.id] = append(p.byID[t.id], i)
		if t.anchor != "" {
			p.byAnchor[t.anchor] = append(p.byAnchor[t.anchor], i)
		}
	}
	return p
}

// take removes the first thing that is left under a name in one of the two
// indices. It drops those that the other index has taken on the way.
func (p *pool) take(index map[string][]int, name string) (thing, bool) {
	list := index[name]
	for len(list) > 0 && p.taken[list[0]] {
		list = list[1:]
	}
	if len(list) == 0 {
		index[name] = nil
		return thing{}, false
	}
	p.taken[list[0]] = true
	index[name] = list[1:]
	return p.things[list[0]], true
}
