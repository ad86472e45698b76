package ghub

import (
	"context"
	"fmt"
	"strings"
)

// stands writes down what a tree has at a path under any case, with mode and
// id: two trees that have the same there give the same text. On some systems
// models_index.md and MODELS_INDEX.md are one file. What is in a folder's place
// and is no folder counts where it could lead elsewhere. An empty tree id is an
// empty tree.
func (c *Client) stands(ctx context.Context, tree, name string) (string, error) {
	if name == "." || tree == "" {
		return tree, nil
	}
	nodes, err := c.folder(ctx, tree)
	if err != nil {
		return "", err
	}
	first, rest, deep := strings.Cut(name, "/")
	var out strings.Builder
	for _, n := range nodes {
		switch {
		case !strings.EqualFold(n.name, first):
		case deep && n.isFolder():
			below, err := c.stands(ctx, n.id, rest)
			if err != nil {
				return "", err
			}
			if below != "" {
				fmt.Fprintf(&out, "%q(%s)", n.name, below)
			}
		case !deep || n.mode == modeSymlink || n.mode == modeSubmodule:
			fmt.Fprintf(&out, "%q %s %s;", n.name, n.mode, n.id)
		}
	}
	return out.String(), nil
}
