package edit

import (
	"fmt"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// wrapped brings the properties that their side changed beside the entries into
// a merged registry. Where the bases do not tell who changed one, what is there
// stays, and two values are for a person to choose from.
func (m Merge) wrapped(src []byte) ([]byte, error) {
	for _, name := range m.properties() {
		o, t := property(m.Ours.File, name), property(m.Theirs.File, name)
		b, known := m.based(name)
		switch {
		case equal(o, t), known && equal(b, t), !known && t == nil:
		case known && equal(b, o), !known && o == nil:
			src = withProperty(src, name, m.Theirs.File, t)
		default:
			return nil, Refusal{fmt.Sprintf("the registry's own property %q was changed on both sides; merge the file by hand", name)}
		}
	}
	return src, nil
}

// properties are the names of what either wrapper holds beside what every
// registry has.
func (m Merge) properties() []string {
	var out []string
	for _, f := range []*registry.File{m.Ours.File, m.Theirs.File} {
		if f == nil {
			continue
		}
		for _, n := range f.Doc.Root.Members() {
			if n.Name != "schema_version" && n.Name != "models" && !slices.Contains(out, n.Name) {
				out = append(out, n.Name)
			}
		}
	}
	return out
}

func property(f *registry.File, name string) *jsondoc.Node {
	if f == nil {
		return nil
	}
	return f.Doc.Root.Get(name)
}

// based is what both sides started from; not known without a base, nor where
// several differ.
func (m Merge) based(name string) (n *jsondoc.Node, known bool) {
	for i, f := range m.Bases {
		b := property(f, name)
		if i > 0 && !equal(n, b) {
			return nil, false
		}
		n = b
	}
	return n, len(m.Bases) > 0
}

// withProperty gives the wrapper a property that n is in another file; nil
// takes it out.
func withProperty(src []byte, name string, from *registry.File, n *jsondoc.Node) []byte {
	doc, _ := jsondoc.Parse("registry", src, jsondoc.Limits{Bytes: int64(len(src)) + 1})
	members := doc.Root.Members()
	i := slices.IndexFunc(members, func(m *jsondoc.Node) bool { return m.Name == name })
	var s jsondoc.Splice
	switch {
	case n == nil:
		s = doc.RemoveElement(doc.Root, i)
	case i >= 0:
		s = doc.ReplaceValue(members[i], string(from.Doc.Raw(n)))
	default:
		s = doc.InsertMember(doc.Root, members[len(members)-1], name, string(from.Doc.Raw(n)))
	}
	return jsondoc.Apply(src, []jsondoc.Splice{s})
}
