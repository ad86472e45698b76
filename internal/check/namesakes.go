package check

import (
	"encoding/json"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// claim says which names an evaluation takes that is new under one that others
// of the base have already. Nothing but its own words gives an evaluation its
// name, so what was waived for the old one must not hide what the new one does.
func (p *Pass) claim(v *registry.Evaluation) diag.Claim {
	if p.Input.Base == nil || len(p.Config.Suppressions) == 0 {
		return 0
	}
	if p.namesakes == nil {
		p.namesakes = namesakes(p.Input.Head.Evaluations, p.Input.Base.Evaluations)
	}
	return p.namesakes[v]
}

// namesakes finds the evaluations of the head that the base does not have,
// among those of a name that more have at the head than at the base.
func namesakes(head, base *registry.Evaluations) map[*registry.Evaluation]diag.Claim {
	now, was := byName(head), byName(base)
	out := map[*registry.Evaluation]diag.Claim{}
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
				out[v] = max(out[v], taking(v, name))
			}
		}
	}
	return out
}

// taking is the claim of an evaluation that takes another's name. An id that is
// its own stays its own where it shares a stem.
func taking(v *registry.Evaluation, name string) diag.Claim {
	if v.ID != "" && v.ID != name {
		return diag.ClaimsIdentity
	}
	return diag.ClaimsSubject
}

// byName lists evaluations by the names that suppressions may call them.
func byName(all *registry.Evaluations) map[string][]*registry.Evaluation {
	out := map[string][]*registry.Evaluation{}
	for v := range all.All() {
		key, stem := v.Key(), v.Stem()
		out[key] = append(out[key], v)
		if stem != key {
			out[stem] = append(out[stem], v)
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
