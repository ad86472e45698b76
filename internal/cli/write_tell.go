package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// upToDate is said when a job has nothing to do.
const upToDate = "nothing to do: all is up to date"

// tellDone reports a job: what could not be decided, the diff of a dry run,
// and what was done.
func (a *app) tellDone(d done, verb string) error {
	a.tellNotices(d)
	return a.result(func(out output) error {
		if a.flags.format == "json" {
			return writeJSON(out.w, doneJSON(d))
		}
		return writeText(out.w, doneText(d, verb))
	})
}

func doneText(d done, verb string) string {
	var b strings.Builder
	for _, u := range d.Undecided {
		fmt.Fprintf(&b, "%s: %s\n  help: %s\n", report.Clean(u.ModelID), report.Clean(u.Message), report.Clean(u.Help))
	}
	if d.DryRun {
		b.WriteString(d.whole().Diff())
		verb = "would have " + verb
	}
	fmt.Fprintf(&b, "%s: %d added, %d updated, %d removed, %d unchanged\n",
		verb, len(d.Added), len(d.Updated), len(d.Removed), len(d.Unchanged))
	return b.String()
}

// doneJSON has the files of the job, and apart from them those that finish an
// interrupted operation.
func doneJSON(d done) map[string]any {
	undecided := []map[string]string{}
	for _, u := range d.Undecided {
		undecided = append(undecided, map[string]string{"model_id": u.ModelID, "message": u.Message, "help": u.Help})
	}
	return map[string]any{
		"schema_version": "1", "dry_run": d.DryRun, "added": list(d.Added), "updated": list(d.Updated),
		"removed": list(d.Removed), "unchanged": list(d.Unchanged), "undecided": undecided,
		"files": paths(d.Plan), "pending": paths(d.Pending),
	}
}

// tellFiles reports a job that is about files and not about models; none is
// what is said when there was nothing to do.
func (a *app) tellFiles(d done, verb, none string) error {
	if a.flags.format == "json" {
		return a.tellDone(d, verb)
	}
	a.tellNotices(d)
	return a.result(func(out output) error {
		var b strings.Builder
		if d.DryRun {
			b.WriteString(d.whole().Diff())
			verb = "would have " + verb
		}
		for _, e := range d.Plan {
			fmt.Fprintf(&b, "%s %s\n", verb, report.Clean(e.Path))
		}
		if len(d.Plan) == 0 {
			b.WriteString(none + "\n")
		}
		return writeText(out.w, b.String())
	})
}

func paths(p plan.Plan) []string {
	out := []string{}
	for _, e := range p {
		out = append(out, e.Path)
	}
	return out
}

func (a *app) tellNotices(d done) {
	for _, n := range d.Notices {
		a.say("%s", n)
	}
}

// adopted names the entries that a plan takes up because no record tells of
// them: hand edits are announced, never swallowed.
func adopted(p plan.Plan) []string {
	var out []string
	for _, e := range p {
		if what, ok := strings.CutPrefix(e.Why, ledger.AdoptWhy); ok {
			out = append(out, "took up entries that no record tells of:"+what)
		}
	}
	return out
}

// ahead warns of a plan whose record must be dated in the future, because one
// before it is.
func (a *app) ahead(s *snapshot.Snapshot, p plan.Plan) []string {
	var out []string
	if slices.ContainsFunc(p, func(e plan.Edit) bool { return ledger.IsLog(s.Layout, e.Path) }) {
		for _, x := range s.Log.Future(a.Now()) {
			out = append(out, fmt.Sprintf("warning: %s: %s; %s", x.Path, x.Message, x.Help))
		}
	}
	return out
}

// tellFormatted says whether the registry was rewritten.
func (a *app) tellFormatted(d done) error {
	if a.flags.format != "json" {
		return a.tellFiles(d, "formatted", "already canonical")
	}
	a.tellNotices(d)
	doc := doneJSON(d)
	doc["formatted"] = len(d.Plan) > 0
	return a.result(func(out output) error { return writeJSON(out.w, doc) })
}

// tellCheck names the files that a plan would change; exit 1 when there are any.
func (a *app) tellCheck(d done) error {
	err := a.result(func(out output) error {
		if a.flags.format == "json" {
			return writeJSON(out.w, doneJSON(d))
		}
		var b strings.Builder
		for _, e := range d.Plan {
			fmt.Fprintln(&b, report.Clean(e.Path))
		}
		return writeText(out.w, b.String())
	})
	if err == nil && len(d.Plan) > 0 {
		return errFindings
	}
	return err
}
