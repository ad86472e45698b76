package gate

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// Scopes and FailOns list the words that --scope and --fail-on take.
func Scopes() []string { return []string{"new", "changed", "all"} }

// FailOns lists the words that --fail-on takes.
func FailOns() []string { return []string{"error", "warning", "note", "never"} }

func (r *run) scope() string {
	switch {
	case r.req.Scope != "":
		return r.req.Scope
	case r.base != nil:
		return "new"
	}
	return "all"
}

func (r *run) failOn() string {
	if r.req.FailOn == "" {
		return "error"
	}
	return r.req.FailOn
}

// check runs the rules over both trees under one policy and compares.
func (r *run) check() {
	by := r.inForce()
	var change *check.Policy
	if r.base != nil {
		change, by.proposed = r.policyChange()
	}
	head := r.findingsOf(r.head, r.base, by, change)
	r.suppressed = head.Hidden
	if r.base == nil {
		r.findings = check.AsCurrent(head.Kept)
		return
	}
	r.findings = check.CompareParted(head, r.findingsOf(r.base, nil, r.inForce(), nil))
	if r.req.Places != nil {
		r.mapPlaces()
	}
}

// A policy is what a tree is judged by.
type policy struct {
	config   *config.Config
	signers  []byte         // the allowed_signers file; nil when there is none
	proposed *check.Signers // the tree's own, to be linted where it is another
}

func (r *run) inForce() policy { return policy{config: r.policy, signers: r.signers} }

// findingsOf runs all rules over one tree: first those that suppressions apply
// to, then those about the suppressions themselves.
func (r *run) findingsOf(s, base *snapshot.Snapshot, by policy, change *check.Policy) check.Parted {
	in := check.Input{
		Head: s, Base: base, Config: by.config, Validator: r.Validator, Now: r.req.Now,
		Full: r.scope() == "all", Policy: change, AllowedSigners: by.signers, ProposedSigners: by.proposed,
	}
	if base != nil {
		in.Commits = r.commits
	}
	all := check.Run(in, r.Rules)
	if r.req.NoSuppress {
		return check.Parted{Kept: all}
	}
	parted, uses := check.Suppress(all, by.config.Suppressions, r.req.Now)
	in.Suppressions = uses
	parted.Kept = diag.Sort(append(parted.Kept, check.RunSuppressions(in, r.Rules)...))
	return parted
}

// passes reports whether no finding that decides is at or above --fail-on.
func passes(run report.Run) bool {
	threshold, err := diag.ParseSeverity(run.FailOn)
	if err != nil { // "never"
		return true
	}
	return !slices.ContainsFunc(run.Findings, func(f diag.Finding) bool {
		_, changed := slices.BinarySearch(run.Changed, f.Place.File)
		return f.Severity >= threshold && report.Decides(run.Scope, f.State, changed)
	})
}

// changedFiles lists the files of findings that differ between base and head.
func (r *run) changedFiles() []string {
	files := newSameness(r.req.Base.FS, r.req.Head.FS)
	var out []string
	for _, f := range r.findings {
		// What can't be read was reported when it was loaded; taking it as
		// changed can only make the verdict stricter.
		if !files.same(f.Place.File) {
			out = append(out, f.Place.File)
		}
	}
	return sortedUnique(out)
}

// mapPlaces puts findings of a merge result where they stand in the pull
// request's own head, by fingerprint; one that only the merge makes is told on
// the file.
func (r *run) mapPlaces() {
	s, err := snapshot.Load(r.req.Places.FS, r.head.Layout)
	if err != nil {
		r.notices = append(r.notices, "places are those of the merge result: the pull request's own head can't be read")
		return
	}
	own := r.findingsOf(s, r.base, r.inForce(), nil)
	places := map[string][]diag.Finding{}
	for _, f := range own.Kept {
		places[f.Fingerprint()] = append(places[f.Fingerprint()], f)
	}
	files := newSameness(r.req.Places.FS, r.req.Head.FS)
	for i := range r.findings {
		f := &r.findings[i]
		if f.State == diag.Fixed || files.same(f.Place.File) {
			continue
		}
		fp := f.Fingerprint()
		if at := places[fp]; len(at) > 0 {
			f.Place, f.Related, f.Fix = at[0].Place, at[0].Related, at[0].Fix
			places[fp] = at[1:]
			continue
		}
		f.Place, f.Related, f.Fix = diag.Place{File: f.Place.File, Pointer: f.Place.Pointer}, nil, nil
	}
	r.findings = diag.Sort(r.findings)
}

func summarize(fs []diag.Finding, suppressed int) report.Summary {
	s := report.Summary{Suppressed: suppressed}
	for _, f := range fs {
		switch f.State {
		case diag.Fixed:
			s.Fixed++
			continue
		case diag.New:
			s.New++
		case diag.Existing:
			s.Existing++
		}
		switch f.Severity {
		case diag.Error:
			s.Errors++
		case diag.Warning:
			s.Warnings++
		case diag.Note:
			s.Notes++
		}
	}
	return s
}
