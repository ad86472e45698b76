package rules

import (
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var pathUnsafe = &check.Rule{
	Rule: diag.Rule{
		Name:     snapshot.PathUnsafe,
		Group:    "Documents",
		Severity: diag.Error,
		Summary:  "a governed file must be a regular file",
		Why: `A symbolic link or a submodule shows content that no review of the
repository sees, a Git LFS pointer shows none, and of two names that differ
only by case some file systems keep one.`,
		Repair: `Put a regular file at the path and remove its twin. Git LFS: take the
path out of .gitattributes and add the file again.`,
		Fixed: true,
	},
	Bad: `
-- registry/data/model_registry.json --
version https://git-lfs.github.com/spec/v1
oid sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
size 4096
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": []}
`,
	Check: reportFaults(snapshot.PathUnsafe),
}
