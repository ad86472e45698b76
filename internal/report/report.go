// Package report tells the result of a run: as text, JSON, workflow commands,
// Markdown, SARIF, JUnit XML or an HTML page.
package report

import (
	"context"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

// A Run is all there is to tell about one run.
type Run struct {
	Version  string // the tool's
	Repo     Repo
	Scope    string // new, changed or all
	FailOn   string // error, warning, note or never
	Pass     bool
	Summary  Summary
	Findings []diag.Finding // sorted, each with its State; fixed ones included, suppressed ones not
	Changes  []change.Item
	Changed  []string    // the files the change touches; what scope "changed" decides by
	Notices  []string    // what is to be known about the run itself, a sentence each
	Rules    []diag.Rule // the catalogue, for formats that carry it
	Plans    []Plan      // of a drift check: what differs from the registry; nil elsewhere
	Registry *Overview   // what the registry holds at the head; nil when it can't be read
}

// A Plan is a pending change that a command would make.
type Plan struct {
	Command string // as the user types it: "modelgate export"
	Path    string // the file it would write, from the repository's root
	Why     string // one line
}

// A Repo says what was checked.
type Repo struct {
	Root string // the registry's root below the repository, "." at its top
	Base string // commit id, "" without a base
	Head string // commit id, "" for the work tree
}

// A Summary counts findings. Errors, Warnings and Notes are those at the head
// (new and existing, or current); Suppressed ones are in no other count.
type Summary struct {
	Errors, Warnings, Notes int
	New, Existing, Fixed    int
	Suppressed              int
}

// A Reporter tells a run: all of it, or an error.
type Reporter interface {
	Report(ctx context.Context, run Run) error
}

// Decides reports whether a finding in the given state counts for the verdict
// of a run with this scope when its file is (or is not) among the changed ones.
func Decides(scope string, s diag.State, fileChanged bool) bool {
	switch s {
	case diag.Fixed:
		return false
	case diag.Existing:
		return scope == "all" || scope == "changed" && fileChanged
	}
	return true
}
