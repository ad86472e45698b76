package importer

import (
	"strings"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// template returns the entry file of a model that lacks only its size class;
// the placeholder breaks the schema until somebody chooses.
func template(d derivation) Template {
	draft := d.draft
	draft.Role, draft.Status = roleFor(d.verdict)
	var classes []string
	for _, c := range registry.SizeClasses() {
		classes = append(classes, string(c))
	}
	draft.SizeClass = registry.SizeClass(strings.Join(classes, "|"))
	doc, _ := jsondoc.Parse(draft.ModelID, draft.JSON(), jsondoc.Limits{})
	return Template{ModelID: draft.ModelID, Path: d.metric.Doc.Name, JSON: registry.Canonical(doc)}
}
