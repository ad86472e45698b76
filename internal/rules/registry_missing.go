package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var registryMissing = &check.Rule{
	Rule: diag.Rule{
		Name:     "registry-missing",
		Group:    "Documents",
		Severity: diag.Error,
		Summary:  "a governed repository must have a registry",
		Why: `Without the registry nothing says which model has which role. It is an
error where the base had one, the config names it or the audit log tells of it,
and a warning where there are only files to make it from.`,
		Repair: "Restore the file, or make it with `modelgate import`.",
		Configure: "`paths.registry` says where the registry is; once it is named there, the\n" +
			"file must exist.",
		Fixed: true,
	},
	Bad: `
-- metrics/models/acme-one.json --
{"provider": "Acme", "fullModel": "Acme One"}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
-- metrics/models/acme-one.json --
{"provider": "Acme", "fullModel": "Acme One"}
`,
	Check: func(p *check.Pass) {
		if p.RegistryState != snapshot.Absent {
			return
		}
		path := p.Layout.Path(p.Layout.Paths.Registry)
		f := diag.Finding{
			Place: diag.InFile(path), Subject: path,
			Help: "restore it, or run `modelgate import`",
		}
		switch {
		case p.Base != nil && p.Base.RegistryState != snapshot.Absent:
			f.Message = fmt.Sprintf("registry %q is missing, and the base has one", path)
			p.Report(f)
		case p.Layout.RegistryNamed:
			f.Message = fmt.Sprintf("registry %q is missing, and the config names it", path)
			p.Report(f)
		case p.Log != nil && len(p.Log.Records()) > 0:
			f.Message = fmt.Sprintf("registry %q is missing, and the audit log tells what it held", path)
			f.Help = "restore it from the commit that deleted it; what an interrupted command left, the next write finishes"
			p.Report(f)
		case len(p.Metrics) > 0 || p.MetricsState == snapshot.Broken || p.EvaluationsState != snapshot.Absent:
			f.Message = fmt.Sprintf("registry %q is missing, and there are metrics to make it from", path)
			f.Help = "run `modelgate import`"
			p.ReportAs(diag.Warning, f)
		case p.Index != nil:
			f.Message = fmt.Sprintf("registry %q is missing, and its legacy index is there", path)
			p.ReportAs(diag.Warning, f)
		}
	},
}
