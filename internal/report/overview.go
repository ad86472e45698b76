package report

import "time"

// An Overview is the registry at a glance, for formats that show more than
// findings. Its words are those of the registry file, unknown ones included.
type Overview struct {
	Models []ModelRow // in the order of the registry
}

// A ModelRow is one model of an Overview. A field that the registry lacks is
// "".
type ModelRow struct {
	ID          string
	Provider    string // the provider's slug, else as written
	Name        string
	Role        string
	SizeClass   string
	Status      string
	Evaluations []EvalPoint // oldest first
}

// An EvalPoint is one evaluation of a model.
type EvalPoint struct {
	Key    string
	Date   time.Time // of its last change; zero when unknown
	Score  *float64  // nil when there is none
	Status string
}
