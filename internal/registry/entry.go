package registry

import (
	"iter"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// An Entry is one model of the registry. A field whose value is missing or of
// the wrong type is empty: the schema reports it, and rules that need it
// stay silent.
type Entry struct {
	Doc  *jsondoc.Document
	Node *jsondoc.Node

	SchemaVersion string
	ModelID       string
	Provider      string
	DisplayName   string
	Role          Role
	SizeClass     SizeClass
	Capabilities  []string
	Status        Status
	EvalRefs      []string
	SourceFiles   []string
	Notes         string
	CreatedAt     string // RFC 3339, as spelled
	UpdatedAt     string
	Aliases       []string // 1.1

	identities []string // computed once: references ask for them often
}

// NewEntry reads the entry at n.
func NewEntry(doc *jsondoc.Document, n *jsondoc.Node) *Entry {
	e := &Entry{
		Doc: doc, Node: n,
		SchemaVersion: n.Get("schema_version").Str(),
		ModelID:       n.Get("model_id").Str(),
		Provider:      n.Get("provider").Str(),
		DisplayName:   n.Get("display_name").Str(),
		Role:          Role(n.Get("role").Str()),
		SizeClass:     SizeClass(n.Get("size_class").Str()),
		Capabilities:  texts(n.Get("capabilities")),
		Status:        Status(n.Get("status").Str()),
		EvalRefs:      texts(n.Get("eval_refs")),
		SourceFiles:   texts(n.Get("source_files")),
		Notes:         n.Get("notes").Str(),
		CreatedAt:     n.Get("created_at").Str(),
		UpdatedAt:     n.Get("updated_at").Str(),
		Aliases:       texts(n.Get("aliases")),
	}
	e.identities = e.Identities()
	return e
}

// texts keeps the positions of an array: an element that is no string is "".
func texts(n *jsondoc.Node) []string {
	var out []string
	for _, e := range n.Elems() {
		out = append(out, e.Str())
	}
	return out
}

// At returns where the entry's field stands, or the entry when it is missing.
func (e *Entry) At(field string) diag.Place {
	if n := e.Node.Get(field); n != nil {
		return e.Doc.Place(n)
	}
	return e.Doc.Place(e.Node)
}

// AtElem returns where element i of an array field stands.
func (e *Entry) AtElem(field string, i int) diag.Place {
	if elems := e.Node.Get(field).Elems(); i < len(elems) {
		return e.Doc.Place(elems[i])
	}
	return e.At(field)
}

// Subject names the entry in findings: its id, or its place where it has none.
func (e *Entry) Subject() string {
	if e.ModelID != "" {
		return e.ModelID
	}
	return e.Doc.Name + "#" + e.Node.Pointer()
}

// A File is a registry file. A nil File has no entries.
type File struct {
	Doc           *jsondoc.Document
	SchemaVersion string
	Entries       []*Entry
}

// NewFile reads a registry file: the wrapper object, or a single entry as an
// author proposes it.
func NewFile(doc *jsondoc.Document) *File {
	f := &File{Doc: doc, SchemaVersion: doc.Root.Get("schema_version").Str()}
	models := doc.Root.Get("models")
	if models == nil && isEntry(doc.Root) {
		f.Entries = []*Entry{NewEntry(doc, doc.Root)}
		return f
	}
	for _, n := range models.Elems() {
		if n.Is(jsondoc.Object) {
			f.Entries = append(f.Entries, NewEntry(doc, n))
		}
	}
	return f
}

// isEntry reports whether an object is an entry by any of its fields; its id
// may be what is missing.
func isEntry(n *jsondoc.Node) bool {
	return slices.ContainsFunc(Fields(), func(f string) bool {
		return f != "schema_version" && n.Get(f) != nil
	})
}

// All yields the entries in file order.
func (f *File) All() iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) {
		if f == nil {
			return
		}
		for _, e := range f.Entries {
			if !yield(e) {
				return
			}
		}
	}
}

// Find returns the first entry with the id, or nil.
func (f *File) Find(id string) *Entry {
	for e := range f.All() {
		if e.ModelID == id {
			return e
		}
	}
	return nil
}
