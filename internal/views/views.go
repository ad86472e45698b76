// Package views renders the registry into the files that older tools read, as
// edits that nobody has made yet.
//
// A view is a function of the registry alone. One line for each model, in the
// order of their ids, and no digest over the whole: two pull requests that
// change different models change different lines, and git merges them. So
// nothing in a view tells by itself whether a person changed it; Check compares
// it with what the registry gives, and gave at the base.
package views

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// Generator is the value of the key "generator" by which a view is known as
// this program's own.
const Generator = "modelgate"

// The reasons for which a view can't be rendered.
var (
	// ErrUnknown is a name that no view has.
	ErrUnknown = errors.New("unknown view")
	// ErrForeign is a file or key that this program did not make and so will
	// not overwrite.
	ErrForeign = errors.New("not made by modelgate")
	// ErrBroken is a document that can't be read.
	ErrBroken = errors.New("can't be read; `modelgate check` says why")
	// ErrAbsent is a document that a view needs and that is not there.
	ErrAbsent = errors.New("is not there")
)

// A view is one way to tell the registry.
type view struct {
	name string
	file string // in the folder of the views; "" is a key of the legacy index
	list string // the key of what has a line for each model
	body func([]*registry.Entry) *jsondoc.Node
}

func all() []view {
	return []view{
		{"models-index", "", "models", indexModels},
		{"generals", "generals.json", "generals", generals},
		{"by-provider", "by-provider.json", "providers", providers},
		{"legacy-models", "legacy-models.json", "models", legacyModels},
	}
}

// Names lists the views.
func Names() []string {
	var out []string
	for _, v := range all() {
		out = append(out, v.name)
	}
	return out
}

func find(name string) (view, error) {
	for _, v := range all() {
		if v.name == name {
			return v, nil
		}
	}
	return view{}, fmt.Errorf("%w %q, want one of %s", ErrUnknown, name, strings.Join(Names(), ", "))
}

// Existing lists the views that stand in the tree and are this program's own:
// those that must keep up with the registry. The others are optional.
func Existing(s *snapshot.Snapshot) []string {
	var out []string
	for _, v := range all() {
		if v.standing(s).state == ours {
			out = append(out, v.name)
		}
	}
	return out
}

// Exportable lists the views that the tree has room for: all, but for
// models-index where there is no legacy index to hold it.
func Exportable(s *snapshot.Snapshot) []string {
	return slices.DeleteFunc(Names(), func(name string) bool {
		return name == "models-index" && indexState(s) == snapshot.Absent
	})
}

// Render returns the edit that brings a view up to date, nil when it says what
// the registry gives, in whatever layout. The error is one of this package's.
func Render(name string, s *snapshot.Snapshot) (*plan.Edit, error) {
	v, err := find(name)
	if err != nil {
		return nil, err
	}
	if err := readable(s); err != nil {
		return nil, fmt.Errorf("view %s: %w", name, err)
	}
	now := v.standing(s)
	if err := v.refuse(s, now); err != nil {
		return nil, fmt.Errorf("view %s: %w", name, err)
	}
	want := v.render(s)
	if same(now.node, want) {
		return nil, nil
	}
	edit := &plan.Edit{Path: now.path, Old: now.src, Why: "bring view " + name + " up to date"}
	if now.state == absent {
		edit.Why = "add view " + name
	}
	edit.New = ownFile(want)
	if v.file == "" {
		edit.New = withKey(s.Index, want)
	}
	return edit, nil
}

// Plan returns the edits that bring the named views up to date; it is empty
// when they are. One view that can't be rendered is an error for all.
func Plan(s *snapshot.Snapshot, names ...string) (plan.Plan, error) {
	var p plan.Plan
	var errs []error
	for _, name := range names {
		edit, err := Render(name, s)
		if err != nil {
			errs = append(errs, err)
		}
		if edit != nil {
			p = append(p, *edit)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return p, nil
}

func readable(s *snapshot.Snapshot) error {
	name := s.Layout.Path(s.Layout.Paths.Registry)
	switch s.RegistryState {
	case snapshot.Absent:
		return fmt.Errorf("%s %w", name, ErrAbsent)
	case snapshot.Broken:
		return fmt.Errorf("%s %w", name, ErrBroken)
	}
	return nil
}
