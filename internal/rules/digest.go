package rules

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// entryDigest is of an entry's value, whatever its form: a key for faults that
// each edit of the entry makes anew.
func entryDigest(e *registry.Entry) string {
	text, err := audit.Canonical(e.Doc.Raw(e.Node))
	if err != nil {
		text = []byte(canonical(e.Node.Value())) // a number that no double holds
	}
	return shortDigest(text)
}

// shortDigest is 16 hex digits: a key is told from a few others.
func shortDigest(text []byte) string {
	h := sha256.Sum256(text)
	return hex.EncodeToString(h[:8])
}
