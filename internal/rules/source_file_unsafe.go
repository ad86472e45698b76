package rules

import (
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var sourceFileUnsafe = &check.Rule{
	Rule: diag.Rule{
		Name:     "source-file-unsafe",
		Group:    "Metrics",
		Severity: diag.Error,
		Summary:  "a source file must be a plain path below the root",
		Why: `Tools open what source_files name. A path that climbs out of the
repository, follows a link or means another file on another system would make
them read what nobody reviewed.`,
		Repair: `Write a path relative to the registry's root: forward slashes, no "." or
"..", nothing inside .git, no link on the way.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "source_files": ["../secrets.json"]}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "source_files": ["metrics/models/acme-one.json"]}]}
-- metrics/models/acme-one.json --
{"provider": "Acme", "fullModel": "Acme One"}
`,
	Check: func(p *check.Pass) {
		for e := range p.Registry.All() {
			for i, src := range e.SourceFiles {
				if !isText(e, "source_files", i) {
					continue // the schema says so
				}
				if why := sourceFileFault(p, src); why != "" && !belowUnsafe(p, src) {
					p.ReportEntry(e, e.AtElem("source_files", i), src,
						"write a path relative to the registry's root, with forward slashes",
						"source_files[%d] is %q: %s", i, src, why)
				}
			}
		}
	},
}

// sourceFileFault says why a source file must not be looked at, "" for
// nothing: its path, or what stands there.
func sourceFileFault(p *check.Pass, src string) string {
	if why := sourcePathFault(src); why != "" {
		return why
	}
	return p.Unsafe(src)
}

// belowUnsafe reports whether path-unsafe tells of a folder above a source file.
func belowUnsafe(p *check.Pass, src string) bool {
	name := p.Layout.Path(src)
	return slices.ContainsFunc(p.Faults, func(f diag.Finding) bool {
		return f.Rule == snapshot.PathUnsafe && strings.HasPrefix(name, f.Subject+"/")
	})
}
