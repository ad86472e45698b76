package registry

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ErrNewerSchema is a schema version that came after this program.
var ErrNewerSchema = errors.New("upgrade modelgate")

// Versions lists the schema versions that this program knows, oldest first.
func Versions() []string { return []string{"1.0", "1.1"} }

// KnownVersion reports whether v is a schema version of this program.
func KnownVersion(v string) bool { return slices.Contains(Versions(), v) }

// NewerVersion reports whether v, written "major.minor", comes after every
// version that this program knows. What is no version is not newer.
func NewerVersion(v string) bool { return newerThan(v, newestVersion()) }

// newerThan reports whether v comes after than, both written "major.minor".
// What is no version is not newer, and nothing is newer than it.
func newerThan(v, than string) bool {
	a, okA := splitVersion(v)
	b, okB := splitVersion(than)
	return okA && okB && slices.Compare(a[:], b[:]) > 0
}

func newestVersion() string { return Versions()[len(Versions())-1] }

func splitVersion(v string) (parts [2]int, ok bool) {
	major, minor, _ := strings.Cut(v, ".")
	a, errMajor := strconv.Atoi(major)
	b, errMinor := strconv.Atoi(minor)
	return [2]int{a, b}, cmp.Or(errMajor, errMinor) == nil
}

func checkVersion(v string) error {
	switch {
	case KnownVersion(v):
		return nil
	case NewerVersion(v):
		return fmt.Errorf("schema_version %q is newer than %q: %w", v, newestVersion(), ErrNewerSchema)
	}
	return fmt.Errorf("schema_version is %q, want %q or %q", v, Versions()[0], Versions()[1])
}

// fieldsSince11 lists the properties that version 1.1 added, in canonical order.
func fieldsSince11() []string {
	all := Fields()
	return all[slices.Index(all, "aliases"):]
}

// FieldsOf lists the properties of an entry of a version, in canonical order.
// For a version that is missing or unknown these are all there are.
func FieldsOf(version string) []string {
	if version == "1.0" {
		return Fields()[:len(Fields())-len(fieldsSince11())]
	}
	return Fields()
}
