package config

import (
	"regexp"
	"strconv"

	"github.com/goccy/go-yaml/ast"
)

const (
	maxSize  = 4 * gib
	minDepth = 8 // an entry's deepest value is at 5
	maxDepth = 512
)

var sizePattern = regexp.MustCompile(`^([0-9]+)(B|KiB|MiB|GiB)?$`)

func (p *parser) limits(where string, n ast.Node) {
	l := &p.cfg.Limits
	var document, total ast.Node
	p.mapping(where, n, []key{
		{"document", func(where string, n ast.Node) { document = n; p.size(where, n, &l.Document) }},
		{"total", func(where string, n ast.Node) { total = n; p.size(where, n, &l.Total) }},
		{"depth", p.depth},
	})
	if l.Document <= l.Total {
		return
	}
	if document == nil {
		p.report(total, "limits.total is %s, less than limits.document (%s)", sizeText(l.Total), sizeText(l.Document))
		return
	}
	p.report(document, "limits.document is %s, more than limits.total (%s)", sizeText(l.Document), sizeText(l.Total))
}

func (p *parser) size(where string, n ast.Node, field *int64) {
	switch n.(type) {
	case *ast.StringNode, *ast.IntegerNode:
	default:
		p.report(n, "%s is %s, want a size such as 256MiB", where, shown(n))
		return
	}
	v, ok := parseSize(n.GetToken().Value)
	switch {
	case !ok:
		p.report(n, "%s is %s, want a size such as 512KiB, 256MiB, 1GiB or a number of bytes", where, shown(n))
	case v < 1 || v > maxSize:
		p.report(n, "%s is %s, want 1 byte to 4GiB", where, shown(n))
	default:
		*field = v
	}
}

// parseSize reads bytes with an optional binary unit. What is too large for any
// limit comes back as more than maxSize.
func parseSize(s string) (int64, bool) {
	m := sizePattern.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	v, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil || v > maxSize {
		return maxSize + 1, true
	}
	return v * map[string]int64{"": 1, "B": 1, "KiB": kib, "MiB": mib, "GiB": gib}[m[2]], true
}

// sizeText is the shortest spelling that parseSize reads back.
func sizeText(v int64) string {
	for _, u := range []struct {
		bytes int64
		name  string
	}{{gib, "GiB"}, {mib, "MiB"}, {kib, "KiB"}} {
		if v%u.bytes == 0 {
			return strconv.FormatInt(v/u.bytes, 10) + u.name
		}
	}
	return strconv.FormatInt(v, 10)
}

func (p *parser) depth(where string, n ast.Node) {
	v, err := strconv.Atoi(textOrEmpty(n))
	if _, ok := n.(*ast.IntegerNode); !ok || err != nil || v < minDepth || v > maxDepth {
		p.report(n, "%s is %s, want a number from %d to %d", where, shown(n), minDepth, maxDepth)
		return
	}
	p.cfg.Limits.Depth = v
}

func textOrEmpty(n ast.Node) string {
	if isEmpty(n) {
		return ""
	}
	return textOf(n)
}
