package ghub

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/google/go-github/v62/github"
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
	folders map[string][]node
	blobs   map[string][]byte
	entries int // in folders
	kept    int // bytes in blobs
}

func newObjects() objects {
	return objects{commits: map[string]Commit{}, folders: map[string][]node{}, blobs: map[string][]byte{}}
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

// folder returns what is in a tree, by name, without names that no file system
// could hold.
func (c *Client) folder(ctx context.Context, id string) ([]node, error) {
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

func (c *Client) readFolder(ctx context.Context, id string) ([]node, error) {
	got, _, err := c.Git.GetTree(ctx, c.Owner, c.Repo, id, false)
	switch {
	case err != nil:
		return nil, err
	case got.GetSHA() != id:
		return nil, fmt.Errorf("the answer is of %q: %w", got.GetSHA(), ErrTruncated)
	case got.Truncated == nil || got.GetTruncated():
		return nil, fmt.Errorf("a folder of so many files is not listed whole: %w", ErrTruncated)
	}
	nodes := make([]node, len(got.Entries))
	for i, e := range got.Entries {
		if nodes[i], err = nodeOf(e); err != nil {
			return nil, err
		}
	}
	whole := treeID(len(id), nodes) == id
	// JSON has no bytes that are not UTF-8, so such names can't be proven.
	lossy := slices.ContainsFunc(nodes, func(n node) bool { return strings.ContainsRune(n.name, '\ufffd') })
	if !whole && !lossy {
		return nil, fmt.Errorf("what it lists has another id: %w", ErrTruncated)
	}
	return safe(nodes, whole), nil
}

// safe sorts by name and drops what no listing may have.
func safe(nodes []node, proven bool) []node {
	slices.SortStableFunc(nodes, func(a, b node) int { return cmp.Compare(a.name, b.name) })
	var out []node
	for _, n := range nodes {
		repeated := len(out) > 0 && out[len(out)-1].name == n.name
		if !repeated && isSafeName(n.name) && (proven || !strings.ContainsRune(n.name, '\ufffd')) {
			out = append(out, n)
		}
	}
	return out
}
