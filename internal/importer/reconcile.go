package importer

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// optional are the fields of a draft that a complete entry may lack.
// eval_refs is not among them: the schema does without, the hive does not.
func optional() []string { return []string{"notes", "updated_at"} }

// fill plans the gaps of a registered entry. A field that stands there is
// curated, whatever it says: an empty list is a statement too.
func (r *run) fill(m *registry.Metric, e *registry.Entry) {
	d := r.derive(m, e)
	splices := r.gaps(d, e)
	if e.Node.Get("role") == nil {
		r.reportRole(d)
	}
	if e.Node.Get("size_class") == nil {
		if d.size.class == "" {
			r.reportSize(d, "its entry stays without", "write its size_class into the registry")
		} else {
			r.sums.countSize(d)
		}
	}
	if e.Node.Get("capabilities") == nil {
		r.sums.countCapabilities(d)
	}
	if e.Node.Get("eval_refs") == nil {
		r.reportRefs(d)
	}
	if len(splices) == 0 {
		r.out.Unchanged = append(r.out.Unchanged, e.Subject())
		return
	}
	r.splices = append(r.splices, splices...)
	r.out.Updated = append(r.out.Updated, e.Subject())
}

// gaps returns the insertions that complete e. Each missing field goes behind
// the nearest one before it in canonical order.
func (r *run) gaps(d derivation, e *registry.Entry) []jsondoc.Splice {
	var out []jsondoc.Splice
	var after *jsondoc.Node
	var pending []jsondoc.Member
	flush := func() {
		if len(pending) > 0 {
			out = append(out, r.snap.Registry.Doc.InsertMembers(e.Node, after, pending...))
			pending = nil
		}
	}
	for _, name := range registry.Fields() {
		if n := e.Node.Get(name); n != nil {
			flush()
			after = n
			continue
		}
		value, ok := d.draft.Field(name)
		if !ok || value == `""` || slices.Contains(optional(), name) {
			continue
		}
		pending = append(pending, jsondoc.Member{Name: name, Value: value})
	}
	flush()
	return out
}

// write makes the plan of what was added and filled.
func (r *run) write() {
	slices.SortFunc(r.drafts, func(a, b registry.Draft) int { return cmp.Compare(a.ModelID, b.ModelID) })
	edit := plan.Edit{Path: r.snap.Layout.Path(r.snap.Layout.Paths.Registry), Why: r.why()}
	switch {
	case r.snap.Registry != nil:
		edit.Old = r.snap.Registry.Doc.Src
		edit.New = jsondoc.Apply(edit.Old, slices.Concat(r.splices, r.insertions(), r.version()))
	case len(r.drafts) > 0:
		edit.New = newRegistry(r.drafts)
	default:
		return
	}
	if p := (plan.Plan{edit}); !p.Empty() {
		r.out.Plan = p
	}
}

func (r *run) why() string {
	var parts []string
	if n := len(r.out.Added); n > 0 {
		parts = append(parts, fmt.Sprintf("add %d of the models in %s", n, r.snap.Layout.Path(r.snap.Layout.Paths.Metrics)))
	}
	if n := len(r.out.Updated); n > 0 {
		parts = append(parts, fmt.Sprintf("fill gaps of %d entries", n))
	}
	return strings.Join(parts, ", ")
}

// newRegistry returns a registry file of its own, in canonical form.
func newRegistry(drafts []registry.Draft) []byte {
	entries := make([][]byte, len(drafts))
	for i, d := range drafts {
		entries[i] = d.JSON()
	}
	src := fmt.Sprintf(`{"schema_version": %s, "models": [%s]}`,
		jsondoc.Quote(schemaVersion), bytes.Join(entries, []byte(",")))
	// Text of this program's own making has no faults.
	doc, _ := jsondoc.Parse("registry", []byte(src), jsondoc.Limits{Bytes: int64(len(src))})
	return registry.Canonical(doc)
}

// insertions puts each draft before the first registered entry with a greater
// id; those that go to the same place in one splice.
func (r *run) insertions() []jsondoc.Splice {
	doc := r.snap.Registry.Doc
	models := doc.Root.Get("models")
	heights := heights(models)
	texts := map[int][]string{}
	var places []int
	for _, d := range r.drafts {
		i := sort.Search(len(heights), func(i int) bool { return heights[i] > d.ModelID })
		if texts[i] == nil {
			places = append(places, i)
		}
		texts[i] = append(texts[i], string(d.JSON()))
	}
	var out []jsondoc.Splice
	for _, i := range places {
		out = append(out, doc.InsertElement(models, i, texts[i]...))
	}
	return out
}

// heights returns, for each entry, the greatest id up to it: the first entry
// with an id greater than x is the first one higher than x, also in a file
// that is not sorted.
func heights(models *jsondoc.Node) []string {
	out := make([]string, len(models.Children))
	top := ""
	for i, n := range models.Children {
		top = max(top, n.Get("model_id").Str())
		out[i] = top
	}
	return out
}

// version fills a missing schema_version of the wrapper, which is the newest
// of its entries', so that an import never leaves an incomplete file behind.
func (r *run) version() []jsondoc.Splice {
	doc := r.snap.Registry.Doc
	if doc.Root.Get("schema_version") != nil {
		return nil
	}
	newest := schemaVersion
	for e := range r.snap.Registry.All() {
		newest = max(newest, e.SchemaVersion)
	}
	return []jsondoc.Splice{doc.InsertMember(doc.Root, nil, "schema_version", jsondoc.Quote(newest))}
}
