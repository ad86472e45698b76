package rules

import (
	"strings"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

var mergeConflict = &check.Rule{
	Rule: diag.Rule{
		Name:     jsondoc.MergeConflict,
		Group:    "Documents",
		Severity: diag.Error,
		Summary:  "a governed file must hold no conflict markers",
		Why: `A merge that git could not finish leaves both sides in the file, between
markers. Neither side is the registry.`,
		Repair: "Run `modelgate resolve`, which rebuilds the registry and its views from\n" +
			"both sides, or edit the file until no marker is left. The specifications\n" +
			"page is edited by hand: no tool writes it.",
		Fixed: true,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
<<<<<<< HEAD
 {"model_id": "acme-one"}
=======
 {"model_id": "acme-two"}
>>>>>>> topic
]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-one"},
 {"model_id": "acme-two"}
]}
`,
	Check: func(p *check.Pass) {
		reportFaults(jsondoc.MergeConflict, offerResolve)(p)
		for _, s := range p.Specs {
			reportPageConflict(p, s)
		}
	},
}

// offerResolve names the command that rebuilds the file, where there is one.
func offerResolve(p *check.Pass, f *diag.Finding) {
	paths := p.Layout.Paths
	rel, below := p.Layout.Rel(f.Place.File)
	if below && (rel == paths.Registry || rel == paths.IndexJSON || strings.HasPrefix(rel, paths.Views+"/")) {
		f.Help = "run `modelgate resolve`, or " + f.Help
	}
}
