package registry

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// Migrate returns a registry file's bytes with every entry in another schema
// version, and the wrapper's schema_version the newest of its entries'. Entries
// of that version already, and all else, keep every byte. A file that holds one
// entry alone is converted too. The error names every entry that cannot be
// converted; it is ErrNewerSchema for a version that came after this program.
func Migrate(doc *jsondoc.Document, to string) ([]byte, error) {
	if err := checkVersion(to); err != nil {
		return nil, err
	}
	f := NewFile(doc)
	splices, err := migrateWrapper(f, to)
	errs := []error{err}
	for _, e := range f.Entries {
		text, err := Adapt(doc, e.Node, to)
		if err != nil {
			errs = append(errs, fmt.Errorf("model %q: %w", e.Subject(), err))
			continue
		}
		if !bytes.Equal(text, doc.Raw(e.Node)) {
			splices = append(splices, jsondoc.Splice{Start: e.Node.Start, End: e.Node.End, Text: string(text)})
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return jsondoc.Apply(doc.Src, splices), nil
}

// migrateWrapper gives the object around the models the version that they all
// will have. One around no models says what it said.
func migrateWrapper(f *File, to string) ([]jsondoc.Splice, error) {
	root := f.Doc.Root
	if len(f.Entries) == 1 && f.Entries[0].Node == root {
		return nil, nil
	}
	if !root.Get("models").Is(jsondoc.Array) {
		return nil, ErrShape
	}
	n := root.Get("schema_version")
	switch {
	case n.Is(jsondoc.String) && NewerVersion(n.Text):
		return nil, fmt.Errorf("registry: %w", checkVersion(n.Text))
	case len(f.Entries) == 0 || n.Is(jsondoc.String) && n.Text == to:
		return nil, nil
	case n == nil:
		return []jsondoc.Splice{f.Doc.InsertMember(root, nil, "schema_version", jsondoc.Quote(to))}, nil
	}
	return []jsondoc.Splice{f.Doc.ReplaceValue(n, jsondoc.Quote(to))}, nil
}
