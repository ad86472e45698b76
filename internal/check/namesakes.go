package check

import (
	"encoding/json"

	"github.com/cmmv-hive/modelgate/internal/registry"
)

// isNamesake reports whether an evaluation is new under a name that one of the
// base has already. Nothing but its own words gives an evaluation its name, so
// what was waived for the old one must not hide what the new one does.
func (p *Pass) isNamesake(v *registry.Evaluation) bool {
	if p.Input.Base == nil || len(p.Config.Suppressions) == 0 {
		return false
	}
	if p.namesakes == nil {
		p.namesakes = namesakes(p.Input.Head.Evaluations, p.Input.Base.Evaluations)
	}
	return p.namesakes[v]
}

// namesakes finds the evaluations of the head that the base does not have,
// among those of a name that more have at the head than at the base.
func namesakes(head, base *registry.Evaluations) map[*registry.Evaluation]bool {
	now, was := byName(head), byName(base)
	out := map[*registry.Evaluation]bool{}
	for name, list := range now {
		old := was[name]
		if len(old) == 0 || len(list) <= len(old) {
			continue
		}
		known := map[string]bool{}
		for _, v := range old {
			known[content(v)] = true
		}
		for _, v := range list {
			if !known[content(v)] {
				out[v] = true
			}
		}
	}
	return out
}

// byName lists evaluations by the names that suppressions may call them.
func byName(all *registry.Evaluations) map[string][]*registry.Evaluation {
	out := map[string][]*registry.Evaluation{}
	for v := range all.All() {
		key, anchor := v.Key(), v.Anchor()
		out[key] = append(out[key], v)
		if anchor != key {
			out[anchor] = append(out[anchor], v)
		}
	}
	return out
}

// content is what an evaluation says, however the file is formatted.
func content(v *registry.Evaluation) string {
	text, err := json.Marshal(v.Node.Value())
	if err != nil {
		return v.Doc.Name + v.Node.Pointer() // like no other's
	}
	return string(text)
}
