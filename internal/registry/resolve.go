package registry

import (
	"slices"
	"strings"
)

// A Match says how an eval_ref was resolved.
type Match int

// The ways of a reference, from good to bad.
const (
	MatchExact     Match = iota + 1 // names one evaluation
	MatchAmbiguous                  // names several; One is set when the identity decides
	MatchStale                      // names one by a day of its history, or when dates are ignored
	MatchUnknown                    // names none
)

// A Resolution is what an eval_ref refers to.
type Resolution struct {
	Match Match
	One   *Evaluation   // the evaluation meant, nil when undecided
	Among []*Evaluation // the candidates of an ambiguous reference
	Past  bool          // the candidates had the key, by their history, and have another now
}

// Resolve looks up ref: by id or model_id, by full key, by family key, by the
// keys that histories tell of, then with dates ignored. Where several fit, those
// of the entry's own model are kept.
func (s *Evaluations) Resolve(ref string, e *Entry) Resolution {
	if s == nil {
		return Resolution{Match: MatchUnknown}
	}
	past := s.past[ref]
	own := past.newestOf(e)
	for _, m := range []map[string]*candidates{s.exact, s.family} {
		hits := m[ref]
		switch {
		case hits.len() == 0:
		case own != nil && hits.newestOf(e) == nil:
			// The entry's evaluation was updated and others still have its key.
			return Resolution{Match: MatchStale, One: own}
		case hits.len() == 1:
			return Resolution{Match: MatchExact, One: hits.all[0]}
		default:
			return Resolution{Match: MatchAmbiguous, Among: hits.all, One: hits.newestOf(e)}
		}
	}
	switch {
	case own != nil:
		return Resolution{Match: MatchStale, One: own}
	case past.len() == 1:
		return Resolution{Match: MatchStale, One: past.all[0]}
	case past.len() > 1:
		return Resolution{Match: MatchAmbiguous, Among: past.all, Past: true}
	}
	if hits := s.undated[undate(ref)]; undate(ref) != ref && hits.len() == 1 {
		return Resolution{Match: MatchStale, One: hits.all[0]}
	}
	return Resolution{Match: MatchUnknown}
}

// undate cuts a trailing -yyyy-mm-dd.
func undate(ref string) string {
	if n := len(ref) - len("-2006-01-02"); n > 0 && ref[n] == '-' && day(ref[n+1:]) != "" {
		return ref[:n]
	}
	return ref
}

// Of reports whether the evaluation is of entry e: by its model_id where it
// has one, else by identity.
func (v *Evaluation) Of(e *Entry) bool {
	if v.ModelID != "" {
		return v.ModelID == e.ModelID
	}
	id := v.Identity()
	return id != "" && slices.Contains(e.Identities(), id)
}

// OfMetric reports whether the evaluation is of a metrics file: by model_id,
// by identity, by the file's stem.
func (v *Evaluation) OfMetric(m *Metric) bool {
	if v.ModelID != "" {
		return v.ModelID == m.ID
	}
	id := v.Identity()
	return id != "" && (id == m.Identity() || id == Identity(m.Provider, m.ID))
}

// Newest returns the evaluation changed last, nil for none. Between equal
// dates the later one in the list wins.
func Newest(list []*Evaluation) *Evaluation {
	var newest *Evaluation
	for _, v := range list {
		if newest == nil || !v.LastChange().Before(newest.LastChange()) {
			newest = v
		}
	}
	return newest
}

// RoleFor returns the role and status an evaluation's status stands for; ok is
// false for an unknown status.
func (v *Evaluation) RoleFor() (role Role, status Status, ok bool) {
	switch strings.TrimSpace(v.Status) {
	case "general":
		return General, Active, true
	case "contributor":
		return Specialist, Active, true
	case "rejected":
		return Experimental, Archived, true
	}
	return "", "", false
}
