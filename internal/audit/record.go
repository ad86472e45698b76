// Package audit is the form and the graph of the audit log (DESIGN.md §6).
//
// A record is one file, named by the SHA-256 of its bytes, that says what one
// operation did to the registry. It names the records that were the heads of
// the log when it was written, so that the log is a graph, as in git: two
// branches that each add a record merge as files, without a conflict, and the
// next record joins them. Replaying the graph gives the registry.
//
// The package reads an fs.FS and writes nothing.
package audit

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"time"
)

// version is the only version of the form there is.
const version = 1

// MaxRecord is the largest record, in bytes.
const MaxRecord = 16 << 20

// An Op is what kind of operation a record tells of.
type Op string

// The operations. Adopt takes up a registry, or hand edits of it, that no
// record tells of; Merge decides between concurrent changes of one model.
const (
	Adopt     Op = "adopt"
	Upsert    Op = "upsert"
	Import    Op = "import"
	SetStatus Op = "set-status"
	Remove    Op = "remove"
	Reconcile Op = "reconcile"
	Migrate   Op = "migrate"
	Merge     Op = "merge"
)

// Ops lists every operation.
func Ops() []Op {
	return []Op{Adopt, Upsert, Import, SetStatus, Remove, Reconcile, Migrate, Merge}
}

// A Record is one operation on the registry.
type Record struct {
	// Name is the SHA-256 of the record's bytes, 64 hex digits. Decode sets
	// it, Encode ignores it.
	Name    string
	Op      Op
	Changes []Change // by model id, each once; only Adopt and Merge may have none
	Actor   string   // who did it, as git knows them; never empty
	Time    time.Time
	Tool    string // the program and its version; never empty
	Reason  string // why, for people; may be empty
	// Parents are the names of the heads of the log when the record was
	// written, sorted. The first record has none.
	Parents []string
	Sources []Source // the files the change was made from, by path
}

// A Change is one model's entry before and after, as JSON objects that hold
// its model_id. A nil entry is one that does not exist.
type Change struct {
	ModelID       string
	Before, After json.RawMessage
}

// A Source is a file that a change was made from.
type Source struct {
	Path   string // slash-separated, from the repository's root
	Blob   string // git's id of its content, 40 or 64 hex digits
	Commit string // the commit that last changed it; empty where unknown
}

// Path returns where the record's file stands: <yyyy>/<mm>/<name>.json,
// relative to the folder of the log.
func (r Record) Path() string { return path.Join(folder(r.Time), r.Name+".json") }

func folder(t time.Time) string { return t.UTC().Format("2006/01") }

// Encode returns the bytes of the record's file, in canonical JSON without a
// final newline, and its path relative to the folder of the log. Entries are
// brought to canonical form, and lists to their order. It is an error when
// the record could not be decoded again, such as an entry whose model_id is
// another one, or when a number would lose digits.
func (r Record) Encode() (name string, content []byte, err error) {
	r, err = r.normalized()
	if err != nil {
		return "", nil, fmt.Errorf("encode record: %w", err)
	}
	if err := r.validate(); err != nil {
		return "", nil, fmt.Errorf("encode record: %w", err)
	}
	content, err = r.marshal()
	if err != nil {
		return "", nil, fmt.Errorf("encode record: %w", err)
	}
	if len(content) > MaxRecord {
		return "", nil, fmt.Errorf("encode record: it has %d bytes, more than the limit of %d", len(content), MaxRecord)
	}
	r.Name = sum(content)
	return r.Path(), content, nil
}

func sum(content []byte) string {
	h := sha256.Sum256(content)
	return hex.EncodeToString(h[:])
}

// normalized returns a copy whose lists are sorted and whose entries are
// canonical; what it was made from stays as it is.
func (r Record) normalized() (Record, error) {
	r.Time = r.Time.Round(0).UTC()
	r.Parents = slices.Sorted(slices.Values(r.Parents))
	r.Sources = slices.SortedFunc(slices.Values(r.Sources), func(a, b Source) int { return cmp.Compare(a.Path, b.Path) })
	r.Changes = slices.SortedFunc(slices.Values(r.Changes), func(a, b Change) int { return cmp.Compare(a.ModelID, b.ModelID) })
	for i := range r.Changes {
		c := &r.Changes[i]
		var err error
		if c.Before, err = canonicalEntry(c.Before); err != nil {
			return r, fmt.Errorf("entry %q before: %w", c.ModelID, err)
		}
		if c.After, err = canonicalEntry(c.After); err != nil {
			return r, fmt.Errorf("entry %q after: %w", c.ModelID, err)
		}
	}
	return r, nil
}

func canonicalEntry(entry json.RawMessage) (json.RawMessage, error) {
	if entry == nil || string(bytes.TrimSpace(entry)) == "null" {
		return nil, nil
	}
	return Canonical(entry)
}
