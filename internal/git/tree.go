package git

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// maxEntries bounds what one Tree reads: a few objects can make a tree of 10^10 paths (a "git bomb").
const maxEntries = 2 << 20

var errNotFolder = errors.New("not a directory")

// A Tree is the files of one commit below the repository's prefix, as an fs.FS that never follows links: Stat is Lstat,
// a link or submodule has no content to read, and there is nothing below it. Folders are read when they are asked for.
// A size comes from the object database before any content does. What the clone lacks is ErrMissingObject.
type Tree struct {
	ctx  context.Context // that of Repo.Tree, since the methods of an fs.FS take none
	repo *Repo

	mu      sync.Mutex
	folders map[string][]node // by path; sorted by name
	unsafe  []string
	entries int
}

var (
	_ fs.ReadDirFS  = (*Tree)(nil)
	_ fs.ReadFileFS = (*Tree)(nil)
	_ fs.StatFS     = (*Tree)(nil)
	_ fs.ReadLinkFS = (*Tree)(nil)
)

// Tree returns the files of the commit with this full id, below the prefix; none when the commit has no such folder.
// It can be read until ctx ends or the Repo is closed.
func (r *Repo) Tree(ctx context.Context, commit string) (*Tree, error) {
	c, err := r.commit(ctx, commit)
	if err != nil {
		return nil, fmt.Errorf("read tree: %w", err)
	}
	t := newTree(ctx, r)
	if err := t.load(".", c.tree); err != nil {
		return nil, fmt.Errorf("read tree of commit %s: %w", commit, err)
	}
	if r.place.prefix == "" {
		return t, nil
	}
	below, err := t.below(r.place.prefix)
	if err != nil {
		return nil, fmt.Errorf("read tree of commit %s: %w", commit, err)
	}
	return below, nil
}

func newTree(ctx context.Context, r *Repo) *Tree {
	return &Tree{ctx: ctx, repo: r, folders: map[string][]node{}}
}

// below returns the tree of a folder that need not be there. A link or submodule on the way is an error: what it leads
// to can't be known, so to call it empty would be wrong.
func (t *Tree) below(name string) (*Tree, error) {
	sub := newTree(t.ctx, t.repo)
	sub.folders["."] = nil
	at, id := "", ""
	for part := range strings.SplitSeq(name, "/") {
		at = path.Join(at, part)
		n, err := t.find(at)
		if errors.Is(err, fs.ErrNotExist) {
			return sub, nil
		}
		if err != nil {
			return nil, err
		}
		if n.Mode == ModeSymlink || n.Mode == ModeSubmodule {
			return nil, fmt.Errorf("%q has mode %s in that commit, want a folder", at, n.Mode)
		}
		if !n.isFolder() {
			return sub, nil
		}
		id = n.ID
	}
	return sub, sub.load(".", id)
}

// Entry returns what the tree says of a name, without looking for the object: in a partial clone that may be missing.
func (t *Tree) Entry(name string) (*Entry, error) {
	n, err := t.lookup("stat", name)
	if err != nil {
		return nil, err
	}
	return &n.Entry, nil
}

// Unsafe returns the paths in the folders read so far that no file system could hold, in order: an element such as ".."
// or "a/b", one that is not UTF-8, or a name given twice. They are in no listing.
func (t *Tree) Unsafe() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	slices.Sort(t.unsafe)
	return slices.Clone(t.unsafe)
}

// find returns the node at a valid path. It is fs.ErrNotExist below anything but a folder.
func (t *Tree) find(name string) (node, error) {
	if name == "." {
		return node{".", Entry{Mode: ModeFolder}}, nil
	}
	nodes, err := t.folder(path.Dir(name))
	if errors.Is(err, errNotFolder) {
		return node{}, fs.ErrNotExist
	}
	if err != nil {
		return node{}, err
	}
	i, ok := slices.BinarySearchFunc(nodes, path.Base(name), func(n node, name string) int {
		return cmp.Compare(n.name, name)
	})
	if !ok {
		return node{}, fs.ErrNotExist
	}
	return nodes[i], nil
}

// folder returns what is in a folder, from memory when it was read before.
func (t *Tree) folder(name string) ([]node, error) {
	t.mu.Lock()
	nodes, ok := t.folders[name]
	t.mu.Unlock()
	if ok {
		return nodes, nil
	}
	n, err := t.find(name)
	if err != nil {
		return nil, err
	}
	if !n.isFolder() {
		return nil, errNotFolder
	}
	if err := t.load(name, n.ID); err != nil {
		return nil, err
	}
	return t.folder(name)
}

// load reads the tree object of a folder and keeps the names in it that are safe.
func (t *Tree) load(name, id string) error {
	data, err := t.repo.object(t.ctx, "tree", id, maxTree)
	if err != nil {
		return err
	}
	nodes, err := parseTree(data, t.repo.format)
	if err != nil {
		return fmt.Errorf("tree %s: %w", id, err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.entries += len(nodes); t.entries > maxEntries {
		return fmt.Errorf("tree is %w of %d entries", ErrTooLarge, maxEntries)
	}
	slices.SortStableFunc(nodes, func(a, b node) int { return cmp.Compare(a.name, b.name) })
	var safe []node
	for _, n := range nodes {
		if !isSafeName(n.name) || len(safe) > 0 && safe[len(safe)-1].name == n.name {
			t.unsafe = append(t.unsafe, strings.TrimPrefix(name+"/"+n.name, "./"))
			continue
		}
		safe = append(safe, n)
	}
	t.folders[name] = safe
	return nil
}
