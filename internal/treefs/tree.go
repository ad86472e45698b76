// Package treefs shows the tree of a git commit as an fs.FS, whether its
// objects come from local git or from the API, so that both behave alike.
package treefs

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

var (
	errNotFolder  = errors.New("not a directory")
	errNotRegular = errors.New("not a regular file")
)

// Objects are where the folders and files of a Tree come from.
type Objects interface {
	// Folder returns all that a tree object lists, in any order and with any
	// names. One whose bytes are not known has a name that is not UTF-8.
	Folder(ctx context.Context, id string) ([]Node, error)
	// Size returns the bytes of a file or of a link's target.
	Size(ctx context.Context, n Node) (int64, error)
	// Content returns the content of a file or a link's target.
	Content(ctx context.Context, n Node) ([]byte, error)
}

// A Tree is the files of one commit, or of a folder in it, as an fs.FS that
// never follows links: Stat is Lstat, a link or submodule has no content to
// read, and there is nothing below it. Folders are read when they are asked
// for, and once.
type Tree struct {
	ctx     context.Context // that of New, since the methods of an fs.FS take none
	objects Objects

	mu      sync.Mutex
	folders map[string][]Node // by path; sorted by name
	unsafe  []string
}

var (
	_ fs.ReadDirFS  = (*Tree)(nil)
	_ fs.ReadFileFS = (*Tree)(nil)
	_ fs.StatFS     = (*Tree)(nil)
	_ fs.ReadLinkFS = (*Tree)(nil)
)

// New returns the files below the tree object with this id. It can be read
// until ctx ends.
func New(ctx context.Context, objects Objects, id string) (*Tree, error) {
	t := empty(ctx, objects)
	return t, t.load(".", id)
}

func empty(ctx context.Context, objects Objects) *Tree {
	return &Tree{ctx: ctx, objects: objects, folders: map[string][]Node{".": nil}}
}

// Below returns the tree of a folder that need not be there. A link or submodule
// on the way is an error: what it leads to can't be known, so to call it empty
// would be wrong.
func (t *Tree) Below(name string) (*Tree, error) {
	at, id := "", ""
	for part := range strings.SplitSeq(name, "/") {
		at = path.Join(at, part)
		n, err := t.find(at)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return empty(t.ctx, t.objects), nil
		case err != nil:
			return nil, err
		case n.Mode == ModeSymlink || n.Mode == ModeSubmodule:
			return nil, fmt.Errorf("%q has mode %s in that commit, want a folder", at, n.Mode)
		case !n.IsFolder():
			return empty(t.ctx, t.objects), nil
		}
		id = n.ID
	}
	return New(t.ctx, t.objects, id)
}

// Node returns what the tree says of a name, without looking for the object: in
// a partial clone that may be missing.
func (t *Tree) Node(name string) (Node, error) { return t.lookup("stat", name) }

// Unsafe returns the paths in the folders read so far that no file system could
// hold, in order: an element such as ".." or "a/b", one that is not UTF-8, or a
// name given twice. They are in no listing.
func (t *Tree) Unsafe() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	slices.Sort(t.unsafe)
	return slices.Clone(t.unsafe)
}

// find returns the node at a valid path. It is fs.ErrNotExist below anything
// but a folder.
func (t *Tree) find(name string) (Node, error) {
	if name == "." {
		return Node{Name: ".", Mode: ModeFolder}, nil
	}
	nodes, err := t.folder(path.Dir(name))
	if errors.Is(err, errNotFolder) {
		return Node{}, fs.ErrNotExist
	}
	if err != nil {
		return Node{}, err
	}
	i, ok := slices.BinarySearchFunc(nodes, path.Base(name), func(n Node, name string) int {
		return cmp.Compare(n.Name, name)
	})
	if !ok {
		return Node{}, fs.ErrNotExist
	}
	return nodes[i], nil
}

// folder returns what is in a folder, from memory when it was read before.
func (t *Tree) folder(name string) ([]Node, error) {
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
	if !n.IsFolder() {
		return nil, errNotFolder
	}
	if err := t.load(name, n.ID); err != nil {
		return nil, err
	}
	return t.folder(name)
}

// load reads a folder and keeps the names in it that are safe.
func (t *Tree) load(name, id string) error {
	nodes, err := t.objects.Folder(t.ctx, id)
	if err != nil {
		return err
	}
	nodes = slices.SortedStableFunc(slices.Values(nodes), func(a, b Node) int { return cmp.Compare(a.Name, b.Name) })
	t.mu.Lock()
	defer t.mu.Unlock()
	var safe []Node
	for _, n := range nodes {
		if !isSafeName(n.Name) || len(safe) > 0 && safe[len(safe)-1].Name == n.Name {
			t.unsafe = append(t.unsafe, strings.TrimPrefix(name+"/"+n.Name, "./"))
			continue
		}
		safe = append(safe, n)
	}
	t.folders[name] = safe
	return nil
}
