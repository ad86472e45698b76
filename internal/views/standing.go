package views

import (
	"fmt"
	"regexp"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// indexKey is the one key of the legacy index that is this program's own.
const indexKey = "registry"

// A state says whose the thing is that stands where a view belongs.
type state int

const (
	absent state = iota
	broken       // a finding already says why
	foreign
	ours
)

// A standing is what stands where a view belongs.
type standing struct {
	state state
	path  string // of the file, from the tree's top
	src   []byte // of the file; nil when it is absent or broken

	doc   *jsondoc.Document
	node  *jsondoc.Node // the view's value; nil when there is none or it is no JSON
	fault *diag.Finding // why an own file is no JSON
}

func (v view) standing(s *snapshot.Snapshot) standing {
	if v.file == "" {
		return inIndex(s)
	}
	at := standing{path: s.Layout.ViewPath(v.file)}
	there := s.View(v.file)
	switch there.State {
	case snapshot.Absent:
		return at
	case snapshot.Broken:
		at.state = broken
		return at
	}
	at.src, at.state = there.Src, foreign
	if marked(there.Src) {
		at.state = ours
	}
	doc, faults := jsondoc.Parse(at.path, there.Src, s.Layout.Limits.Document)
	at.doc, at.node = doc, doc.Root
	if len(faults) > 0 {
		at.fault = &faults[0]
	}
	return at
}

func inIndex(s *snapshot.Snapshot) standing {
	at := standing{path: s.Layout.Path(s.Layout.Paths.IndexJSON)}
	if s.Index == nil {
		if indexState(s) == snapshot.Broken {
			at.state = broken
		}
		return at
	}
	at.doc, at.src = s.Index, s.Index.Src
	if at.node = s.Index.Root.Get(indexKey); at.node == nil {
		return at
	}
	at.state = foreign
	if at.node.Get("generator").Str() == Generator {
		at.state = ours
	}
	return at
}

func indexState(s *snapshot.Snapshot) snapshot.State {
	rel := s.Layout.Paths.IndexJSON
	switch {
	case s.Index != nil:
		return snapshot.Present
	case s.Exists(rel), s.Unsafe(rel) != "":
		return snapshot.Broken
	}
	return snapshot.Absent
}

var mark = regexp.MustCompile(`^\s*\{\s*"generator"\s*:\s*"` + Generator + `"`)

// marked reports whether a file begins with the generator mark. It looks at
// the text, so that a file with a merge conflict further down is still known.
func marked(src []byte) bool { return mark.Match(src) }

// refuse says why a view can't be written.
func (v view) refuse(s *snapshot.Snapshot, at standing) error {
	switch {
	case at.state == broken:
		return fmt.Errorf("%s %w", at.path, ErrBroken)
	case at.state == foreign && v.file == "":
		return fmt.Errorf("key %q of %s is %w and not overwritten; rename it", indexKey, at.path, ErrForeign)
	case at.state == foreign:
		return fmt.Errorf("%s is %w and not overwritten; move it away, or name another folder in `paths.views`", at.path, ErrForeign)
	case v.file == "" && s.Index == nil:
		return fmt.Errorf("%s %w, and this view is a key inside it", at.path, ErrAbsent)
	case v.file == "" && !s.Index.Root.Is(jsondoc.Object):
		return fmt.Errorf("%s is no JSON object, so it has no room for the key %q", at.path, indexKey)
	}
	return nil
}
