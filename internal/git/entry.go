package git

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/cmmv-hive/modelgate/internal/treefs"
)

// parseTree reads a tree object: "<octal mode> <name>\0<raw id>", again and again.
func parseTree(data []byte, f format) ([]treefs.Node, error) {
	var nodes []treefs.Node
	size, idLen := len(data), f.hexLen()/2
	for len(data) > 0 {
		mode, rest, ok := bytes.Cut(data, []byte(" "))
		name, id, found := bytes.Cut(rest, []byte{0})
		if !ok || !found || len(id) < idLen {
			return nil, fmt.Errorf("tree is cut short after byte %d", size-len(data))
		}
		bits, err := strconv.ParseUint(string(mode), 8, 32)
		if err != nil {
			return nil, fmt.Errorf("tree has mode %q at byte %d", oneLine(string(mode)), size-len(data))
		}
		nodes = append(nodes, treefs.Node{Name: string(name), Mode: treefs.CanonicalMode(bits), ID: hex.EncodeToString(id[:idLen]), Size: -1})
		data = id[idLen:]
	}
	return nodes, nil
}
