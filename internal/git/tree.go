package git

import (
	"context"
	"fmt"
	"sync"

	"github.com/cmmv-hive/modelgate/internal/treefs"
)

// maxEntries bounds what one tree reads: a few objects can make a tree of 10^10 paths (a "git bomb").
const maxEntries = 2 << 20

// Tree returns the files of the commit with this full id, below the prefix; none when the commit has no such folder.
// It can be read until ctx ends or the Repo is closed. A size comes from the object database before any content does.
// What the clone lacks is ErrMissingObject.
func (r *Repo) Tree(ctx context.Context, commit string) (*treefs.Tree, error) {
	c, err := r.commit(ctx, commit)
	if err != nil {
		return nil, fmt.Errorf("read tree: %w", err)
	}
	t, err := treefs.New(ctx, &objects{repo: r, left: r.maxEntries}, c.tree)
	if err == nil && r.place.prefix != "" {
		t, err = t.Below(r.place.prefix)
	}
	if err != nil {
		return nil, fmt.Errorf("read tree of commit %s: %w", commit, err)
	}
	return t, nil
}

// objects are those that one tree may read.
type objects struct {
	repo *Repo

	mu   sync.Mutex
	left int // entries
}

// Folder reads a tree object.
func (o *objects) Folder(ctx context.Context, id string) ([]treefs.Node, error) {
	data, err := o.repo.object(ctx, "tree", id, maxTree)
	if err != nil {
		return nil, err
	}
	nodes, err := parseTree(data, o.repo.format)
	if err != nil {
		return nil, fmt.Errorf("tree %s: %w", id, err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.left -= len(nodes); o.left < 0 {
		return nil, fmt.Errorf("tree is %w of %d entries", ErrTooLarge, o.repo.maxEntries)
	}
	return nodes, nil
}

// Size asks for the header of the blob alone.
func (o *objects) Size(ctx context.Context, n treefs.Node) (int64, error) {
	return o.repo.size(ctx, n.ID)
}

// Content reads a blob.
func (o *objects) Content(ctx context.Context, n treefs.Node) ([]byte, error) {
	limit := int64(maxBlob)
	if n.Mode == treefs.ModeSymlink {
		limit = maxPath
	}
	return o.repo.object(ctx, "blob", n.ID, limit)
}
