package seal

import (
	"crypto/sha256"
	"encoding/hex"
)

// Digest returns the SHA-256 of a file as a manifest writes it: 64 hex digits.
func Digest(content []byte) string {
	h := sha256.Sum256(content)
	return hex.EncodeToString(h[:])
}
