package rules

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var provenanceMismatch = &check.Rule{
	Rule: diag.Rule{
		Name:     "provenance-mismatch",
		Group:    "Metrics",
		Severity: diag.Warning,
		Summary:  "a source file should hold what an entry was made from",
		Why: `The provenance of an entry (version 1.1) records each source file with
git's name for its content. Once the file says something else, the entry speaks
of results that are no longer there.

The blob alone counts: a squash or rebase loses the commit, and that is no
fault. Line ends that git converts on checkout make no difference.`,
		Repair: `Look at what changed in the file, bring the entry up to date, and record
the content anew: ` + "`modelgate upsert`" + ` does so.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.1", "models": [{"schema_version": "1.1", "model_id": "acme-one", "source_files": ["metrics/models/acme-one.json"],
  "provenance": [{"path": "metrics/models/acme-one.json", "blob": "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"}]}]}
-- metrics/models/acme-one.json --
{"provider": "Acme", "fullModel": "Acme One"}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.1", "models": [{"schema_version": "1.1", "model_id": "acme-one", "source_files": ["metrics/models/acme-one.json"],
  "provenance": [{"path": "metrics/models/acme-one.json", "blob": "6c273e382234562b464a093bfc1d794ca016e7a2"}]}]}
-- metrics/models/acme-one.json --
{"provider": "Acme", "fullModel": "Acme One"}
`,
	Check: func(p *check.Pass) {
		for e := range p.Registry.All() {
			if e.SchemaVersion != "1.1" {
				continue
			}
			for i, n := range e.Node.Get("provenance").Elems() {
				checkProvenance(p, e, i, n)
			}
		}
	},
}

func checkProvenance(p *check.Pass, e *registry.Entry, i int, n *jsondoc.Node) {
	src, blob := n.Get("path"), n.Get("blob")
	if src.Str() == "" || len(blob.Str()) != registry.SHA1Digits && len(blob.Str()) != registry.SHA256Digits {
		return // the schema says so
	}
	now, known := p.BlobID(src.Text, blob.Text)
	if !known || now == blob.Text {
		return
	}
	key := src.Text + " " + blob.Text
	if now != "" {
		p.ReportEntry(e, e.Doc.Place(blob), key, "bring the entry up to date and run `modelgate upsert`",
			"provenance[%d] records blob %q of %q, whose blob is now %q", i, blob.Text, src.Text, now)
		return
	}
	if slices.Contains(e.SourceFiles, src.Text) {
		return // source-file-missing and source-file-unsafe say so
	}
	why := "there is no file"
	if fault := sourceFileFault(p, src.Text); fault != "" {
		why = "nothing may be read: " + fault
	}
	p.ReportEntry(e, e.Doc.Place(src), key, "correct the path, or remove the record",
		"provenance[%d] names %q, where %s", i, src.Text, why)
}
