// Package change is what a pull request changes, said in the registry's terms:
// models, evaluations and metrics files.
package change

// A Kind is what an Item speaks of.
type Kind string

// The kinds of items.
const (
	Model      Kind = "model"
	Evaluation Kind = "evaluation"
	Metrics    Kind = "metrics"
)

// An Action is what happened to it.
type Action string

// The actions.
const (
	Added    Action = "added"
	Removed  Action = "removed"
	Modified Action = "modified"
)

// An Item is the semantic difference of one model, evaluation or metrics file.
type Item struct {
	Kind   Kind
	ID     string // model id, evaluation key, or the metrics file's stem
	Change Action
	Fields []Field // of a modified item: what differs, in document order; of the others: none
	Means  string  // what it means for roles, one clause; "" for nothing
}

// A Field is one value that differs. Old and New are JSON texts, "" for a
// value that is absent.
type Field struct{ Name, Old, New string }
