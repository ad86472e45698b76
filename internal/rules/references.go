package rules

import (
	"encoding/json"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// A reference is one eval_ref and what it resolves to.
type reference struct {
	registry.Resolution
	text    string
	index   int
	foreign bool // it resolves to an evaluation of another model
}

// A referrer is an entry with its references and the evaluations of its own.
type referrer struct {
	*registry.Entry
	refs   []reference
	own    owned
	newest *registry.Evaluation // of its own; nil without any
}

// referrers resolves the references of every entry of a tree.
func referrers(s *snapshot.Snapshot) []referrer {
	o := newOwnership(s)
	var out []referrer
	for e := range s.Registry.All() {
		m := o.metrics.of(e)
		r := referrer{Entry: e, own: ownedBy(e, m)}
		r.newest = o.newest.among(r.own)
		for i, text := range e.EvalRefs {
			if text == "" {
				continue // the schema says so
			}
			ref := reference{Resolution: s.Evaluations.Resolve(text, e), text: text, index: i}
			ref.foreign = ref.One != nil && o.isForeign(ref.One, e, m, r.own)
			r.refs = append(r.refs, ref)
		}
		out = append(out, r)
	}
	return out
}

// aboutRef begins a finding about a reference that should be to the evaluation
// to, nil when that is unknown. Where its key names it alone, the finding
// carries the repair.
func aboutRef(p *check.Pass, r referrer, ref reference, to *registry.Evaluation) diag.Finding {
	f := diag.Finding{
		Place: r.AtElem("eval_refs", ref.index), Subject: r.Subject(), ModelID: r.ModelID, Key: ref.text,
	}
	switch {
	case to == nil:
	case p.Evaluations.Resolve(to.Key(), r.Entry).Match == registry.MatchExact:
		f.Help = fmt.Sprintf("write %q", to.Key())
		f.Fix = replaceRef(r.Entry, ref.index, to.Key())
	default:
		f.Help = `give the evaluation an "id" and write that`
	}
	return f
}

func replaceRef(e *registry.Entry, i int, key string) *diag.Fix {
	text, err := json.Marshal(key)
	if err != nil {
		return nil // no string can make it fail
	}
	n := e.Node.Get("eval_refs").Elems()[i]
	return &diag.Fix{File: e.Doc.Name, Edits: []diag.Edit{{StartByte: n.Start, EndByte: n.End, Text: string(text)}}}
}
