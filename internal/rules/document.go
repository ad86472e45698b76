package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/schema"
)

// reportFaults returns the check of a rule whose findings are made while the
// documents are read: it repeats them. A metrics file that an entry names is
// known by the entry, wherever the file moves.
func reportFaults(name string, edits ...func(*check.Pass, *diag.Finding)) func(*check.Pass) {
	return func(p *check.Pass) {
		var names metricNames
		for i, f := range p.Faults {
			if i == 0 {
				names = newMetricNames(p)
			}
			if f.Rule != name {
				continue
			}
			if rel, below := p.Layout.Rel(f.Place.File); below && f.Subject == f.Place.File {
				f.Identity = cmp.Or(f.Identity, names.ofPath(rel))
			}
			for _, edit := range edits {
				edit(p, &f)
			}
			p.ReportFault(f)
		}
	}
}

// A fault is something wrong with a document as a whole, such as its wrapper.
type fault struct {
	doc           *jsondoc.Document
	at            diag.Place
	key           string
	message, help string
}

// reportDocument tells a fault, whose subject is the document's path.
func reportDocument(p *check.Pass, f fault) {
	p.Report(diag.Finding{
		Place: f.at, Subject: f.doc.Name, Key: f.key, Message: f.message, Help: f.help,
	})
}

func violationPlace(doc *jsondoc.Document, v schema.Violation) diag.Place {
	if v.OnKey {
		return doc.KeyPlace(v.Node)
	}
	return doc.Place(v.Node)
}

func violationKey(v schema.Violation) string { return strings.TrimSpace(v.Keyword + " " + v.Field) }

// wrapper returns the object around the models. It is nil without a registry,
// and where an author proposes a single entry as a file of its own.
func wrapper(p *check.Pass) *jsondoc.Node {
	if p.Registry == nil {
		return nil
	}
	root := p.Registry.Doc.Root
	// All of an entry's properties but schema_version, which both have.
	isEntry := slices.ContainsFunc(registry.Fields()[1:], func(f string) bool { return root.Get(f) != nil })
	if root.Get("models") == nil && isEntry {
		return nil
	}
	return root
}
