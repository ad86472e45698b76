package edit

import (
	"fmt"
	"slices"
	"time"

	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// An Upsert adds entries or replaces those registered under the same id.
type Upsert struct {
	Entries    []*registry.Entry
	Sources    []string // paths below the root, added to every entry's source_files
	Now        time.Time
	Provenance Provenance // nil: none is recorded
}

// Prepare returns each entry as it would stand in the registry: created_at
// kept from the entry it replaces, updated_at set, the sources added. These
// are what is to be validated before Plan.
func (u Upsert) Prepare(s *snapshot.Snapshot) []*registry.Entry {
	var out []*registry.Entry
	for _, e := range u.Entries {
		d := newDraft(e)
		if old := s.Registry.Find(e.ModelID); old != nil && old.CreatedAt != "" {
			d.setText("created_at", old.CreatedAt)
		} else if d.get("created_at") == nil {
			d.setText("created_at", stamp(u.Now))
		}
		d.setText("updated_at", stamp(later(u.Now, d.get("created_at").Str())))
		if sources := union(e.SourceFiles, u.Sources); len(sources) > len(e.SourceFiles) {
			d.setList("source_files", sources)
		}
		if e.SchemaVersion == "1.1" && u.Provenance != nil {
			d.recordProvenance(u.Provenance)
		}
		out = append(out, d.entry())
	}
	return out
}

// Plan computes the registry with the prepared entries in it. An entry that
// says what is registered already changes nothing, updated_at included.
func (u Upsert) Plan(s *snapshot.Snapshot, prepared []*registry.Entry) (Result, error) {
	var r Result
	if err := readable(s); err != nil {
		return r, err
	}
	var put []string
	for _, e := range prepared {
		old := s.Registry.Find(e.ModelID)
		if old != nil && sameBut(old, e, "updated_at") {
			r.Unchanged = append(r.Unchanged, e.ModelID)
			continue
		}
		if old == nil {
			r.Added = append(r.Added, e.ModelID)
		} else {
			r.Updated = append(r.Updated, e.ModelID)
		}
		put = append(put, newDraft(e).text())
		r.Sources = union(r.Sources, e.SourceFiles)
	}
	if len(put) == 0 {
		return r, nil
	}
	var err error
	r.New, err = rewrite(s, registry.Update{Put: put})
	return r, err
}

// later is now, unless the entry claims to be younger: updated_at may not be
// before created_at.
func later(now time.Time, created string) time.Time {
	if t, err := time.Parse(time.RFC3339, created); err == nil && t.After(now) {
		return t
	}
	return now
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// SetStatus moves a model through its life.
type SetStatus struct {
	ModelID    string
	Status     registry.Status
	Reason     string
	ReplacedBy string // "" : nothing is said
	Now        time.Time
}

// Plan computes the registry with the model's new status. An unknown id or a
// transition that is not allowed is a Refusal, and so is a field of another kind
// than is to be written there.
func (c SetStatus) Plan(s *snapshot.Snapshot) (Result, error) {
	var r Result
	if err := readable(s); err != nil {
		return r, err
	}
	e := s.Registry.Find(c.ModelID)
	if err := c.check(s, e); err != nil {
		return r, err
	}
	if e.Status == c.Status {
		r.Unchanged = []string{c.ModelID}
		return r, nil
	}
	if fault := c.unfitFor(e); fault != "" {
		return r, Refusal{fmt.Sprintf("model %q: %s; correct it first", c.ModelID, fault)}
	}
	d := newDraft(e)
	d.setText("status", string(c.Status))
	d.setText("updated_at", stamp(later(c.Now, e.CreatedAt)))
	if e.SchemaVersion == "1.1" {
		d.setLifecycle(c)
	}
	r.Updated = []string{c.ModelID}
	var err error
	r.New, err = rewrite(s, registry.Update{Put: []string{d.text()}})
	return r, err
}

func (c SetStatus) check(s *snapshot.Snapshot, e *registry.Entry) error {
	switch {
	case e == nil:
		return Refusal{fmt.Sprintf("no model %q is registered", c.ModelID)}
	case c.ReplacedBy != "" && s.Registry.Find(c.ReplacedBy) == nil:
		return Refusal{fmt.Sprintf("--replaced-by: no model %q is registered", c.ReplacedBy)}
	case c.ReplacedBy == c.ModelID && c.ModelID != "":
		return Refusal{fmt.Sprintf("model %q can't be replaced by itself", c.ModelID)}
	case c.ReplacedBy != "" && e.SchemaVersion != "1.1":
		return Refusal{fmt.Sprintf("model %q is of schema version %q, which can't say what replaces it; run `modelgate migrate --to 1.1` first", c.ModelID, e.SchemaVersion)}
	case !registry.MayBecome(e.Status, c.Status):
		return Refusal{fmt.Sprintf("model %q is %s and can't become %s; allowed is active <-> deprecated -> archived, and archived -> active with a reason", c.ModelID, e.Status, c.Status)}
	}
	return nil
}

// Remove takes a model out of the registry. Only an archived one that nothing
// refers to any more may go.
func Remove(s *snapshot.Snapshot, id string) (Result, error) {
	var r Result
	if err := readable(s); err != nil {
		return r, err
	}
	e := s.Registry.Find(id)
	switch {
	case e == nil:
		return r, Refusal{fmt.Sprintf("no model %q is registered", id)}
	case e.Status != registry.Archived:
		return r, Refusal{fmt.Sprintf("model %q is %s; archive it first with `modelgate set-status %s archived --reason ...`", id, e.Status, id)}
	}
	for _, m := range s.Metrics {
		if m.ID == id {
			return r, Refusal{fmt.Sprintf("model %q still has its metrics file %s, which an import would register again; delete that first", id, m.Path)}
		}
	}
	for other := range s.Registry.All() {
		if other.Node.Get("lifecycle").Get("replaced_by").Str() == id {
			return r, Refusal{fmt.Sprintf("model %q is what replaces %q; change that first", id, other.ModelID)}
		}
	}
	r.Removed = []string{id}
	var err error
	r.New, err = rewrite(s, registry.Update{Remove: []string{id}})
	return r, err
}
