package ghub

import (
	"context"
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/treefs"
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
		case !strings.EqualFold(n.Name, first):
		case deep && n.IsFolder():
			below, err := c.stands(ctx, n.ID, rest)
			if err != nil {
				return "", err
			}
			if below != "" {
				fmt.Fprintf(&out, "%q(%s)", n.Name, below)
			}
		case !deep || n.Mode == treefs.ModeSymlink || n.Mode == treefs.ModeSubmodule:
			fmt.Fprintf(&out, "%q %s %s;", n.Name, n.Mode, n.ID)
		}
	}
	return out.String(), nil
}
