package edit

import (
	"cmp"
	"encoding/json"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// unfitFor says what of the entry stands in the way of a new status; "" when
// nothing does.
func (c SetStatus) unfitFor(e *registry.Entry) string {
	fault := unfit(e, e.Node, jsondoc.String, "status", "updated_at")
	at := c.dated()
	if fault != "" || e.SchemaVersion != "1.1" || at == "" {
		return fault
	}
	members := []string{at, "reason"}
	if c.ReplacedBy != "" {
		members = append(members, "replaced_by")
	}
	return cmp.Or(unfit(e, e.Node, jsondoc.Object, "lifecycle"),
		unfit(e, e.Node.Get("lifecycle"), jsondoc.String, members...))
}

// dated is the member of lifecycle that has the date of the new status; "" for
// an active model, since the log has that.
func (c SetStatus) dated() string {
	return map[registry.Status]string{registry.Deprecated: "deprecated_at", registry.Archived: "archived_at"}[c.Status]
}

// setLifecycle records when and why a 1.1 entry changed its status; what stood
// there before stays.
func (d *draft) setLifecycle(c SetStatus) {
	at := c.dated()
	if at == "" {
		return
	}
	if d.get("lifecycle") == nil {
		d.set("lifecycle", "{}")
	}
	d.setMember("lifecycle", at, stamp(c.Now))
	d.setMember("lifecycle", "reason", c.Reason)
	if c.ReplacedBy != "" {
		d.setMember("lifecycle", "replaced_by", c.ReplacedBy)
	}
}

// setMember gives a member of an object field a text.
func (d *draft) setMember(field, name, value string) {
	object := d.get(field)
	var s jsondoc.Splice
	if n := object.Get(name); n != nil {
		s = d.doc.ReplaceValue(n, jsondoc.Quote(value))
	} else {
		var last *jsondoc.Node
		if members := object.Members(); len(members) > 0 {
			last = members[len(members)-1]
		}
		s = d.doc.InsertMember(object, last, name, jsondoc.Quote(value))
	}
	d.doc, _ = jsondoc.Parse(d.doc.Name, jsondoc.Apply(d.doc.Src, []jsondoc.Splice{s}), jsondoc.Limits{})
}

// A source is one record of provenance.
type source struct {
	Path   string `json:"path"`
	Blob   string `json:"blob"`
	Commit string `json:"commit,omitempty"`
}

// recordProvenance writes the blob, and where known the commit, of every
// source file. The blob is what counts: a record of the same blob is kept as
// it is, whatever commit carries it now. What is no provenance stays, for the
// schema to refuse.
func (d *draft) recordProvenance(of Provenance) {
	if !isProvenance(d.get("provenance")) {
		return
	}
	kept := map[[2]string]source{}
	for _, n := range d.get("provenance").Elems() {
		s := source{n.Get("path").Str(), n.Get("blob").Str(), n.Get("commit").Str()}
		kept[[2]string{s.Path, s.Blob}] = s
	}
	var list []source
	for _, p := range d.entry().SourceFiles {
		blob, commit, ok := of(p)
		if !ok {
			continue
		}
		s := source{p, blob, commit}
		if k, known := kept[[2]string{p, blob}]; known {
			s = k
		}
		list = append(list, s)
	}
	if len(list) == 0 {
		return
	}
	text, err := json.Marshal(list)
	if err != nil {
		return // cannot be: strings always encode
	}
	d.set("provenance", string(text))
}
