package cli

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/git"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// maxBack is how many commits are searched for the one in which the sides of a
// conflict came together. Checks tell a conflict at once, so it is near.
const maxBack = 1000

// inConflict returns the records that the log has in conflict, by model, in the
// log's order.
func inConflict(log *audit.Log) map[string][]audit.Record {
	out := map[string][]audit.Record{}
	if log == nil {
		return out
	}
	_, conflicts := log.Replay()
	for _, c := range conflicts {
		for _, name := range []string{c.A, c.B} {
			known := slices.ContainsFunc(out[c.ModelID], func(r audit.Record) bool { return r.Name == name })
			if r, ok := log.Record(name); ok && !known {
				out[c.ModelID] = append(out[c.ModelID], r)
			}
		}
	}
	return out
}

// clash finds out whose changes of a model records are: ours is what our line
// of history, that of first parents, had before it got the others.
func (w *workspace) clash(ctx context.Context, l snapshot.Layout, id string, records []audit.Record) (edit.Clash, error) {
	c := edit.Clash{ModelID: id, Ours: entryOf(records[0], id), Theirs: entryOf(records[1], id), Unsided: true}
	if w.repo == nil {
		return c, nil
	}
	h, others, err := w.parting(ctx, l, records)
	if err != nil || len(others) == 0 || h.theirs == "" && len(others) > 1 {
		return c, err
	}
	ours, err := w.registryAt(ctx, h.ours, l)
	theirs, err2 := w.registryAt(ctx, h.theirs, l)
	if err := errors.Join(err, err2); err != nil {
		if _, ok := errors.AsType[refusal](err); ok {
			return c, nil // a commit with conflict markers tells nothing
		}
		return c, err
	}
	if ours == nil || theirs == nil && h.theirs != "" {
		return c, nil // nor does one whose registry stands elsewhere
	}
	c.Ours, c.Theirs, c.Unsided = ours.Find(id), theirs.Find(id), false
	if h.theirs == "" {
		c.Theirs = entryOf(others[0], id)
	}
	return c, nil
}

// parting walks back to the commit that has some of the records and not all,
// and returns it, the one that brought the others, if any, and those others;
// none when the history at hand does not tell.
func (w *workspace) parting(ctx context.Context, l snapshot.Layout, records []audit.Record) (h heads, others []audit.Record, err error) {
	h.ours, err = w.repo.Resolve(ctx, "HEAD")
	if errors.Is(err, git.ErrUnknownRevision) {
		return h, nil, nil
	}
	if err == nil {
		h.theirs, _, err = w.going(ctx)
	}
	for range maxBack {
		if err != nil {
			return h, nil, err
		}
		if others, err = w.lacking(ctx, l, h.ours, records); err != nil || len(others) == len(records) {
			return h, nil, err
		}
		if len(others) > 0 {
			return w.bringing(ctx, l, h, others)
		}
		if h, err = w.back(ctx, h.ours); h.ours == "" {
			break
		}
	}
	return h, nil, err
}

// back steps to the first parent of a commit, "" where history ends, and names
// the second one as theirs.
func (w *workspace) back(ctx context.Context, id string) (heads, error) {
	parents, err := w.repo.Parents(ctx, id)
	if err != nil || len(parents) == 0 {
		return heads{}, err
	}
	if has, err := w.repo.Has(ctx, parents[0]); err != nil || !has {
		return heads{}, err
	}
	h := heads{ours: parents[0]}
	if len(parents) == 2 {
		h.theirs = parents[1]
	}
	return h, nil
}

// bringing forgets a commit of theirs that has none of the records.
func (w *workspace) bringing(ctx context.Context, l snapshot.Layout, h heads, others []audit.Record) (heads, []audit.Record, error) {
	if h.theirs == "" {
		return h, others, nil
	}
	lacking, err := w.lacking(ctx, l, h.theirs, others)
	if len(lacking) == len(others) {
		h.theirs = ""
	}
	return h, others, err
}

// lacking returns the records that a commit does not have.
func (w *workspace) lacking(ctx context.Context, l snapshot.Layout, id string, records []audit.Record) ([]audit.Record, error) {
	tree, err := w.repo.Tree(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []audit.Record
	for _, r := range records {
		_, err := tree.Node(path.Join(l.Path(l.Paths.Logs), r.Path()))
		if errors.Is(err, fs.ErrNotExist) {
			out = append(out, r)
		} else if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// entryOf is what a record made of a model; nil when it removed it.
func entryOf(r audit.Record, id string) *registry.Entry {
	for _, c := range r.Changes {
		if c.ModelID == id && c.After != nil {
			doc, _ := jsondoc.Parse("record", c.After, jsondoc.Limits{})
			return registry.NewEntry(doc, doc.Root)
		}
	}
	return nil
}
