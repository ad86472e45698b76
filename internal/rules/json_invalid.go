package rules

import (
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

var jsonInvalid = &check.Rule{
	Rule: diag.Rule{
		Name:     jsondoc.Invalid,
		Group:    "Documents",
		Severity: diag.Error,
		Summary:  "a governed file must be strict JSON",
		Why: `Programs disagree about text that is almost JSON: of two equal keys some
take the first and some the last, so a reviewer and a tool may see different
registries. Duplicate keys, invalid UTF-8, a byte order mark, text after the
end, nesting deeper than 64 and files over the size limit are refused.`,
		Repair: `Correct the text at the place named. Nothing else is checked in a file
until it can be read.`,
		Configure: "`limits.document` and `limits.depth` set how large and how deep a file may be.",
		Fixed:     true,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [], "models": []}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
`,
	Check: reportFaults(jsondoc.Invalid),
}
