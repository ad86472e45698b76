package importer

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// schemaVersion is the version of the entries an import writes.
const schemaVersion = "1.0"

// A derivation is the entry that a metrics file stands for, and why it is so.
type derivation struct {
	metric     *registry.Metric
	evaluation *registry.Evaluation // nil when the model has none
	verdict    string               // the evaluation's status, or the decision that overrules it
	draft      registry.Draft
	size       sizing
	lowered    string // why a model evaluated general is a specialist; "" otherwise
}

// derive computes the entry of m. Where e already says something that other
// fields depend on, that holds; e is nil for a model not yet registered.
func (r *run) derive(m *registry.Metric, e *registry.Entry) derivation {
	d := derivation{metric: m, size: sizeOf(m)}
	d.draft = registry.Draft{
		SchemaVersion: schemaVersion,
		ModelID:       m.ID,
		Provider:      registry.ProviderSlug(m.Provider),
		DisplayName:   m.FullModel,
		SourceFiles:   []string{m.Path},
	}
	if e != nil {
		d.heed(e)
	}
	d.draft.SizeClass = d.size.class
	d.evaluation = r.index.evaluation(m)
	if v := d.evaluation; v != nil {
		d.verdict = verdict(v)
		d.draft.EvalRefs = r.refsTo(v, d.draft.Entry())
	}
	d.draft.Role, d.draft.Status = roleFor(d.verdict)
	r.lower(&d)
	r.date(&d, e)
	return d
}

// heed takes over what e says about itself: role and references are those of
// the entry as it will stand.
func (d *derivation) heed(e *registry.Entry) {
	d.draft.ModelID = cmp.Or(e.ModelID, d.draft.ModelID)
	d.draft.Provider = cmp.Or(e.Provider, d.draft.Provider)
	d.draft.DisplayName = cmp.Or(e.DisplayName, d.draft.DisplayName)
	if e.SizeClass != "" {
		d.size = sizing{class: e.SizeClass, evidence: "its entry"}
	}
}

// refsTo returns the reference to v that e should hold: none when v's key leads
// elsewhere, as when v has no date, or when v is of a model of another name.
func (r *run) refsTo(v *registry.Evaluation, e *registry.Entry) []string {
	if !v.Of(e) || r.snap.Evaluations.Resolve(v.Key(), e).One != v {
		return nil
	}
	return []string{v.Key()}
}

// verdict is what the reviewers decided: a master decision outranks the status
// that the checks gave.
func verdict(v *registry.Evaluation) string {
	decided := *v
	decided.Status = v.MasterDecision.Get("decision").Str()
	if _, _, ok := decided.RoleFor(); ok {
		return decided.Status
	}
	return v.Status
}

// roleFor returns what a verdict stands for; without a sound one the model is
// experimental, because its selfClassification is no evidence.
func roleFor(verdict string) (registry.Role, registry.Status) {
	v := registry.Evaluation{Status: verdict}
	if role, status, ok := v.RoleFor(); ok {
		return role, status
	}
	return registry.Experimental, registry.Active
}

// lower makes a general a specialist when the policy does not allow it, and
// keeps the reason.
func (r *run) lower(d *derivation) {
	if d.draft.Role != registry.General || r.opts.KeepRoles {
		return
	}
	if d.lowered = notGeneral(d.draft.Entry(), d.size, r.opts.Policy); d.lowered != "" {
		d.draft.Role = registry.Specialist
	}
}

// notGeneral says why a model may not be a general; "" when it may.
func notGeneral(e *registry.Entry, s sizing, p config.Policy) string {
	switch {
	case s.class == "":
		return "its size class is unknown"
	case !slices.Contains(p.GeneralSizeClasses, string(s.class)):
		return fmt.Sprintf("its size class is %q by %s", s.class, s.evidence)
	}
	if w := e.NameToken(registry.NewWords(slices.Concat(p.ForbiddenVariants, p.SuspectVariants))); w != "" {
		return fmt.Sprintf("its name has the word %q", w)
	}
	return ""
}

// date sets the times: created when the history begins, else when git first
// saw the file, else with the evaluation; updated when the evaluation last
// changed. An entry is never created after its update.
func (r *run) date(d *derivation, e *registry.Entry) {
	var created, updated time.Time
	if v := d.evaluation; v != nil {
		created, updated = v.FirstSeen(), v.LastChange()
	}
	if created.IsZero() && r.opts.AddedAt != nil {
		if t, ok := r.opts.AddedAt(d.metric.Doc.Name); ok {
			created = t
		}
	}
	if created.IsZero() {
		created = updated
	}
	if created.IsZero() {
		created = r.opts.Now
	}
	d.draft.UpdatedAt = timestamp(updated)
	if e != nil && e.UpdatedAt != "" {
		updated, _ = time.Parse(time.RFC3339, e.UpdatedAt)
	}
	if !updated.IsZero() && created.After(updated) {
		created = updated
	}
	d.draft.CreatedAt = timestamp(created)
}

// timestamp writes t in UTC to the second; "" when it is zero.
func timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
