package rules

import (
	"cmp"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

var sourceFileMissing = &check.Rule{
	Rule: diag.Rule{
		Name:     "source-file-missing",
		Group:    "Metrics",
		Severity: diag.Error,
		Summary:  "a source file must exist",
		Why: `source_files say what an entry was made from. An entry whose source is
not there can't be traced.`,
		Repair: `Correct the path; it is relative to the registry's root, with forward
slashes. Or add the file.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "source_files": ["metrics/models/acme-won.json"]}]}
-- metrics/models/acme-one.json --
{"provider": "Acme", "fullModel": "Acme One"}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "source_files": ["metrics/models/acme-one.json"]}]}
-- metrics/models/acme-one.json --
{"provider": "Acme", "fullModel": "Acme One"}
`,
	Check: func(p *check.Pass) {
		paths := &finder{list: func() []string { return metricPaths(p) }}
		for e := range p.Registry.All() {
			for i, src := range e.SourceFiles {
				if src == "" || sourceFileFault(p, src) != "" || p.Exists(src) {
					continue
				}
				help := cmp.Or(paths.find(src), "correct the path, which is relative to the registry's root, or add the file")
				p.ReportEntry(e, e.AtElem("source_files", i), src, help,
					"source_files[%d] is %q, where there is no file", i, src)
			}
		}
	},
}

func metricPaths(p *check.Pass) []string {
	var out []string
	for _, m := range p.Metrics {
		out = append(out, m.Path)
	}
	return out
}
