package snapshot

import (
	"bytes"
	"fmt"
	"io/fs"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// document reads one JSON document.
func (ld *loader) document(name string) (*jsondoc.Document, State, error) {
	src, state, err := ld.source(name)
	if state != Present {
		return nil, state, err
	}
	doc, faults := jsondoc.Parse(name, src, ld.Layout.Limits.Document)
	ld.Faults = append(ld.Faults, faults...)
	if len(faults) > 0 {
		return nil, Broken, nil
	}
	return doc, Present, nil
}

// source reads a governed file, whatever it holds.
func (ld *loader) source(name string) ([]byte, State, error) {
	f, err := ld.locate(name, false)
	switch {
	case err != nil:
		return nil, Broken, err
	case f.missing:
		return nil, Absent, nil
	case f.unsafe != "":
		ld.unsafe(name, f)
		return nil, Broken, nil
	}
	if err := ld.reportTwins(name); err != nil {
		return nil, Broken, err
	}
	if size, limit := f.info.Size(), ld.Layout.Limits.Document.Bytes; limit > 0 && size > limit {
		ld.Faults = append(ld.Faults, diag.Finding{
			Rule: jsondoc.Invalid, Severity: diag.Error, Place: diag.InFile(name),
			Subject: name, Key: "size",
			Message: fmt.Sprintf("file has %d bytes, more than the limit of %d", size, limit),
			Help:    "split the file, or raise `limits.document` in .modelgate.yaml",
		})
		return nil, Broken, nil
	}
	src, err := ld.read(name, f.info)
	if err != nil {
		return nil, Broken, err
	}
	if bytes.HasPrefix(src, []byte("version https://git-lfs.github.com/spec/")) {
		ld.Faults = append(ld.Faults, unsafeFinding(name, "lfs",
			fmt.Sprintf("%q is a Git LFS pointer, not the file", name),
			"store the file in git itself"))
		return nil, Broken, nil
	}
	return src, Present, nil
}

func (ld *loader) read(name string, info fs.FileInfo) ([]byte, error) {
	ld.total += info.Size()
	if limit := ld.Layout.Limits.Total; limit > 0 && ld.total > limit {
		return nil, fmt.Errorf("%w: the governed files have more than %d bytes together (`limits.total`)",
			ErrLimit, limit)
	}
	src, err := fs.ReadFile(ld.fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, bare(err))
	}
	return src, nil
}
