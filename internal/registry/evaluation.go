package registry

import (
	"slices"
	"strings"
	"time"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// An Evaluation is what the reviewers found a model to be.
type Evaluation struct {
	Doc   *jsondoc.Document
	Node  *jsondoc.Node
	Index int

	ID             string // optional
	ModelID        string // optional
	Provider       string
	FullModel      string
	ModelFamily    string
	ModelVariant   string
	Status         string // general, contributor or rejected
	Score          *jsondoc.Node
	Checks         []Check
	UpdatedAt      string
	MasterDecision *jsondoc.Node
	History        []*jsondoc.Node

	// Computed once: references ask for them often.
	identity string
	changed  time.Time
}

// NewEvaluation reads the evaluation at n.
func NewEvaluation(doc *jsondoc.Document, n *jsondoc.Node, index int) *Evaluation {
	v := &Evaluation{
		Doc: doc, Node: n, Index: index,
		ID:             n.Get("id").Str(),
		ModelID:        n.Get("model_id").Str(),
		Provider:       n.Get("provider").Str(),
		FullModel:      n.Get("fullModel").Str(),
		ModelFamily:    n.Get("modelFamily").Str(),
		ModelVariant:   n.Get("modelVariant").Str(),
		Status:         n.Get("status").Str(),
		Score:          n.Get("score"),
		Checks:         newChecks(n.Get("checks")),
		UpdatedAt:      n.Get("updatedAt").Str(),
		MasterDecision: n.Get("masterDecision"),
		History:        n.Get("history").Elems(),
	}
	v.identity = Identity(v.Provider, v.FullModel)
	v.changed = v.LastChange()
	return v
}

// At returns where a field stands, or the evaluation when it is missing.
func (v *Evaluation) At(field string) diag.Place {
	if n := v.Node.Get(field); n != nil {
		return v.Doc.Place(n)
	}
	return v.Doc.Place(v.Node)
}

// Identity returns the evaluated model's identity.
func (v *Evaluation) Identity() string { return v.identity }

// Key is what an eval_ref to this evaluation should say: its id, else the
// full key eval-<provider>-<family>-<variant>-<date>.
func (v *Evaluation) Key() string {
	if v.ID != "" {
		return v.ID
	}
	return joinKey("eval", ProviderSlug(v.Provider), Slug(v.ModelFamily), Slug(v.ModelVariant), v.date())
}

// Anchor names the evaluation over corrections of its date: the key without it.
func (v *Evaluation) Anchor() string {
	if v.ID != "" {
		return v.ID
	}
	return v.Stem()
}

// Stem is the anchor as it is without an id: it stays when one is added. Two
// evaluations of one variant share it.
func (v *Evaluation) Stem() string {
	return joinKey("eval", ProviderSlug(v.Provider), Slug(v.ModelFamily), Slug(v.ModelVariant))
}

// date returns the day of updatedAt as written, yyyy-mm-dd, or "".
func (v *Evaluation) date() string { return day(v.UpdatedAt) }

// pastDates returns the days of the history other than that of updatedAt, each
// once: the dates that keys of earlier states have.
func (v *Evaluation) pastDates() []string {
	var out []string
	for _, h := range v.History {
		if d := day(h.Get("timestamp").Str()); d != "" && d != v.date() {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func day(timestamp string) string {
	d, _, _ := strings.Cut(timestamp, "T")
	if _, err := time.Parse(time.DateOnly, d); err != nil {
		return ""
	}
	return d
}

func joinKey(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "-")
}

// LastChange is the latest time the evaluation states: of its update, its
// decision or its history. It is zero when none can be read.
func (v *Evaluation) LastChange() time.Time {
	if !v.changed.IsZero() {
		return v.changed
	}
	latest := timeOf(v.UpdatedAt)
	stamps := []string{v.MasterDecision.Get("decidedAt").Str()}
	for _, h := range v.History {
		stamps = append(stamps, h.Get("timestamp").Str())
	}
	for _, s := range stamps {
		if t := timeOf(s); t.After(latest) {
			latest = t
		}
	}
	return latest
}

// FirstSeen is the earliest time of the history; zero when there is none.
func (v *Evaluation) FirstSeen() time.Time {
	var first time.Time
	for _, h := range v.History {
		t := timeOf(h.Get("timestamp").Str())
		if !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first
}

// timeOf reads a time; what is none is zero.
func timeOf(s string) time.Time {
	t, _ := ParseTime(s)
	return t
}
