package registry

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
)

// The lengths of git's object ids in hex digits, by which the hash function of
// a repository is told (gitformat-hash-function-transition).
const (
	SHA1Digits   = 2 * sha1.Size
	SHA256Digits = 2 * sha256.Size
)

// BlobID returns the id that git gives a file's content, in lower-case hex
// digits: the SHA-1 for 40 of them, the SHA-256 for 64, "" for any other length.
func BlobID(content []byte, digits int) string {
	var h hash.Hash
	switch digits {
	case SHA1Digits:
		h = sha1.New()
	case SHA256Digits:
		h = sha256.New()
	default:
		return ""
	}
	fmt.Fprintf(h, "blob %d\x00", len(content)) // a hash never fails to write
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
}
