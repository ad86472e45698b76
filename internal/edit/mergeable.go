package edit

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// mergeable refuses what would be lost where a side is merged by its model ids.
func (m Merge) mergeable() error {
	for _, side := range []struct {
		whose string
		file  *registry.File
	}{{"our side's registry", m.Ours.File}, {"their side's registry", m.Theirs.File}} {
		if side.file == nil {
			continue
		}
		if !models(side.file).Is(jsondoc.Array) {
			return fmt.Errorf("%s: %w", side.whose, registry.ErrShape)
		}
		seen := map[string]bool{}
		for e := range side.file.All() {
			if e.ModelID != "" && seen[e.ModelID] {
				return Refusal{fmt.Sprintf("%s names model %q twice; merge the file by hand and keep one of the two", side.whose, e.ModelID)}
			}
			seen[e.ModelID] = true
		}
	}
	for _, n := range nameless(m.Theirs.File) {
		if !holds(m.Ours.File, n) && !slices.ContainsFunc(m.Bases, func(f *registry.File) bool { return holds(f, n) }) {
			return Refusal{fmt.Sprintf("their side's registry has an entry without model_id (%s), which ours lacks; "+
				"merge the file by hand and give it one", n.Pointer())}
		}
	}
	return nil
}

func models(f *registry.File) *jsondoc.Node {
	if f == nil {
		return nil
	}
	return f.Doc.Root.Get("models")
}

// nameless are the elements of a registry that no model id tells apart.
func nameless(f *registry.File) []*jsondoc.Node {
	return slices.DeleteFunc(slices.Clone(models(f).Elems()), func(n *jsondoc.Node) bool { return n.Get("model_id").Str() != "" })
}

func holds(f *registry.File, n *jsondoc.Node) bool {
	return slices.ContainsFunc(models(f).Elems(), func(other *jsondoc.Node) bool { return equal(other, n) })
}

// equal compares values; nil is one that is missing.
func equal(a, b *jsondoc.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	return reflect.DeepEqual(a.Value(), b.Value())
}
