package ghub

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/google/go-github/v62/github"

	"github.com/cmmv-hive/modelgate/internal/treefs"
)

// What is read of a repository at most.
const (
	maxEntries = 2 << 20  // names in all folders
	maxBlob    = 7 << 20  // bytes; in base64 and JSON that is just below maxAnswer
	maxKept    = 64 << 20 // bytes of blobs kept in memory
)

// objects are the git objects read so far. Their ids are those of their
// content, so they never change: base, head and the tip of the target have
// nearly all blobs in common, and each costs a request of the 1,000 an hour.
type objects struct {
	mu      sync.Mutex
	commits map[string]Commit
	folders map[string][]treefs.Node
	blobs   map[string][]byte
	entries int // in folders
	kept    int // bytes in blobs
}

func newObjects() objects {
	return objects{commits: map[string]Commit{}, folders: map[string][]treefs.Node{}, blobs: map[string][]byte{}}
}

// A Commit is the part of a commit that leads to its files and its past.
type Commit struct {
	ID, Tree string
	Parents  []string
}

// isID reports whether s is a full object id.
func isID(s string) bool { return regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`).MatchString(s) }

func notID(id string) error { return fmt.Errorf("%q is not a full object id", id) }

// Commit reads the commit with this full id.
func (c *Client) Commit(ctx context.Context, id string) (Commit, error) {
	if !isID(id) {
		return Commit{}, notID(id)
	}
	c.objects.mu.Lock()
	known, ok := c.objects.commits[id]
	c.objects.mu.Unlock()
	if ok {
		return known, nil
	}
	got, _, err := c.Git.GetCommit(ctx, c.Owner, c.Repo, id)
	if err != nil {
		return Commit{}, fmt.Errorf("read commit %s: %w", id, err)
	}
	out, err := commitOf(got.GetSHA(), got)
	if err == nil && out.ID != id {
		err = fmt.Errorf("the answer is of %q: %w", out.ID, ErrTruncated)
	}
	if err != nil {
		return Commit{}, fmt.Errorf("read commit %s: %w", id, err)
	}
	c.keep(out)
	return out, nil
}

func (c *Client) keep(commit Commit) {
	c.objects.mu.Lock()
	defer c.objects.mu.Unlock()
	c.objects.commits[commit.ID] = commit
}

// commitOf takes only what is there: a missing member is an empty string to
// go-github.
func commitOf(id string, from *github.Commit) (Commit, error) {
	out := Commit{ID: id, Tree: from.GetTree().GetSHA()}
	for _, p := range from.Parents {
		out.Parents = append(out.Parents, p.GetSHA())
	}
	for _, id := range append([]string{out.ID, out.Tree}, out.Parents...) {
		if !isID(id) {
			return Commit{}, fmt.Errorf("%q is not a full object id: %w", id, ErrTruncated)
		}
	}
	return out, nil
}

// MergeBase returns the best common ancestor of the commits with these full
// ids. Without one GitHub answers that it finds none, which is ErrNotFound.
func (c *Client) MergeBase(ctx context.Context, base, head string) (string, error) {
	got, err := c.compare(ctx, base, head, github.ListOptions{Page: 1, PerPage: 1})
	if err != nil {
		return "", fmt.Errorf("find the merge base: %w", err)
	}
	id := got.GetMergeBaseCommit().GetSHA()
	if !isID(id) {
		return "", fmt.Errorf("find the merge base: %q is not a full object id: %w", id, ErrTruncated)
	}
	return id, nil
}

// compare asks for one page of a comparison. Its list of files is never used:
// it ends at 300 without saying so.
func (c *Client) compare(ctx context.Context, base, head string, page github.ListOptions) (*github.CommitsComparison, error) {
	for _, id := range []string{base, head} {
		if !isID(id) {
			return nil, notID(id)
		}
	}
	got, _, err := c.Repositories.CompareCommits(ctx, c.Owner, c.Repo, base, head, &page)
	if err != nil {
		return nil, err
	}
	if got.GetBaseCommit().GetSHA() != base || got.TotalCommits == nil {
		return nil, fmt.Errorf("compare with %q: %w", got.GetBaseCommit().GetSHA(), ErrTruncated)
	}
	return got, nil
}

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
