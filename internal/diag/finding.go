package diag

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
)

// A State says how a finding relates to the base (DESIGN.md §2).
type State string

// The states. Current is used where there is no base to compare with.
const (
	Current  State = "current"
	New      State = "new"
	Existing State = "existing"
	Fixed    State = "fixed"
)

// A Finding is one fault: what is, where, and how to repair it.
type Finding struct {
	Rule     string // the rule's name, as in DESIGN.md §7
	Severity Severity
	State    State // empty until the findings of a run are compared
	Place    Place
	Subject  string // stable when lines move: a model id, an evaluation key, a path
	Identity string // what the fingerprint takes for Subject where that may change (an evaluation key holds a date); "" is Subject
	ModelID  string // the model concerned, empty where there is none
	Key      string // what the rule distinguishes within the subject: a ref's value, a keyword and field
	Message  string // one sentence without full stop, quoting the wrong value
	Help     string // what to do; may be empty
	Related  []Related
	Fix      *Fix // a mechanical repair, nil where there is none

	Claim      Claim  // which of its names no suppression goes by
	Unwaivable string // why no suppression hides it, a clause; "" when one may
}

// A Claim says which names of a finding the change gives itself. A suppression
// does not go by those: else any document could call itself by the name of one
// that is waived.
type Claim int

// The claims. The zero Claim is none: Subject and Identity are what they say.
const (
	ClaimsIdentity Claim = iota + 1 // of a new metrics file, by what it or an entry says of it
	ClaimsSubject                   // of a new evaluation too, by a key that one of the base has
)

// A Related is another place that explains a finding, such as the first use
// of a duplicate id.
type Related struct {
	Place   Place
	Message string
}

// A Fix is a mechanical repair of one file.
type Fix struct {
	File  string
	Edits []Edit
}

// An Edit replaces the bytes [StartByte, EndByte) of a file by Text.
type Edit struct {
	StartByte, EndByte int
	Text               string
}

// Fingerprint identifies the fault across commits: 16 hex digits of a hash of
// Rule, Subject and Key. File, index, line and prose play no part, so a
// re-sorted or moved file keeps its fingerprints.
func (f Finding) Fingerprint() string {
	h := sha256.New()
	for _, s := range []string{f.Rule, cmp.Or(f.Identity, f.Subject), f.Key} {
		// Length-prefixed: ("a","bc") and ("ab","c") must differ.
		h.Write([]byte(strconv.Itoa(len(s))))
		h.Write([]byte{':'})
		h.Write([]byte(s))
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// Sort orders findings by place, then rule, subject and key, in place, and
// drops exact repeats. The order is part of every output format.
func Sort(fs []Finding) []Finding {
	slices.SortStableFunc(fs, compare)
	return slices.CompactFunc(fs, func(a, b Finding) bool {
		return compare(a, b) == 0 && a.Message == b.Message
	})
}

func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Place.File, b.Place.File),
		cmp.Compare(a.Place.Start.Line, b.Place.Start.Line),
		cmp.Compare(a.Place.Start.Column, b.Place.Start.Column),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Subject, b.Subject),
		cmp.Compare(a.Key, b.Key),
	)
}
