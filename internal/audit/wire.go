package audit

import (
	stdjson "encoding/json"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// The form of a record. Members are in the order of their names, which makes
// the encoded form canonical; pointers and slices tell a missing member.
type wireRecord struct {
	Actor   *string       `json:"actor"`
	Changes *[]wireChange `json:"changes"`
	Op      *string       `json:"op"`
	Parents *[]string     `json:"parents"`
	Reason  *string       `json:"reason"`
	Sources *[]wireSource `json:"sources"`
	Time    *string       `json:"time"`
	Tool    *string       `json:"tool"`
	V       *int          `json:"v"`
}

type wireChange struct {
	After   jsontext.Value `json:"after"`
	Before  jsontext.Value `json:"before"`
	ModelID *string        `json:"model_id"`
}

type wireSource struct {
	Blob   *string `json:"blob"`
	Commit *string `json:"commit"`
	Path   *string `json:"path"`
}

// marshal writes a valid record whose entries are canonical.
func (r Record) marshal() ([]byte, error) {
	op, at, v := string(r.Op), r.Time.Format(time.RFC3339Nano), version
	changes := make([]wireChange, len(r.Changes))
	for i, c := range r.Changes {
		changes[i] = wireChange{orNull(c.After), orNull(c.Before), &c.ModelID}
	}
	sources := make([]wireSource, len(r.Sources))
	for i, s := range r.Sources {
		sources[i] = wireSource{&s.Blob, &s.Commit, &s.Path}
	}
	parents := append([]string{}, r.Parents...)
	return json.Marshal(wireRecord{
		Actor: &r.Actor, Changes: &changes, Op: &op, Parents: &parents,
		Reason: &r.Reason, Sources: &sources, Time: &at, Tool: &r.Tool, V: &v,
	})
}

func orNull(entry stdjson.RawMessage) jsontext.Value {
	if entry == nil {
		return jsontext.Value("null")
	}
	return jsontext.Value(entry)
}

func (w wireRecord) record() (Record, error) {
	err := missing(map[string]bool{
		"actor": w.Actor == nil, "changes": w.Changes == nil, "op": w.Op == nil,
		"parents": w.Parents == nil, "reason": w.Reason == nil, "sources": w.Sources == nil,
		"time": w.Time == nil, "tool": w.Tool == nil,
	})
	if err != nil {
		return Record{}, err
	}
	r := Record{Op: Op(*w.Op), Actor: *w.Actor, Tool: *w.Tool, Reason: *w.Reason, Parents: *w.Parents}
	if r.Time, err = parseTime(*w.Time); err != nil {
		return Record{}, err
	}
	for i, c := range *w.Changes {
		if c.ModelID == nil || c.Before == nil || c.After == nil {
			return Record{}, malformed("changes[%d] lacks one of model_id, before, after", i)
		}
		r.Changes = append(r.Changes, Change{*c.ModelID, orNil(c.Before), orNil(c.After)})
	}
	for i, s := range *w.Sources {
		if s.Path == nil || s.Blob == nil || s.Commit == nil {
			return Record{}, malformed("sources[%d] lacks one of path, blob, commit", i)
		}
		r.Sources = append(r.Sources, Source{*s.Path, *s.Blob, *s.Commit})
	}
	return r, nil
}

func missing(absent map[string]bool) error {
	var names []string
	for name, gone := range absent {
		if gone {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return malformed("record lacks %s", sortedList(names))
}

func orNil(v jsontext.Value) stdjson.RawMessage {
	if v.Kind() == 'n' {
		return nil
	}
	return stdjson.RawMessage(v)
}

// parseTime takes the one spelling that Encode writes, so that equal times
// are equal bytes.
func parseTime(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.UTC().Format(time.RFC3339Nano) != s {
		return time.Time{}, malformed("time is %.40q, want RFC 3339 in UTC, such as %q", s, "2026-01-31T12:00:00Z")
	}
	return t.UTC(), nil
}
