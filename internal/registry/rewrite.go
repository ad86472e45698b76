package registry

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// An Update is what is to become of a registry's entries.
type Update struct {
	Put    []string // whole entries as JSON text: each replaces the entry with its id, or is inserted in order
	Remove []string // ids
}

// ErrShape is a registry that is no registry: nothing can be written into it.
var ErrShape = errors.New(`the registry has no array "models"`)

// Rewrite returns a registry file's new bytes. Every byte outside the entries
// concerned and the wrapper's schema_version stays as it is, and new text
// follows the file's own style. A nil document gives a new file in canonical
// form.
func Rewrite(doc *jsondoc.Document, u Update) ([]byte, error) {
	if doc == nil {
		doc = parsed("registry", []byte(`{"schema_version": "1.0", "models": []}`))
		out, err := Rewrite(doc, u)
		if err != nil {
			return nil, err
		}
		return Canonical(parsed("registry", out)), nil
	}
	before := doc
	for _, id := range u.Remove {
		var err error
		if doc, err = without(doc, id); err != nil {
			return nil, err
		}
	}
	for _, text := range u.Put {
		var err error
		if doc, err = with(doc, text); err != nil {
			return nil, err
		}
	}
	return versioned(doc, before).Src, nil
}

func without(doc *jsondoc.Document, id string) (*jsondoc.Document, error) {
	models := doc.Root.Get("models")
	i := slices.IndexFunc(models.Elems(), func(n *jsondoc.Node) bool { return n.Get("model_id").Str() == id })
	if i < 0 {
		return nil, fmt.Errorf("no model %q is registered", id)
	}
	return spliced(doc, doc.RemoveElement(models, i)), nil
}

func with(doc *jsondoc.Document, text string) (*jsondoc.Document, error) {
	models := doc.Root.Get("models")
	if !models.Is(jsondoc.Array) {
		return nil, ErrShape
	}
	entry, bad := jsondoc.Parse("entry", []byte(text), jsondoc.Limits{})
	if len(bad) > 0 {
		return nil, fmt.Errorf("entry: %s", bad[0].Message)
	}
	ordered := string(Canonical(entry))
	id := entry.Root.Get("model_id").Str()
	splice := doc.InsertElement(models, insertAt(models, id), ordered)
	for _, n := range models.Children {
		if n.Get("model_id").Str() == id {
			splice = doc.ReplaceValue(n, ordered)
			break
		}
	}
	return spliced(doc, splice), nil
}

// insertAt is the index of the first entry with a greater id than every one
// before it and than id, so that a file that is not sorted gets no worse.
func insertAt(models *jsondoc.Node, id string) int {
	top := ""
	for i, n := range models.Children {
		if top = max(top, n.Get("model_id").Str()); top > id {
			return i
		}
	}
	return len(models.Children)
}

// versioned gives the wrapper the newest schema_version of its entries. One
// that stood above all of them before, by somebody's hand, is only raised.
func versioned(doc, before *jsondoc.Document) *jsondoc.Document {
	n, version, was := doc.Root.Get("schema_version"), newestEntry(doc), newestEntry(before)
	lower := n.Str() == was && newerThan(was, version)
	if n.Is(jsondoc.String) && (lower || newerThan(version, n.Str())) {
		return spliced(doc, doc.ReplaceValue(n, jsondoc.Quote(version)))
	}
	return doc
}

// StaleVersion returns the schema version that a registry file should have where
// the one it has is older than that of an entry. Versions that this program does
// not know are left alone.
func StaleVersion(doc *jsondoc.Document) (version string, stale bool) {
	version = newestEntry(doc)
	n := doc.Root.Get("schema_version")
	return version, n.Is(jsondoc.String) && KnownVersion(version) && newerThan(version, n.Str())
}

// newestEntry is the newest schema version of a registry's entries, the oldest
// one there is where it has none.
func newestEntry(doc *jsondoc.Document) string {
	newest := Versions()[0]
	for _, e := range doc.Root.Get("models").Elems() {
		if v := e.Get("schema_version").Str(); newerThan(v, newest) {
			newest = v
		}
	}
	return newest
}

func spliced(doc *jsondoc.Document, s jsondoc.Splice) *jsondoc.Document {
	return parsed(doc.Name, jsondoc.Apply(doc.Src, []jsondoc.Splice{s}))
}

// parsed parses text of this program's own making.
func parsed(name string, src []byte) *jsondoc.Document {
	doc, bad := jsondoc.Parse(name, src, jsondoc.Limits{Bytes: int64(len(src)) + 1})
	if len(bad) > 0 {
		panic("registry: an edit broke the file: " + bad[0].Message)
	}
	return doc
}
