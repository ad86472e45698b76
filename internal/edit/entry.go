package edit

import (
	"encoding/json"
	"reflect"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// A draft is an entry in the making: a document of its own that is edited by
// splices, so that unknown properties and number spellings stay.
type draft struct{ doc *jsondoc.Document }

func newDraft(e *registry.Entry) *draft {
	doc, _ := jsondoc.Parse(e.Doc.Name, slices.Clone(e.Doc.Raw(e.Node)), jsondoc.Limits{})
	return &draft{doc}
}

func (d *draft) get(name string) *jsondoc.Node { return d.doc.Root.Get(name) }

// set gives a field a JSON text, behind the fields that precede it.
func (d *draft) set(name, text string) {
	var s jsondoc.Splice
	if n := d.get(name); n != nil {
		s = d.doc.ReplaceValue(n, text)
	} else {
		s = d.doc.InsertMember(d.doc.Root, d.before(name), name, text)
	}
	d.doc, _ = jsondoc.Parse(d.doc.Name, jsondoc.Apply(d.doc.Src, []jsondoc.Splice{s}), jsondoc.Limits{})
}

// before is the last member that precedes a field in canonical order.
func (d *draft) before(name string) *jsondoc.Node {
	fields := registry.Fields()
	rank := slices.Index(fields, name)
	var at *jsondoc.Node
	for _, m := range d.doc.Root.Members() {
		if i := slices.Index(fields, m.Name); i >= 0 && i < rank {
			at = m
		}
	}
	return at
}

// setText gives a field a text. A value of another kind stays, for the schema to
// refuse.
func (d *draft) setText(name, value string) {
	if n := d.get(name); n == nil || n.Is(jsondoc.String) {
		d.set(name, jsondoc.Quote(value))
	}
}

// setList gives a field a list of texts. Anything else stays, for the schema to
// refuse.
func (d *draft) setList(name string, values []string) {
	if !isTexts(d.get(name)) {
		return
	}
	text, err := json.Marshal(values)
	if err != nil {
		return // cannot be: strings always encode
	}
	d.set(name, string(text))
}

func (d *draft) entry() *registry.Entry { return registry.NewEntry(d.doc, d.doc.Root) }

// text is the entry in canonical form.
func (d *draft) text() string { return string(registry.Canonical(d.doc)) }

// sameBut reports whether two entries say the same apart from some fields.
func sameBut(a, b *registry.Entry, except ...string) bool {
	return reflect.DeepEqual(valueBut(a, except), valueBut(b, except))
}

func valueBut(e *registry.Entry, except []string) any {
	m, ok := e.Node.Value().(map[string]any)
	if !ok {
		return nil
	}
	for _, name := range except {
		delete(m, name)
	}
	return m
}
