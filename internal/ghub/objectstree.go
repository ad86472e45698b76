package ghub

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/treefs"
)

// Tree returns the files of the commit with this full id. It can be read until
// ctx ends. Folders and files are asked for one by one, when they are needed.
func (c *Client) Tree(ctx context.Context, commit string) (*treefs.Tree, error) {
	at, err := c.Commit(ctx, commit)
	if err != nil {
		return nil, fmt.Errorf("read tree: %w", err)
	}
	t, err := treefs.New(ctx, source{c}, at.Tree)
	if err != nil {
		return nil, fmt.Errorf("read tree of commit %s: %w", commit, err)
	}
	return t, nil
}

// A source gives a tree its objects.
type source struct{ client *Client }

// Folder reads a tree object, in one request at most.
func (s source) Folder(ctx context.Context, id string) ([]treefs.Node, error) {
	return s.client.folder(ctx, id)
}

// Size makes sure that a size is known: callers decide by it what to read.
func (source) Size(_ context.Context, n treefs.Node) (int64, error) {
	if n.Size < 0 {
		return 0, fmt.Errorf("its size is missing: %w", ErrTruncated)
	}
	return n.Size, nil
}

// Content reads a blob, in one request at most.
func (s source) Content(ctx context.Context, n treefs.Node) ([]byte, error) {
	return s.client.blob(ctx, n)
}

// folder returns what is in a tree.
func (c *Client) folder(ctx context.Context, id string) ([]treefs.Node, error) {
	c.objects.mu.Lock()
	known, ok := c.objects.folders[id]
	c.objects.mu.Unlock()
	if ok {
		return known, nil
	}
	nodes, err := c.readFolder(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("tree %s: %w", id, err)
	}
	c.objects.mu.Lock()
	defer c.objects.mu.Unlock()
	if c.objects.entries += len(nodes); c.objects.entries > maxEntries {
		return nil, fmt.Errorf("more than %d names in the folders read: %w", maxEntries, ErrTruncated)
	}
	c.objects.folders[id] = nodes
	return nodes, nil
}

func (c *Client) readFolder(ctx context.Context, id string) ([]treefs.Node, error) {
	got, _, err := c.Git.GetTree(ctx, c.Owner, c.Repo, id, false)
	switch {
	case err != nil:
		return nil, err
	case got.GetSHA() != id:
		return nil, fmt.Errorf("the answer is of %q: %w", got.GetSHA(), ErrTruncated)
	case got.Truncated == nil || got.GetTruncated():
		return nil, fmt.Errorf("a folder of so many files is not listed whole: %w", ErrTruncated)
	}
	nodes := make([]treefs.Node, len(got.Entries))
	for i, e := range got.Entries {
		if nodes[i], err = nodeOf(e); err != nil {
			return nil, err
		}
	}
	if err := prove(nodes, id); err != nil {
		return nil, err
	}
	for i, n := range nodes {
		bits, err := strconv.ParseUint(n.Mode, 8, 32)
		if err != nil {
			return nil, fmt.Errorf("entry %q has mode %q: %w", n.Name, n.Mode, ErrTruncated)
		}
		nodes[i].Mode = treefs.CanonicalMode(bits)
	}
	return nodes, nil
}

// prove holds a listing against the id of its tree. JSON has no bytes that are
// not UTF-8, so a name with some can't be proven: it comes with U+FFFD, and is
// made what it was, no UTF-8.
func prove(nodes []treefs.Node, id string) error {
	if treeID(len(id), nodes) == id {
		return nil
	}
	lossy := false
	for i, n := range nodes {
		if strings.ContainsRune(n.Name, '\ufffd') {
			nodes[i].Name, lossy = strings.ReplaceAll(n.Name, "\ufffd", "\xff"), true
		}
	}
	if !lossy {
		return fmt.Errorf("what it lists has another id: %w", ErrTruncated)
	}
	return nil
}
