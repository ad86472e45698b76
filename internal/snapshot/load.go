package snapshot

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// ErrLimit is a tree too large to be checked.
var ErrLimit = errors.New("too large to check")

// Load reads the governed documents of a tree. Faults in them are findings of
// the snapshot; an error means that the tree could not be read, and then
// nothing may be concluded from it.
func Load(fsys fs.FS, l Layout) (*Snapshot, error) {
	ld := &loader{
		Snapshot: &Snapshot{Layout: l, Tree: fsys},
		locator:  newLocator(fsys), twinsTold: map[string]bool{}, unsafeTold: map[string]bool{},
	}
	for _, step := range []func() error{
		ld.loadRegistry, ld.loadEvaluations, ld.loadMetrics, ld.loadIndex, ld.loadSpecs, ld.loadLog,
		ld.loadViews, ld.loadProvenance, ld.loadSignatures, ld.loadAllowedSigners,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	ld.Faults = diag.Sort(ld.Faults)
	return ld.Snapshot, nil
}

type loader struct {
	*Snapshot
	locator
	twinsTold  map[string]bool // the paths, folded, beside which twins were looked for
	unsafeTold map[string]bool // the paths that are told to be unsafe
	total      int64
}

func (ld *loader) loadRegistry() error {
	doc, state, err := ld.document(ld.Layout.Path(ld.Layout.Paths.Registry))
	if state == Present {
		ld.Registry = registry.NewFile(doc)
	}
	ld.RegistryState = state
	if err != nil {
		return err
	}
	return ld.loadInterrupted()
}

// loadInterrupted looks for a writer's temporary file beside the registry: a
// writer makes all of its files before it renames any, the registry's last.
func (ld *loader) loadInterrupted() error {
	dir := path.Dir(ld.Layout.Path(ld.Layout.Paths.Registry))
	f, err := ld.locate(dir, true)
	if err != nil || f.missing || f.unsafe != "" {
		return err
	}
	entries, err := ld.readDir(dir)
	ld.Interrupted = slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return audit.IsTemp(e.Name()) })
	return err
}

func (ld *loader) loadEvaluations() error {
	doc, state, err := ld.document(ld.Layout.Path(ld.Layout.Paths.Evaluations))
	if state == Present {
		ld.Evaluations = registry.NewEvaluations(doc)
	}
	ld.EvaluationsState = state
	return err
}

func (ld *loader) loadIndex() error {
	doc, state, err := ld.document(ld.Layout.Path(ld.Layout.Paths.IndexJSON))
	if state == Present {
		ld.Index = doc
	}
	return err
}

// loadLog reads the audit log. Its faults are the log's own to tell.
func (ld *loader) loadLog() error {
	if ld.Layout.NoLog {
		return nil
	}
	var err error
	if ld.Log, err = audit.Load(ld.fsys, ld.Layout.Path(ld.Layout.Paths.Logs)); err != nil {
		return fmt.Errorf("read the audit log: %w", err)
	}
	return nil
}

func (ld *loader) loadMetrics() error {
	dir := ld.Layout.Path(ld.Layout.Paths.Metrics)
	f, err := ld.locate(dir, true)
	switch {
	case err != nil || f.missing:
		return err
	case f.unsafe != "":
		ld.unsafeKind(dir, f, "a folder")
		ld.unreadMetric(dir)
		return nil
	}
	isJSON := func(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".json") }
	told := len(ld.Faults)
	entries, err := ld.listing(dir, isJSON)
	if err != nil {
		return err
	}
	ld.MetricsState = Present
	for _, f := range ld.Faults[told:] {
		ld.unreadMetric(f.Subject)
	}
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		if err := ld.loadMetric(path.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	ld.metricIndex = newMetricIndex(ld.Metrics)
	return nil
}

func (ld *loader) loadMetric(name string) error {
	doc, state, err := ld.document(name)
	switch state {
	case Present:
		rel, _ := ld.Layout.Rel(name)
		ld.Metrics = append(ld.Metrics, registry.NewMetric(doc, rel))
	case Broken:
		ld.unreadMetric(name)
	}
	return err
}

func (ld *loader) unreadMetric(name string) {
	rel, _ := ld.Layout.Rel(name)
	ld.MetricsState, ld.UnreadMetrics = Broken, append(ld.UnreadMetrics, rel)
}
