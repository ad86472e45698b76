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
