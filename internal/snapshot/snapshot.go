package snapshot

import (
	"io/fs"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// A State says whether a document can be relied on.
type State int

// The states. Broken means that a finding already says why, and that no rule
// may draw conclusions from the document's absence.
const (
	Absent State = iota
	Broken
	Present
)

// A Snapshot is what one tree holds of the registry.
type Snapshot struct {
	Layout Layout
	Tree   fs.FS // nil: unknown, so nothing may be concluded from it

	Registry      *registry.File // nil unless RegistryState is Present
	RegistryState State

	Evaluations      *registry.Evaluations // nil unless EvaluationsState is Present
	EvaluationsState State

	Metrics      []*registry.Metric // the readable ones, by path
	MetricsState State              // Present when every file could be read
	// UnreadMetrics are the other metrics files, by path below the root; the
	// folder's own path where none of them could be looked at.
	UnreadMetrics []string

	Index *jsondoc.Document // the legacy index file; nil when absent or broken
	Specs []Specs           // the specifications pages found

	Signatures     []Signature // of entries, by file name
	Release        *Release    // the release bundle; nil when there is none, or none that may be read
	AllowedSigners []byte      // the tree's own allowed_signers file; nil when there is none

	Log *audit.Log // the audit log; without records when there is none, nil when audit is off

	Interrupted bool // a writer's temporary file stands beside the registry: it is at work, or was killed

	metricIndex metricIndex         // of Metrics
	views       map[string]View     // by file name
	blobs       map[string][]blobID // of the provenance, by path below the root

	// Faults are the findings made while reading: bad text, unsafe paths.
	Faults []diag.Finding
}

// Specs is a specifications page (MODELS_INDEX.md).
type Specs struct {
	Path string
	Src  []byte
	Safe bool // a regular file; otherwise Src is empty
}

// Exists reports whether a regular file stands at a path below the root. It
// looks the path up in the tree and never opens it. An unknown tree may have any.
func (s *Snapshot) Exists(rel string) bool {
	if s.Tree == nil {
		return true
	}
	l := newLocator(s.Tree)
	f, err := l.locate(s.Layout.Path(rel), false)
	return err == nil && !f.missing && f.unsafe == ""
}

// Unsafe says why a path below the root must not be read, such as `"gov/x" is a
// symbolic link`. It is "" for a regular file, and where there is nothing.
func (s *Snapshot) Unsafe(rel string) string {
	if s.Tree == nil {
		return ""
	}
	l := newLocator(s.Tree)
	f, err := l.locate(s.Layout.Path(rel), false)
	if err != nil {
		return err.Error()
	}
	return f.unsafe
}

// WithRegistry returns the snapshot as it would be with these bytes for a
// registry; Tree stays what it is. Only text that a plan holds may be given.
func (s *Snapshot) WithRegistry(src []byte) *Snapshot {
	name := s.Layout.Path(s.Layout.Paths.Registry)
	doc, _ := jsondoc.Parse(name, src, jsondoc.Limits{Bytes: int64(len(src)) + 1})
	out := *s
	out.Registry, out.RegistryState = registry.NewFile(doc), Present
	return &out
}
