package snapshot

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
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

// document reads one JSON document.
func (ld *loader) document(name string) (*jsondoc.Document, State, error) {
	src, state, err := ld.source(name)
	if state != Present {
		return nil, state, err
	}
	doc, faults := jsondoc.Parse(name, src, ld.Layout.Limits.Document)
	ld.Faults = append(ld.Faults, faults...)
	if len(faults) > 0 {
		return nil, Broken, nil
	}
	return doc, Present, nil
}

// source reads a governed file, whatever it holds.
func (ld *loader) source(name string) ([]byte, State, error) {
	f, err := ld.locate(name, false)
	switch {
	case err != nil:
		return nil, Broken, err
	case f.missing:
		return nil, Absent, nil
	case f.unsafe != "":
		ld.unsafe(name, f)
		return nil, Broken, nil
	}
	if err := ld.reportTwins(name); err != nil {
		return nil, Broken, err
	}
	if size, limit := f.info.Size(), ld.Layout.Limits.Document.Bytes; limit > 0 && size > limit {
		ld.Faults = append(ld.Faults, diag.Finding{
			Rule: jsondoc.Invalid, Severity: diag.Error, Place: diag.InFile(name),
			Subject: name, Key: "size",
			Message: fmt.Sprintf("file has %d bytes, more than the limit of %d", size, limit),
			Help:    "split the file, or raise `limits.document` in .modelgate.yaml",
		})
		return nil, Broken, nil
	}
	src, err := ld.read(name, f.info)
	if err != nil {
		return nil, Broken, err
	}
	if bytes.HasPrefix(src, []byte("version https://git-lfs.github.com/spec/")) {
		ld.Faults = append(ld.Faults, unsafeFinding(name, "lfs",
			fmt.Sprintf("%q is a Git LFS pointer, not the file", name),
			"store the file in git itself"))
		return nil, Broken, nil
	}
	return src, Present, nil
}

func (ld *loader) read(name string, info fs.FileInfo) ([]byte, error) {
	ld.total += info.Size()
	if limit := ld.Layout.Limits.Total; limit > 0 && ld.total > limit {
		return nil, fmt.Errorf("%w: the governed files have more than %d bytes together (`limits.total`)",
			ErrLimit, limit)
	}
	src, err := fs.ReadFile(ld.fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, bare(err))
	}
	return src, nil
}

// unsafe tells what stands in place of a file, or of a folder above it: that once,
// however many governed files would be below.
func (ld *loader) unsafe(name string, f found) { ld.unsafeKind(name, f, "a regular file") }

func (ld *loader) unsafeKind(name string, f found, want string) {
	if ld.unsafeTold[f.at] {
		return
	}
	ld.unsafeTold[f.at] = true
	if f.at != name {
		want = "a folder"
	}
	ld.Faults = append(ld.Faults, unsafeFinding(f.at, "kind", f.unsafe+", so nothing is read from it", "put "+want+" there"))
}

// reportTwins tells the entries beside a file, and beside each folder it stands
// in, that differ only by case: on macOS and Windows one of them would replace
// the other. They are told once, beside the one that is read first.
func (ld *loader) reportTwins(name string) error {
	for p := name; p != "." && !ld.twinsTold[fold(p)]; p = path.Dir(p) {
		ld.twinsTold[fold(p)] = true
		twins, err := ld.twins(p)
		if err != nil {
			return err
		}
		for _, t := range twins {
			ld.twin(t, p, "keep one of the two: some file systems can't hold both")
		}
	}
	return nil
}

func (ld *loader) twin(name, of, help string) {
	ld.Faults = append(ld.Faults, unsafeFinding(name, "twin:"+strings.ToLower(of),
		fmt.Sprintf("%q differs from %q only by case", name, of), help))
}
