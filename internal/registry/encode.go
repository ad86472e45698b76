package registry

import (
	"cmp"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// Canonical returns a registry file in canonical form (DESIGN.md §1): entries
// by the bytes of their model_id, those without one last; keys in the order of
// BIP-035, then the others as they stand; laid out as `jq .` prints it; the
// wrapper's schema_version no older than its entries'. Numbers keep their
// spelling. A file that holds one entry alone is brought into the
// same form. Text that is no JSON is returned as it is.
func Canonical(doc *jsondoc.Document) []byte {
	if doc.Root == nil {
		return doc.Src
	}
	if version, stale := StaleVersion(doc); stale {
		doc = spliced(doc, doc.ReplaceValue(doc.Root.Get("schema_version"), jsondoc.Quote(version)))
	}
	return []byte(jsondoc.DefaultStyle().Format(canonicalRoot(doc.Root), "") + "\n")
}

func canonicalRoot(root *jsondoc.Node) *jsondoc.Node {
	models := root.Get("models")
	if models == nil && root.Get("model_id") != nil {
		return ordered(root, Fields())
	}
	root = ordered(root, []string{"schema_version", "models"})
	for i, n := range root.Members() {
		if n == models && n.Is(jsondoc.Array) {
			root.Children[i] = canonicalModels(n)
		}
	}
	return root
}

func canonicalModels(models *jsondoc.Node) *jsondoc.Node {
	sorted := *models
	sorted.Children = nil
	for _, n := range models.Children {
		sorted.Children = append(sorted.Children, ordered(n, Fields()))
	}
	slices.SortStableFunc(sorted.Children, func(a, b *jsondoc.Node) int {
		x, y := a.Get("model_id").Str(), b.Get("model_id").Str()
		if x == "" || y == "" {
			return cmp.Compare(len(y), len(x)) // the one without an id is the greater
		}
		return cmp.Compare(x, y)
	})
	return &sorted
}

// ordered returns a copy of n whose members come in the order of names, the
// others behind them. What is no object stays as it is.
func ordered(n *jsondoc.Node, names []string) *jsondoc.Node {
	if !n.Is(jsondoc.Object) {
		return n
	}
	rank := func(m *jsondoc.Node) int {
		if i := slices.Index(names, m.Name); i >= 0 {
			return i
		}
		return len(names)
	}
	sorted := *n
	sorted.Children = slices.Clone(n.Children)
	slices.SortStableFunc(sorted.Children, func(a, b *jsondoc.Node) int {
		return cmp.Compare(rank(a), rank(b))
	})
	return &sorted
}
