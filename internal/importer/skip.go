package importer

import (
	"fmt"
	"path"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// skip leaves a metrics file out and says why; why lacks only the subject.
func (r *run) skip(m *registry.Metric, why diag.Finding) {
	why.Subject, why.ModelID = m.ID, m.ID
	r.report(skipped, why)
	r.out.Skipped = append(r.out.Skipped, m.ID)
}

// unfit says why m can't be imported; nil when it can.
func (r *run) unfit(m *registry.Metric) *diag.Finding {
	wrong := func(field, help, format string, args ...any) *diag.Finding {
		return &diag.Finding{Place: m.At(field), Key: field, Help: help, Message: fmt.Sprintf(format, args...)}
	}
	switch {
	case !registry.ValidModelID(m.ID):
		f := wrong("", "rename the file: lower-case letters and digits, joined by single \".\", \"_\" or \"-\"",
			"metrics file is called %q, which is no model id", path.Base(m.Path))
		f.Place = diag.InFile(m.Doc.Name)
		return f
	case registry.ProviderSlug(m.Provider) == "":
		return wrong("provider", "write the provider's name", "provider is %s, so there is no provider to register", said(m, "provider"))
	case registry.Slug(m.FullModel) == "":
		return wrong("fullModel", "write the model's full name", "fullModel is %s, so there is no name to register", said(m, "fullModel"))
	}
	if id, taken := r.index.twin(m); taken && r.index.entry(m) == nil {
		return wrong("fullModel", fmt.Sprintf("name the file in the source_files of %q, or correct provider and fullModel", id),
			"metrics file %q is of the same model as %q", m.Path, id)
	}
	return nil
}

// said quotes what a metrics file has at a field.
func said(m *registry.Metric, field string) string {
	n := m.Doc.Root.Get(field)
	switch {
	case n == nil:
		return "missing"
	case n.Is(jsondoc.String):
		return fmt.Sprintf("%q", n.Text)
	}
	return "of type " + n.Kind.String()
}

// unread lists one fault of each metrics file that could not be read.
func (r *run) unread() []diag.Finding {
	dir := r.snap.Layout.Path(r.snap.Layout.Paths.Metrics)
	read := map[string]bool{}
	for _, m := range r.snap.Metrics {
		read[m.Doc.Name] = true
	}
	var out []diag.Finding
	for _, f := range r.snap.Faults {
		name := f.Place.File
		if path.Dir(name) == dir && strings.HasSuffix(strings.ToLower(name), ".json") && !read[name] {
			read[name] = true
			out = append(out, f)
		}
	}
	return out
}

func (r *run) reportUnread() {
	for _, f := range r.unread() {
		rel, _ := r.snap.Layout.Rel(f.Place.File)
		if !r.wanted(rel, f.Place.File) {
			continue
		}
		stem := strings.TrimSuffix(path.Base(rel), ".json")
		r.report(skipped, diag.Finding{
			Place: f.Place, Subject: stem, ModelID: stem, Key: f.Rule, Help: f.Help, Message: f.Message,
		})
		r.out.Skipped = append(r.out.Skipped, stem)
	}
}
