package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// validate checks what Encode and Decode both promise of a record.
func (r Record) validate() error {
	switch {
	case !slices.Contains(Ops(), r.Op):
		return fmt.Errorf("op is %.40q, want one of %s", r.Op, words(Ops()))
	case r.Actor == "":
		return errors.New("actor is empty")
	case r.Tool == "":
		return errors.New("tool is empty")
	case r.Time.Year() < 1970 || r.Time.Year() > 9999:
		return fmt.Errorf("time is in the year %d, want 1970 to 9999", r.Time.Year())
	case len(r.Changes) == 0 && r.Op != Adopt && r.Op != Merge:
		return fmt.Errorf("op is %q, but changes is empty", r.Op)
	}
	if err := r.validateChanges(); err != nil {
		return err
	}
	if err := r.validateParents(); err != nil {
		return err
	}
	return r.validateSources()
}

func (r Record) validateChanges() error {
	for i, c := range r.Changes {
		switch {
		case c.ModelID == "":
			return fmt.Errorf("changes[%d].model_id is empty", i)
		case i > 0 && c.ModelID <= r.Changes[i-1].ModelID:
			return fmt.Errorf("changes[%d].model_id is %q, which is not after %q", i, c.ModelID, r.Changes[i-1].ModelID)
		case bytes.Equal(c.Before, c.After) && r.Op != Merge:
			return fmt.Errorf("changes[%d] leaves %q as it was", i, c.ModelID)
		}
		if err := validateEntry(c.Before, c.ModelID); err != nil {
			return fmt.Errorf("changes[%d].before: %w", i, err)
		}
		if err := validateEntry(c.After, c.ModelID); err != nil {
			return fmt.Errorf("changes[%d].after: %w", i, err)
		}
	}
	return nil
}

func validateEntry(entry json.RawMessage, id string) error {
	if entry == nil {
		return nil
	}
	if entry[0] != '{' {
		return errors.New("entry is no object")
	}
	got, err := member(entry, "model_id")
	if err != nil {
		return err
	}
	if got != id {
		return fmt.Errorf("entry has the model_id %q, want %q", got, id)
	}
	return nil
}

func (r Record) validateParents() error {
	for i, p := range r.Parents {
		switch {
		case !isHex(p, 64):
			return fmt.Errorf("parents[%d] is %q, want 64 hex digits", i, p)
		case i > 0 && p <= r.Parents[i-1]:
			return fmt.Errorf("parents[%d] is %q, which is not after %q", i, p, r.Parents[i-1])
		}
	}
	return nil
}

func (r Record) validateSources() error {
	for i, s := range r.Sources {
		switch {
		case !validPath(s.Path):
			return fmt.Errorf("sources[%d].path is %q, want a path below the repository's root", i, s.Path)
		case i > 0 && s.Path <= r.Sources[i-1].Path:
			return fmt.Errorf("sources[%d].path is %q, which is not after %q", i, s.Path, r.Sources[i-1].Path)
		case !isObjectID(s.Blob):
			return fmt.Errorf("sources[%d].blob is %q, want 40 or 64 hex digits", i, s.Blob)
		case s.Commit != "" && !isObjectID(s.Commit):
			return fmt.Errorf("sources[%d].commit is %q, want 40 or 64 hex digits, or nothing", i, s.Commit)
		}
	}
	return nil
}

func isObjectID(s string) bool { return isHex(s, 40) || isHex(s, 64) }

func isHex(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789abcdef") == ""
}

func words(ops []Op) string {
	s := make([]string, len(ops))
	for i, op := range ops {
		s[i] = string(op)
	}
	return strings.Join(s, ", ")
}

// validPath reports whether a path may stand in a record: below the root, in
// its one spelling, without what a terminal or Windows would read otherwise.
func validPath(p string) bool {
	return fs.ValidPath(p) && p != "." && !strings.ContainsFunc(p, func(r rune) bool {
		return r < ' ' || r == 0x7f || r == '\\'
	})
}
