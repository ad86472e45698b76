package views

import (
	"cmp"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// render returns a view's value for a tree whose registry is readable.
func (v view) render(s *snapshot.Snapshot) *jsondoc.Node {
	body := v.body(models(s.Registry))
	body.Name = v.list
	from := s.Layout.Paths.Registry
	return object(
		text("generator", Generator),
		text("generated_from", from),
		text("note", "Generated; do not edit. Change "+from+" and run `modelgate export`."),
		body,
	)
}

// models returns the entries that have an id, by id; of several with one id,
// of which duplicate-model-id speaks, the first.
func models(f *registry.File) []*registry.Entry {
	var out []*registry.Entry
	for e := range f.All() {
		if e.ModelID != "" {
			out = append(out, e)
		}
	}
	byID := func(a, b *registry.Entry) int { return cmp.Compare(a.ModelID, b.ModelID) }
	slices.SortStableFunc(out, byID)
	return slices.CompactFunc(out, func(a, b *registry.Entry) bool { return a.ModelID == b.ModelID })
}

// indexModels gives the models by id.
func indexModels(entries []*registry.Entry) *jsondoc.Node {
	n := object()
	for _, e := range entries {
		n.Children = append(n.Children, named(e.ModelID, object(
			text("provider", e.Provider),
			text("display_name", e.DisplayName),
			text("role", string(e.Role)),
			text("size_class", string(e.SizeClass)),
			text("status", string(e.Status)),
		)))
	}
	return n
}

// generals gives the models that have a vote: general and active.
func generals(entries []*registry.Entry) *jsondoc.Node {
	n := array()
	for _, e := range entries {
		if e.Role == registry.General && e.Status == registry.Active {
			n.Children = append(n.Children, object(
				text("model_id", e.ModelID),
				text("provider", e.Provider),
				text("display_name", e.DisplayName),
				text("size_class", string(e.SizeClass)),
			))
		}
	}
	return n
}

// providers gives the ids of each provider's models, whatever their status, by
// the provider's slug; by its name where that has no letter a slug is made of.
func providers(entries []*registry.Entry) *jsondoc.Node {
	ids := map[string][]string{}
	var slugs []string
	for _, e := range entries {
		slug := cmp.Or(registry.ProviderSlug(e.Provider), e.Provider)
		if ids[slug] == nil {
			slugs = append(slugs, slug)
		}
		ids[slug] = append(ids[slug], e.ModelID)
	}
	slices.Sort(slugs)
	n := object()
	for _, slug := range slugs {
		n.Children = append(n.Children, texts(slug, ids[slug]))
	}
	return n
}

// legacyModels gives the models under the names that the metrics files use.
func legacyModels(entries []*registry.Entry) *jsondoc.Node {
	n := array()
	for _, e := range entries {
		n.Children = append(n.Children, object(
			text("fullModel", e.DisplayName),
			text("provider", e.Provider),
			text("role", string(e.Role)),
			text("status", string(e.Status)),
			texts("evaluations", e.EvalRefs),
		))
	}
	return n
}

func object(members ...*jsondoc.Node) *jsondoc.Node {
	return &jsondoc.Node{Kind: jsondoc.Object, Children: members}
}

func array(elems ...*jsondoc.Node) *jsondoc.Node {
	return &jsondoc.Node{Kind: jsondoc.Array, Children: elems}
}

func named(name string, n *jsondoc.Node) *jsondoc.Node {
	n.Name = name
	return n
}

func text(name, value string) *jsondoc.Node {
	return &jsondoc.Node{Kind: jsondoc.String, Name: name, Text: value}
}

func texts(name string, values []string) *jsondoc.Node {
	n := array()
	for _, v := range values {
		n.Children = append(n.Children, text("", v))
	}
	return named(name, n)
}
