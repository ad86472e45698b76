package treefs

import (
	"fmt"
	"strings"
)

// Stands writes down what a tree has at a path under any case, with mode and
// id: two trees that have the same there give the same text, and one that has
// nothing gives "". On some systems models_index.md and MODELS_INDEX.md are one
// file. What is in a folder's place and is no folder counts where it could lead
// elsewhere.
func (t *Tree) Stands(name string) (string, error) { return t.stands(".", name) }

func (t *Tree) stands(dir, name string) (string, error) {
	nodes, err := t.folder(dir)
	if err != nil {
		return "", err
	}
	first, rest, deep := strings.Cut(name, "/")
	var out strings.Builder
	for _, n := range nodes {
		switch {
		case name != "." && !strings.EqualFold(n.Name, first):
		case deep && n.IsFolder():
			below, err := t.stands(strings.TrimPrefix(dir+"/"+n.Name, "./"), rest)
			if err != nil {
				return "", err
			}
			if below != "" {
				fmt.Fprintf(&out, "%q(%s)", n.Name, below)
			}
		case !deep || n.Mode == ModeSymlink || n.Mode == ModeSubmodule:
			fmt.Fprintf(&out, "%q %s %s;", n.Name, n.Mode, n.ID)
		}
	}
	return out.String(), nil
}

// Takes reports whether a merge decides nothing about a path: it has there what
// one of its parents has, and every parent that has something else has not
// changed it since the two parted. here and parents are what Stands says of the
// merge and its parents; base says it of the merge base of two parents.
func Takes(here string, parents []string, base func(i, j int) (string, error)) (bool, error) {
	for i, p := range parents {
		if p != here {
			continue
		}
		if taken, err := takes(i, here, parents, base); taken || err != nil {
			return taken, err
		}
	}
	return false, nil
}

func takes(i int, here string, parents []string, base func(i, j int) (string, error)) (bool, error) {
	for j, other := range parents {
		if other == here {
			continue
		}
		if was, err := base(i, j); err != nil || was != other {
			return false, err
		}
	}
	return true, nil
}
