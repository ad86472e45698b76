package ghub

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha1" // git's default hash; what it guards against here are mistakes
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/google/go-github/v62/github"
)

// A node is an entry of a tree.
type node struct {
	name string
	mode string // six octal digits
	id   string
	size int64 // -1 when GitHub does not say
}

// Modes of entries; any other is a file's.
const (
	modeExecutable = "100755"
	modeSymlink    = "120000"
	modeFolder     = "040000"
	modeSubmodule  = "160000"
)

func nodeOf(e *github.TreeEntry) (node, error) {
	n := node{name: e.GetPath(), mode: e.GetMode(), id: e.GetSHA(), size: -1}
	if e.Size != nil {
		n.size = int64(e.GetSize())
	}
	if n.name == "" || len(n.mode) != 6 || !isID(n.id) {
		return node{}, fmt.Errorf("entry %q has mode %q and id %q: %w", n.name, n.mode, n.id, ErrTruncated)
	}
	return n, nil
}

func (n node) isFolder() bool { return n.mode == modeFolder }
func (n node) isBlob() bool   { return n.mode != modeFolder && n.mode != modeSubmodule }

func (n node) fileMode() fs.FileMode {
	switch n.mode {
	case modeFolder:
		return fs.ModeDir | 0o755
	case modeSymlink:
		return fs.ModeSymlink | 0o777
	case modeSubmodule:
		return fs.ModeIrregular
	case modeExecutable:
		return 0o755
	}
	return 0o644
}

// isSafeName reports whether a name is one path element. A tree can hold "..".
func isSafeName(name string) bool {
	return name != "." && fs.ValidPath(name) && !strings.ContainsAny(name, "/\x00")
}

// treeID is the id of the tree object that has these entries and no others.
// Git sorts a folder as if its name ended in a slash.
func treeID(idLen int, nodes []node) string {
	key := func(n node) string {
		if n.isFolder() {
			return n.name + "/"
		}
		return n.name
	}
	nodes = slices.SortedStableFunc(slices.Values(nodes), func(a, b node) int { return cmp.Compare(key(a), key(b)) })
	var raw bytes.Buffer
	for _, n := range nodes {
		id, _ := hex.DecodeString(n.id) // nodeOf has looked at it
		fmt.Fprintf(&raw, "%s %s\x00%s", strings.TrimLeft(n.mode, "0"), n.name, id)
	}
	return objectID(idLen, "tree", raw.Bytes())
}

// objectID is the id that git gives to content, of 40 or 64 digits.
func objectID(idLen int, kind string, content []byte) string {
	h := sha1.New()
	if idLen == hex.EncodedLen(sha256.Size) {
		h = sha256.New()
	}
	fmt.Fprintf(h, "%s %d\x00", kind, len(content))
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
}

// blob reads the content of a file or link, which it holds against its id.
func (c *Client) blob(ctx context.Context, n node) ([]byte, error) {
	c.objects.mu.Lock()
	known, ok := c.objects.blobs[n.id]
	c.objects.mu.Unlock()
	if ok {
		return bytes.Clone(known), nil
	}
	if n.size > maxBlob {
		return nil, fmt.Errorf("blob %s has %d bytes, and the API gives %d: %w", n.id, n.size, maxBlob, ErrTruncated)
	}
	got, _, err := c.Git.GetBlob(ctx, c.Owner, c.Repo, n.id)
	if err != nil {
		return nil, fmt.Errorf("blob %s: %w", n.id, err)
	}
	if got.GetEncoding() != "base64" {
		return nil, fmt.Errorf("blob %s is in %q, want base64: %w", n.id, got.GetEncoding(), ErrTruncated)
	}
	content, err := base64.StdEncoding.DecodeString(got.GetContent())
	if err != nil {
		return nil, fmt.Errorf("blob %s: %w: %w", n.id, err, ErrTruncated)
	}
	if objectID(len(n.id), "blob", content) != n.id {
		return nil, fmt.Errorf("blob %s: its content has another id: %w", n.id, ErrTruncated)
	}
	c.objects.mu.Lock()
	defer c.objects.mu.Unlock()
	if c.objects.kept+len(content) <= maxKept {
		c.objects.kept += len(content)
		c.objects.blobs[n.id] = bytes.Clone(content)
	}
	return content, nil
}

// A fileInfo is an fs.FileInfo of a node. There are no times in a tree.
type fileInfo struct{ node }

func (i fileInfo) Name() string       { return i.name }
func (i fileInfo) Size() int64        { return max(i.size, 0) }
func (i fileInfo) Mode() fs.FileMode  { return i.fileMode() }
func (i fileInfo) ModTime() time.Time { return time.Time{} }
func (i fileInfo) IsDir() bool        { return i.isFolder() }
func (i fileInfo) Sys() any           { return nil }
