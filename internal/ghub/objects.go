package ghub

import (
	"context"
	"fmt"
	"regexp"
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
