// Package importer turns metrics/models/*.json into registry entries and
// reconciles them with what is registered. What the files do not say is
// reported, never invented.
package importer

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// Options say how to import.
type Options struct {
	KeepRoles bool          // keep the role general where the policy forbids it
	Only      []string      // paths of metrics files, from the root or the tree's top; empty: all
	Policy    config.Policy // who may be a general; zero: the default policy
	Now       time.Time     // when a model is registered whose files hold no date

	// AddedAt returns when a file, given by its path from the tree's top, was
	// first added to git; false when that is unknown. Nil without git.
	AddedAt func(path string) (time.Time, bool)
}

// A Result is what an import would do and what it can't. The lists hold model
// ids, sorted.
type Result struct {
	Plan      plan.Plan
	Added     []string // not registered before
	Updated   []string // registered, with gaps that are filled
	Unchanged []string // registered and complete
	Skipped   []string // not imported; a finding says why
	Findings  []diag.Finding
	Templates []Template
}

// A Template is the entry of a skipped model, complete but for its size class.
type Template struct {
	ModelID string
	Path    string // of the metrics file, from the tree's top
	JSON    []byte // an entry file for `modelgate upsert`, once size_class is filled in
}

// The reasons for which nothing can be imported.
var (
	// ErrBroken is a document that an import must rely on and can't read.
	ErrBroken = errors.New("document is broken")
	// ErrNoMetrics is a path in Options.Only at which no metrics file stands.
	ErrNoMetrics = errors.New("no metrics file")
)

// Import computes the entries that the metrics files of s stand for,
// reconciled with what is registered: new models are added, missing fields of
// registered ones are filled, and what an entry says already is never changed.
// The plan touches the registry alone and is empty when it is run again. The
// error wraps ErrBroken or ErrNoMetrics.
func Import(s *snapshot.Snapshot, o Options) (Result, error) {
	if err := readable(s); err != nil {
		return Result{}, err
	}
	if len(o.Policy.GeneralSizeClasses) == 0 {
		o.Policy = config.Default().Policy
	}
	r := &run{snap: s, opts: o, index: newIndex(s)}
	if err := r.checkOnly(); err != nil {
		return Result{}, err
	}
	for _, m := range s.Metrics {
		if r.wanted(m.Path, m.Doc.Name) {
			r.take(m)
		}
	}
	r.reportUnread()
	r.reportUnpaired()
	r.reportSums()
	r.write()
	return r.result(), nil
}

// readable refuses documents whose content an import would have to guess:
// with unreadable evaluations every model would become experimental.
func readable(s *snapshot.Snapshot) error {
	paths := s.Layout.Paths
	switch {
	case s.EvaluationsState == snapshot.Broken:
		return fmt.Errorf("read evaluations: %s: %w", s.Layout.Path(paths.Evaluations), ErrBroken)
	case s.RegistryState == snapshot.Broken:
		return fmt.Errorf("read registry: %s: %w", s.Layout.Path(paths.Registry), ErrBroken)
	case s.RegistryState == snapshot.Present && !s.Registry.Doc.Root.Get("models").Is(jsondoc.Array):
		return fmt.Errorf("read registry: %s: %w: it has no array \"models\"",
			s.Layout.Path(paths.Registry), ErrBroken)
	}
	return nil
}

// A run is one import.
type run struct {
	snap  *snapshot.Snapshot
	opts  Options
	index index

	out     Result
	drafts  []registry.Draft // of new entries
	splices []jsondoc.Splice // of gaps in registered ones
	sums    sums
}

// take imports one metrics file.
func (r *run) take(m *registry.Metric) {
	if why := r.unfit(m); why != nil {
		r.skip(m, *why)
		return
	}
	e := r.index.entry(m)
	switch {
	case e == nil:
		r.add(m)
	case r.index.metricOf(e) == m:
		r.fill(m, e)
	}
	// Else the entry names several metrics files and this one is not its own.
}

// add plans a new entry.
func (r *run) add(m *registry.Metric) {
	d := r.derive(m, nil)
	if d.size.class == "" {
		r.out.Templates = append(r.out.Templates, template(d))
		r.reportSize(d, fmt.Sprintf("%q is not imported", m.ID),
			"write its size_class into the template and run `modelgate upsert` with it")
		r.out.Skipped = append(r.out.Skipped, m.ID)
		return
	}
	r.reportRole(d)
	r.reportRefs(d)
	r.sums.count(d)
	r.drafts = append(r.drafts, d.draft)
	r.index.addDraft(m)
	r.out.Added = append(r.out.Added, m.ID)
}

func (r *run) checkOnly() error {
	for _, p := range r.opts.Only {
		known := slices.ContainsFunc(r.snap.Metrics, func(m *registry.Metric) bool {
			return samePath(p, m.Path) || samePath(p, m.Doc.Name)
		}) || slices.ContainsFunc(r.unread(), func(f diag.Finding) bool {
			rel, _ := r.snap.Layout.Rel(f.Place.File)
			return samePath(p, rel) || samePath(p, f.Place.File)
		})
		if !known {
			return fmt.Errorf("%w at %q: want one of the files in %s", ErrNoMetrics, p,
				r.snap.Layout.Path(r.snap.Layout.Paths.Metrics))
		}
	}
	return nil
}

// wanted reports whether a file, by its path from the root or the tree's top,
// is to be imported.
func (r *run) wanted(rel, name string) bool {
	return len(r.opts.Only) == 0 || slices.ContainsFunc(r.opts.Only, func(p string) bool {
		return samePath(p, rel) || samePath(p, name)
	})
}

func samePath(asked, p string) bool { return path.Clean(strings.ReplaceAll(asked, `\`, "/")) == p }

func (r *run) result() Result {
	for _, ids := range [][]string{r.out.Added, r.out.Updated, r.out.Unchanged, r.out.Skipped} {
		slices.Sort(ids)
	}
	r.out.Findings = diag.Sort(r.out.Findings)
	return r.out
}
