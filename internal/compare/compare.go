// Package compare finds what a head changes against its base, in the
// registry's terms and whatever the files' layout.
package compare

import (
	"cmp"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// Snapshots returns the items that differ: models, then evaluations, then
// metrics files, each by id. A document that is broken on either side yields
// no items, because nothing certain can be said of it; Unread names it.
func Snapshots(base, head *snapshot.Snapshot) []change.Item {
	var out []change.Item
	if base.RegistryState != snapshot.Broken && head.RegistryState != snapshot.Broken {
		out = append(out, pair(change.Model, models(base), models(head))...)
	}
	if base.EvaluationsState != snapshot.Broken && head.EvaluationsState != snapshot.Broken {
		out = append(out, pair(change.Evaluation, evaluations(base), evaluations(head))...)
	}
	return append(out, pair(change.Metrics, metrics(base, head), metrics(head, base))...)
}

// A thing is one comparable value under its id; repeats of an id are kept
// apart by number.
type thing struct {
	id     string
	anchor string // pairs what is left when the id itself has changed
	means  standing
	node   *jsondoc.Node
}

func models(s *snapshot.Snapshot) []thing {
	var out []thing
	for e := range s.Registry.All() {
		if e.ModelID != "" {
			out = append(out, thing{id: e.ModelID, means: ofEntry(e), node: e.Node})
		}
	}
	return out
}

func evaluations(s *snapshot.Snapshot) []thing {
	var out []thing
	for v := range s.Evaluations.All() {
		out = append(out, thing{id: v.Key(), anchor: v.Anchor(), means: ofEvaluation(v), node: v.Node})
	}
	return out
}

func pair(kind change.Kind, base, head []thing) []change.Item {
	left := newPool(base)
	var out []change.Item
	var alone []thing
	for _, h := range head {
		if b, ok := left.take(left.byID, h.id); ok {
			out = appendModified(out, kind, b, h)
			continue
		}
		alone = append(alone, h)
	}
	for _, h := range alone {
		if b, ok := left.take(left.byAnchor, h.anchor); ok {
			out = appendModified(out, kind, b, h)
			continue
		}
		out = append(out, whole(kind, h, change.Added))
	}
	for i, b := range base {
		if !left.taken[i] {
			out = append(out, whole(kind, b, change.Removed))
		}
	}
	slices.SortStableFunc(out, func(a, b change.Item) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

func appendModified(out []change.Item, kind change.Kind, base, head thing) []change.Item {
	fields := Fields(base.node, head.node)
	if len(fields) == 0 {
		return out
	}
	return append(out, change.Item{
		Kind: kind, ID: head.id, Change: change.Modified, Fields: fields, Means: meaning(kind, base.means, head.means),
	})
}

func whole(kind change.Kind, t thing, action change.Action) change.Item {
	item := change.Item{Kind: kind, ID: t.id, Change: action}
	if action == change.Added {
		item.Means = meaning(kind, standing{}, t.means)
	} else {
		item.Means = meaning(kind, t.means, standing{})
	}
	return item
}
