package report

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// A fileGroup is the findings of one file.
type fileGroup struct {
	file     string // "" for findings of no file
	findings []diag.Finding
}

// byFile groups findings by file, in the order in which each first comes.
func byFile(fs []diag.Finding) []fileGroup {
	var groups []fileGroup
	at := map[string]int{}
	for _, f := range fs {
		i, ok := at[f.Place.File]
		if !ok {
			i = len(groups)
			at[f.Place.File] = i
			groups = append(groups, fileGroup{file: f.Place.File})
		}
		groups[i].findings = append(groups[i].findings, f)
	}
	return groups
}

// decides reports whether f counts for the verdict of the run.
func (r Run) decides(f diag.Finding) bool {
	return Decides(r.Scope, f.State, slices.Contains(r.Changed, f.Place.File))
}

// title names a group for people.
func (g fileGroup) title() string {
	if g.file == "" {
		return "(whole repository)"
	}
	return g.file
}
