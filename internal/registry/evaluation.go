package registry

import (
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
}

// NewEvaluation reads the evaluation at n.
func NewEvaluation(doc *jsondoc.Document, n *jsondoc.Node, index int) *Evaluation {
	return &Evaluation{
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
}

// At returns where a field stands, or the evaluation when it is missing.
func (e *Evaluation) At(field string) diag.Place {
	if n := e.Node.Get(field); n != nil {
		return e.Doc.Place(n)
	}
	return e.Doc.Place(e.Node)
}

// Identity returns the evaluated model's identity.
func (e *Evaluation) Identity() string { return Identity(e.Provider, e.FullModel) }

// Key is what an eval_ref to this evaluation should say: its id, else the
// full key eval-<provider>-<family>-<variant>-<date>.
func (e *Evaluation) Key() string {
	if e.ID != "" {
		return e.ID
	}
	return joinKey("eval", ProviderSlug(e.Provider), Slug(e.ModelFamily), Slug(e.ModelVariant), e.date())
}

// Anchor names the evaluation over corrections of its date: the key without it.
func (e *Evaluation) Anchor() string {
	if e.ID != "" {
		return e.ID
	}
	return joinKey("eval", ProviderSlug(e.Provider), Slug(e.ModelFamily), Slug(e.ModelVariant))
}

// date returns the day of updatedAt as written, yyyy-mm-dd, or "".
func (e *Evaluation) date() string { return day(e.UpdatedAt) }

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
func (e *Evaluation) LastChange() time.Time {
	latest := parseTime(e.UpdatedAt)
	stamps := []string{e.MasterDecision.Get("decidedAt").Str()}
	for _, h := range e.History {
		stamps = append(stamps, h.Get("timestamp").Str())
	}
	for _, s := range stamps {
		if t := parseTime(s); t.After(latest) {
			latest = t
		}
	}
	return latest
}

// FirstSeen is the earliest time of the history; zero when there is none.
func (e *Evaluation) FirstSeen() time.Time {
	var first time.Time
	for _, h := range e.History {
		t := parseTime(h.Get("timestamp").Str())
		if !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first
}

func parseTime(s string) time.Time {
	// RFC 3339 §5.6 allows lower case, Go's parser does not.
	t, err := time.Parse(time.RFC3339, strings.ToUpper(s))
	if err != nil {
		return time.Time{}
	}
	return t
}
