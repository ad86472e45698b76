package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/store"
	"github.com/cmmv-hive/modelgate/internal/version"
)

// upToDate is said when a job has nothing to do.
const upToDate = "nothing to do: all is up to date"

// lockWait is how long a command waits for another one that writes.
const lockWait = 2 * time.Minute

// writeFlags are the flags of the commands that write.
type writeFlags struct {
	dryRun bool
	actor  string
	reason string
}

func (f *writeFlags) add(c *cobra.Command) {
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, "show the changes as a diff and write nothing")
	c.Flags().StringVar(&f.actor, "actor", "", "who does this, for the audit log (default: MODELGATE_ACTOR, GITHUB_ACTOR, USER)")
}

// A job is what one writing command does to the registry.
type job struct {
	op    audit.Op // what is recorded; "" : only the form changes
	flags writeFlags
	// compute makes the registry's new content from its state under the lock.
	compute func(w *workspace, s *snapshot.Snapshot, c *config.Config) (edit.Result, error)
	// more are edits of other files, made in the same plan; nil for none.
	more func(w *workspace, s *snapshot.Snapshot) (plan.Plan, error)
}

// A done is what came of a job.
type done struct {
	edit.Result
	Plan    plan.Plan
	Pending plan.Plan // of a dry run: what finishes an interrupted operation before Plan
	DryRun  bool
	Notices []string
}

// perform runs a job: under the lock it reads the registry, finishes what an
// interrupted operation left, computes the plan and applies it whole.
func (a *app) perform(ctx context.Context, j job) (d done, err error) {
	w, err := a.open(ctx)
	if err != nil {
		return d, err
	}
	defer w.close()
	l, _, err := a.layout(w)
	if err != nil {
		return d, err
	}
	st := w.store(l)
	var s *snapshot.Snapshot
	var c *config.Config
	if j.flags.dryRun {
		s, c, err = a.foresee(ctx, w, st, &d)
	} else {
		var unlock func() error
		if unlock, err = st.Lock(ctx, lockWait); err != nil {
			return d, err
		}
		defer func() { err = errors.Join(err, unlock()) }()
		s, c, err = a.rollForward(w, st, &d)
	}
	if err != nil {
		return d, err
	}
	if err := a.refuseBroken(s); err != nil {
		return d, err
	}
	if err := refuseNewer(s); err != nil {
		return d, err
	}
	d.DryRun = j.flags.dryRun
	if d.Result, err = j.compute(w, s, c); err != nil {
		return d, err
	}
	if d.Plan, err = a.journal(ctx, w, s, c, j, d.Result); err != nil {
		return d, err
	}
	d.Notices = append(d.Notices, adopted(d.Plan)...)
	d.Notices = append(d.Notices, a.ahead(s, d.Plan)...)
	if d.DryRun {
		return d, nil
	}
	return d, st.Apply(d.Plan)
}

// refuseBroken refuses to build on a registry that can't be read, and tells
// where and why.
func (a *app) refuseBroken(s *snapshot.Snapshot) error {
	if s.RegistryState != snapshot.Broken {
		return nil
	}
	help := "`modelgate check` says why"
	for _, f := range s.Faults {
		if f.Place.File == s.Layout.Path(s.Layout.Paths.Registry) {
			fmt.Fprintf(a.Stderr, "modelgate: %s\n", line(f))
			if help = cmp.Or(f.Help, help); f.Rule == jsondoc.MergeConflict {
				help = "run `modelgate resolve`, or " + help
			}
		}
	}
	return refusef("the registry can't be read; %s", help)
}

// refuseNewer refuses to write into a registry of a version that this program
// does not know: it can't tell what it would break.
func refuseNewer(s *snapshot.Snapshot) error {
	version := ""
	if s.Registry != nil {
		version = s.Registry.SchemaVersion
	}
	for e := range s.Registry.All() {
		if registry.NewerVersion(e.SchemaVersion) {
			version = e.SchemaVersion
		}
	}
	if registry.NewerVersion(version) {
		return refusef("the registry is of schema version %q, newer than this program knows; upgrade modelgate", version)
	}
	return nil
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

// journal makes the plan of a result: the audit record first, then the
// registry, then other files.
func (a *app) journal(ctx context.Context, w *workspace, s *snapshot.Snapshot, c *config.Config, j job, r edit.Result) (plan.Plan, error) {
	var p plan.Plan
	if r.New != nil {
		var err error
		p, err = ledger.Plan(s, c, r.New, ledger.Op{
			Name: j.op, Actor: a.actor(j.flags.actor), Reason: j.flags.reason,
			Tool: "modelgate " + version.String(), Now: a.Now(), Sources: w.sources(ctx, s, r.Sources),
		})
		if err != nil {
			return nil, err
		}
	}
	if j.more == nil {
		return p, nil
	}
	more, err := j.more(w, s)
	return append(p, more...), err
}

// actor says who runs the command.
func (a *app) actor(flag string) string {
	return cmp.Or(a.knownActor(flag), "unknown")
}

// knownActor is "" when nothing says who runs the command.
func (a *app) knownActor(flag string) string {
	return cmp.Or(flag, a.Getenv("MODELGATE_ACTOR"), a.Getenv("GITHUB_ACTOR"), a.Getenv("USER"))
}

func (w *workspace) store(l snapshot.Layout) *store.Store {
	return store.New(w.root, ownFiles(l), store.Protect(l.SpecsPaths()...), store.LockAt(l.Root))
}

// ownFiles says which paths of a layout the program may write: the registry,
// its log, its signatures, the generated views and the legacy index.
func ownFiles(l snapshot.Layout) func(string) bool {
	return func(name string) bool {
		if name == l.Path(l.Paths.Registry) || name == l.Path(l.Paths.IndexJSON) || ledger.IsLog(l, name) {
			return true
		}
		dir := path.Dir(name)
		return dir == l.Path(l.Paths.Views) || dir == l.Path(l.Paths.Signatures)
	}
}

// folders lists where the program's own files stand.
func folders(l snapshot.Layout) []string {
	return []string{
		path.Dir(l.Path(l.Paths.Registry)), l.Path(l.Paths.Logs), path.Dir(l.Path(l.Paths.IndexJSON)),
		l.Path(l.Paths.Views), l.Path(l.Paths.Signatures),
	}
}

// tellDone reports a job: what could not be decided, the diff of a dry run,
// and what was done.
func (a *app) tellDone(d done, verb string) error {
	for _, n := range d.Notices {
		a.say("%s", n)
	}
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

func doneJSON(d done) map[string]any {
	files := []string{}
	for _, e := range d.whole() {
		files = append(files, e.Path)
	}
	undecided := []map[string]string{}
	for _, u := range d.Undecided {
		undecided = append(undecided, map[string]string{"model_id": u.ModelID, "message": u.Message, "help": u.Help})
	}
	return map[string]any{
		"schema_version": "1", "dry_run": d.DryRun, "added": list(d.Added), "updated": list(d.Updated),
		"removed": list(d.Removed), "unchanged": list(d.Unchanged), "undecided": undecided, "files": files,
	}
}

// tellFiles reports a job that is about files and not about models; none is
// what is said when there was nothing to do.
func (a *app) tellFiles(d done, verb, none string) error {
	if a.flags.format == "json" {
		return a.tellDone(d, verb)
	}
	for _, n := range d.Notices {
		a.say("%s", n)
	}
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
