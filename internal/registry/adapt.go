package registry

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// Kept is the one property under which an entry of version 1.0 keeps what only
// version 1.1 can say: an object of that version's properties. The schema of
// 1.0 allows it, and going back to 1.1 takes them out of it again.
const Kept = "x_modelgate_1_1"

// OwnPrefix stands in version 1.1 before the name of a property that an entry
// of version 1.0 has called by a name of 1.1, meaning something of its own by
// it. Going back to 1.0 takes it off again. The property stays where it is, so
// that it comes back byte for byte in any layout.
const OwnPrefix = "x_modelgate_1_0_"

// Adapt returns the text of an entry in another schema version, as it is to
// stand in the entry's place. An entry of that version is returned byte for
// byte. Nothing is lost and nothing made up: properties that no version knows
// stay where they are, what 1.0 cannot say goes under Kept, and what 1.0 calls
// by a name of 1.1 gets the OwnPrefix. Text that is written anew follows the
// entry's own style, in canonical order.
func Adapt(doc *jsondoc.Document, entry *jsondoc.Node, to string) ([]byte, error) {
	if err := checkVersion(to); err != nil {
		return nil, err
	}
	version := entry.Get("schema_version")
	if !version.Is(jsondoc.String) {
		return nil, fmt.Errorf("it has no schema_version")
	}
	if err := checkVersion(version.Text); err != nil {
		return nil, err
	}
	if version.Text == to {
		return doc.Raw(entry), nil
	}
	return adaptText(doc, entry, to)
}

func adaptText(doc *jsondoc.Document, entry *jsondoc.Node, to string) ([]byte, error) {
	// The entry becomes a document of its own, so that an edit costs no more
	// than the entry. It keeps its first line's blanks, which show the indent.
	indent := indentAt(doc.Src, entry.Start)
	a := adapter{name: doc.Name, depth: jsondoc.DefaultLimits().Depth - depth(entry)}
	if err := a.parse(append([]byte(indent), doc.Raw(entry)...)); err != nil {
		return nil, err
	}
	step := a.down
	if to == "1.1" {
		step = a.up
	}
	if err := step(); err != nil {
		return nil, err
	}
	if err := a.apply(a.doc.ReplaceValue(a.doc.Root.Get("schema_version"), jsondoc.Quote(to))); err != nil {
		return nil, err
	}
	return a.doc.Src[len(indent):], nil
}

// An adapter edits one entry, an edit at a time.
type adapter struct {
	name  string
	depth int // how deep the entry may be nested where it stands
	doc   *jsondoc.Document
}

// up sets aside what has a name of 1.1, and takes out what is kept.
func (a *adapter) up() error {
	if err := a.setAside(); err != nil {
		return err
	}
	kept := a.doc.Root.Get(Kept)
	if kept == nil {
		return nil
	}
	if err := checkKept(kept); err != nil {
		return err
	}
	values := a.texts(kept)
	if err := a.apply(a.doc.RemoveElement(a.doc.Root, kept.Index)); err != nil {
		return err
	}
	for _, m := range values {
		if err := a.apply(a.doc.InsertMembers(a.doc.Root, memberBefore(a.doc.Root, m.Name), m)); err != nil {
			return err
		}
	}
	return nil
}

// checkKept refuses what no step down has written: to take it apart would lose
// where it stood.
func checkKept(kept *jsondoc.Node) error {
	if len(kept.Members()) == 0 {
		return fmt.Errorf("%q is no object of properties of version 1.1", Kept)
	}
	for _, m := range kept.Members() {
		if !slices.Contains(fieldsSince11(), m.Name) {
			return fmt.Errorf("%q holds %q, which is no property of version 1.1", Kept, m.Name)
		}
	}
	return nil
}

// down keeps what 1.0 cannot say.
func (a *adapter) down() error {
	if a.doc.Root.Get(Kept) != nil {
		return fmt.Errorf("%q stands in an entry of version 1.1 already", Kept)
	}
	values := a.texts(a.doc.Root)
	if len(values) == 0 {
		return a.giveBack()
	}
	parts := make([]string, len(values))
	for i, m := range values {
		parts[i] = jsondoc.Quote(m.Name) + ":" + m.Value
		if err := a.apply(a.doc.RemoveElement(a.doc.Root, a.doc.Root.Get(m.Name).Index)); err != nil {
			return err
		}
	}
	last := a.doc.Root.Children[len(a.doc.Root.Children)-1]
	if err := a.apply(a.doc.InsertMember(a.doc.Root, last, Kept, "{"+strings.Join(parts, ",")+"}")); err != nil {
		return err
	}
	return a.giveBack()
}

// setAside puts the OwnPrefix before the names of 1.1.
func (a *adapter) setAside() error {
	for _, name := range fieldsSince11() {
		if a.doc.Root.Get(OwnPrefix+name) != nil {
			return fmt.Errorf("%q stands in an entry of version 1.0 already", OwnPrefix+name)
		}
		if n := a.doc.Root.Get(name); n != nil {
			at := n.KeyStart + len(`"`) // the name may be spelled with escapes, which stay
			if err := a.apply(jsondoc.Splice{Start: at, End: at, Text: OwnPrefix}); err != nil {
				return err
			}
		}
	}
	return nil
}

// giveBack takes the OwnPrefix off again.
func (a *adapter) giveBack() error {
	for _, name := range fieldsSince11() {
		n := a.doc.Root.Get(OwnPrefix + name)
		if n == nil {
			continue
		}
		s := jsondoc.Splice{Start: n.KeyStart + len(`"`), End: n.KeyStart + len(`"`+OwnPrefix)}
		if !strings.HasPrefix(string(a.doc.Src[s.Start:n.KeyEnd]), OwnPrefix) { // somebody spelled it with escapes
			s = jsondoc.Splice{Start: n.KeyStart, End: n.KeyEnd, Text: jsondoc.Quote(name)}
		}
		if err := a.apply(s); err != nil {
			return err
		}
	}
	return nil
}

// texts returns the properties that 1.1 added to an object, in canonical order.
func (a *adapter) texts(object *jsondoc.Node) []jsondoc.Member {
	var out []jsondoc.Member
	for _, name := range fieldsSince11() {
		if n := object.Get(name); n != nil {
			out = append(out, jsondoc.Member{Name: name, Value: string(a.doc.Raw(n))})
		}
	}
	return out
}

// memberBefore is the member that a field follows in canonical order, nil for
// none.
func memberBefore(entry *jsondoc.Node, name string) *jsondoc.Node {
	before := Fields()[:slices.Index(Fields(), name)]
	for _, f := range slices.Backward(before) {
		if n := entry.Get(f); n != nil {
			return n
		}
	}
	return nil
}

func (a *adapter) apply(s jsondoc.Splice) error {
	return a.parse(jsondoc.Apply(a.doc.Src, []jsondoc.Splice{s}))
}

// parse reads the entry anew. It fails where a part of it would come to stand
// deeper than a document may be nested.
func (a *adapter) parse(src []byte) error {
	doc, faults := jsondoc.Parse(a.name, src, jsondoc.Limits{Bytes: int64(len(src)) + 1, Depth: a.depth})
	if len(faults) > 0 {
		return fmt.Errorf("it can't be converted: %s", faults[0].Message)
	}
	a.doc = doc
	return nil
}

// depth counts the values that n stands in.
func depth(n *jsondoc.Node) int {
	d := 0
	for ; n.Parent != nil; n = n.Parent {
		d++
	}
	return d
}

// indentAt returns the blanks that begin the line of an offset.
func indentAt(src []byte, offset int) string {
	line := src[bytes.LastIndexByte(src[:offset], '\n')+1 : offset]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}
