package rules

import (
	"strings"

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
		searches := 0
		for e := range p.Registry.All() {
			for i, src := range e.SourceFiles {
				if src == "" || sourceFileFault(p, src) != "" || p.Exists(src) {
					continue
				}
				searches++
				p.ReportEntry(e, e.AtElem("source_files", i), src, missingSourceHelp(p, src, searches),
					"source_files[%d] is %q, where there is no file", i, src)
			}
		}
	},
}

func missingSourceHelp(p *check.Pass, src string, searches int) string {
	const plain = "correct the path, which is relative to the registry's root, or add the file"
	if searches > maxNearest {
		return plain
	}
	var paths []string
	for _, m := range p.Metrics {
		paths = append(paths, m.Path)
	}
	if near := nearest(src, paths, 3); len(near) > 0 {
		return "did you mean " + strings.Join(near, " or ") + "?"
	}
	return plain
}
