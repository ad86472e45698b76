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
	"slices"
	"strings"

	"github.com/google/go-github/v62/github"

	"github.com/cmmv-hive/modelgate/internal/treefs"
)

// nodeOf keeps the mode as the tree object has it, which its id is made of.
func nodeOf(e *github.TreeEntry) (treefs.Node, error) {
	n := treefs.Node{Name: e.GetPath(), Mode: e.GetMode(), ID: e.GetSHA(), Size: -1}
	if e.Size != nil {
		n.Size = int64(e.GetSize())
	}
	if n.Name == "" || len(n.Mode) != 6 || !isID(n.ID) {
		return treefs.Node{}, fmt.Errorf("entry %q has mode %q and id %q: %w", n.Name, n.Mode, n.ID, ErrTruncated)
	}
	return n, nil
}

// treeID is the id of the tree object that has these entries and no others.
// Git sorts a folder as if its name ended in a slash.
func treeID(idLen int, nodes []treefs.Node) string {
	key := func(n treefs.Node) string {
		if n.IsFolder() {
			return n.Name + "/"
		}
		return n.Name
	}
	nodes = slices.SortedStableFunc(slices.Values(nodes), func(a, b treefs.Node) int { return cmp.Compare(key(a), key(b)) })
	var raw bytes.Buffer
	for _, n := range nodes {
		id, _ := hex.DecodeString(n.ID) // nodeOf has looked at it
		fmt.Fprintf(&raw, "%s %s\x00%s", strings.TrimLeft(n.Mode, "0"), n.Name, id)
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
func (c *Client) blob(ctx context.Context, n treefs.Node) ([]byte, error) {
	c.objects.mu.Lock()
	known, ok := c.objects.blobs[n.ID]
	c.objects.mu.Unlock()
	if ok {
		return bytes.Clone(known), nil
	}
	if n.Size > maxBlob {
		return nil, fmt.Errorf("blob %s has %d bytes, and the API gives %d: %w", n.ID, n.Size, maxBlob, ErrTruncated)
	}
	got, _, err := c.Git.GetBlob(ctx, c.Owner, c.Repo, n.ID)
	if err != nil {
		return nil, fmt.Errorf("blob %s: %w", n.ID, err)
	}
	if got.GetEncoding() != "base64" {
		return nil, fmt.Errorf("blob %s is in %q, want base64: %w", n.ID, got.GetEncoding(), ErrTruncated)
	}
	content, err := base64.StdEncoding.DecodeString(got.GetContent())
	if err != nil {
		return nil, fmt.Errorf("blob %s: %w: %w", n.ID, err, ErrTruncated)
	}
	if objectID(len(n.ID), "blob", content) != n.ID {
		return nil, fmt.Errorf("blob %s: its content has another id: %w", n.ID, ErrTruncated)
	}
	c.objects.mu.Lock()
	defer c.objects.mu.Unlock()
	if c.objects.kept+len(content) <= maxKept {
		c.objects.kept += len(content)
		c.objects.blobs[n.ID] = bytes.Clone(content)
	}
	return content, nil
}
