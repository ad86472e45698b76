package git

import (
	"crypto/sha1" // it is how git names objects
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"strconv"
	"strings"
)

// A format is a repository's object format: the hash that names objects.
type format string

const (
	formatSHA1   format = "sha1"
	formatSHA256 format = "sha256"
)

// hexLen is the number of hexadecimal digits in an object id.
func (f format) hexLen() int {
	if f == formatSHA256 {
		return 2 * sha256.Size
	}
	return 2 * sha1.Size
}

// isID reports whether s is a full object id, in lower case.
func (f format) isID(s string) bool { return len(s) == f.hexLen() && isHex(s) }

func isHex(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return s != ""
}

// BlobID returns the id that git gives to a blob: the hash, in lower-case hexadecimal, of "blob", its length and its
// content. The format is "sha1" or "sha256"; there is no id, "", for any other.
func BlobID(format string, content []byte) string { return objectID(format, "blob", content) }

func objectID(name, kind string, content []byte) string {
	var h hash.Hash
	switch format(name) {
	case formatSHA1:
		h = sha1.New()
	case formatSHA256:
		h = sha256.New()
	default:
		return ""
	}
	// A hash never returns an error (hash.Hash).
	_, _ = io.WriteString(h, kind+" "+strconv.Itoa(len(content))+"\x00")
	_, _ = h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
}

// readFormat reads from the source's config what decides how its files are to be read, and refuses what this package
// can't read. Git treats an extension it does not know in the same way.
func readFormat(common *os.Root) (format, error) {
	text, err := readFile(common, "config", maxConfig)
	if absent(err) != nil {
		return "", fmt.Errorf("read config: %w", err)
	}
	c := parseConfig(string(text))
	version := c["core.repositoryformatversion"]
	if version != "" && version != "0" && version != "1" {
		return "", fmt.Errorf("repository format version %q is not supported", version)
	}
	if storage := c["extensions.refstorage"]; storage != "" && storage != "files" {
		return "", fmt.Errorf("repository keeps its references as %q, only \"files\" is supported", storage)
	}
	for key := range c {
		if version == "1" && !knownExtension(key) {
			return "", fmt.Errorf("repository has %q, which is not supported", key)
		}
	}
	switch f := format(c["extensions.objectformat"]); f {
	case "":
		return formatSHA1, nil
	case formatSHA1, formatSHA256:
		return f, nil
	default:
		return "", fmt.Errorf("object format %q is not supported", f)
	}
}

// knownExtension reports whether a key is no extension, or one that does not change how we read.
// The list is that of gitrepository-layout and git-config, "extensions.*".
func knownExtension(key string) bool {
	switch key {
	case "extensions.noop", "extensions.noop-v1", "extensions.preciousobjects", "extensions.partialclone",
		"extensions.worktreeconfig", "extensions.objectformat", "extensions.compatobjectformat",
		"extensions.refstorage", "extensions.relativeworktrees", "extensions.submodulepathconfig":
		return true
	}
	return !strings.HasPrefix(key, "extensions.")
}
