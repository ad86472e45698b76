package audit

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A FormError tells why bytes are no record.
type FormError struct {
	Kind   Kind // NotJSON, NotCanonical, Malformed or TooLarge
	Line   int  // from 1; 0 where the whole file is meant
	Reason string
}

// Error returns the reason.
func (e *FormError) Error() string { return e.Reason }

func malformed(format string, args ...any) error {
	return &FormError{Kind: Malformed, Reason: fmt.Sprintf(format, args...)}
}

// Decode reads the bytes of a record's file, strictly: anything that Encode
// would not have written is a *FormError, such as an unknown, missing or
// duplicate key, an unknown op or version, or bytes that are not canonical.
func Decode(content []byte) (Record, error) {
	if len(content) > MaxRecord {
		return Record{}, &FormError{Kind: TooLarge, Reason: fmt.Sprintf("file has more than %d bytes", MaxRecord)}
	}
	if err := scan(content, nil); err != nil {
		return Record{}, notJSON(content, err)
	}
	canonical := jsontext.Value(bytes.Clone(content))
	if err := canonical.Canonicalize(); err != nil {
		return Record{}, notJSON(content, err)
	}
	if at := differsAt(content, canonical); at >= 0 {
		return Record{}, &FormError{
			Kind: NotCanonical, Line: lineAt(content, at),
			Reason: fmt.Sprintf("file is not in canonical form (RFC 8785) from byte %d on", at+1),
		}
	}
	return decodeCanonical(content)
}

func notJSON(content []byte, err error) error {
	f := &FormError{Kind: NotJSON, Reason: "file is not JSON: " + bare(err)}
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		f.Line = lineAt(content, int(syntax.ByteOffset))
	}
	return f
}

// bare is an error of the JSON library without its own prefix.
func bare(err error) string { return strings.TrimPrefix(err.Error(), "jsontext: ") }

func differsAt(a, b []byte) int {
	if bytes.Equal(a, b) {
		return -1
	}
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

func lineAt(content []byte, at int) int {
	return 1 + bytes.Count(content[:min(at, len(content))], []byte{'\n'})
}

func decodeCanonical(content []byte) (Record, error) {
	var w wireRecord
	err := json.Unmarshal(content, &w, json.RejectUnknownMembers(true))
	if err != nil || w.V == nil || *w.V != version {
		if other := checkVersion(content); other != nil {
			return Record{}, other
		}
		return Record{}, misfit(err)
	}
	r, err := w.record()
	if err != nil {
		return Record{}, err
	}
	if err := r.validate(); err != nil {
		return Record{}, malformed("%v", err)
	}
	r.Name = sum(content)
	return r, nil
}

// checkVersion speaks before any other fault of form: a record of a newer
// version has members that this one does not know.
func checkVersion(content []byte) error {
	var w struct {
		V jsontext.Value `json:"v"`
	}
	if err := json.Unmarshal(content, &w); err != nil {
		return misfit(err)
	}
	if len(w.V) == 0 {
		return malformed("v is missing")
	}
	if string(w.V) != "1" {
		return malformed("v is %.20q, and this modelgate reads version %d only: upgrade modelgate", string(w.V), version)
	}
	return nil
}

func misfit(err error) error {
	var semantic *json.SemanticError
	if !errors.As(err, &semantic) {
		return malformed("%s", bare(err))
	}
	if errors.Is(err, json.ErrUnknownName) {
		return malformed("unknown field at %q", string(semantic.JSONPointer))
	}
	return malformed("value at %q is of the wrong type", string(semantic.JSONPointer))
}
