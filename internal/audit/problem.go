package audit

import (
	"cmp"
	"slices"
	"strings"
)

// A Kind says what is wrong. Kinds are stable names that other packages
// choose rules by.
type Kind string

// The kinds of problems.
const (
	NameMismatch     Kind = "name-mismatch"      // the file's name is not the SHA-256 of its content
	WrongFolder      Kind = "wrong-folder"       // the file is not in the folder of its time
	TooLarge         Kind = "too-large"          // the file is larger than MaxRecord
	NotJSON          Kind = "not-json"           // the content is no strict JSON
	NotCanonical     Kind = "not-canonical"      // the content is JSON, but not in canonical form
	Malformed        Kind = "malformed"          // a field is missing, unknown or wrong
	MissingParent    Kind = "missing-parent"     // a record names a parent that is not there
	Cycle            Kind = "cycle"              // records are their own ancestors
	TimeBeforeParent Kind = "time-before-parent" // a record is older than its parent
	DoesNotFollow    Kind = "does-not-follow"    // a change starts from another entry than its ancestors left
	ForeignFile      Kind = "foreign-file"       // the file is no record, or no regular file
	Leftover         Kind = "leftover"           // the file was left by a write that did not end
	Concurrent       Kind = "concurrent"         // a Conflict
	RegistryDiffers  Kind = "registry-differs"   // the registry is not what the log gives
	Rewritten        Kind = "rewritten"          // a record of the base is gone or changed
	FutureTime       Kind = "future-time"        // a record is of a time that has not come yet
)

// A Problem is one fault of a log.
type Problem struct {
	Path    string // the file, slash-separated from the root of the fs.FS; empty where none is meant
	Line    int    // from 1; 0 is the whole file
	Kind    Kind
	ModelID string // the model concerned; empty where there is none
	Message string // one sentence without full stop, quoting the wrong value
	Help    string // what to do; may be empty
}

func sortProblems(ps []Problem) []Problem {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.ModelID, b.ModelID), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(ps)
}

const (
	helpRestore = "records are never edited: restore the file from an earlier commit"
	helpDelete  = "delete the file, or move it elsewhere: the folder holds the records of modelgate alone"
)

func sortedList(names []string) string {
	slices.Sort(names)
	return strings.Join(names, ", ")
}
