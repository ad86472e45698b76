package registry

import "regexp"

// maxModelID is the longest model id, in bytes.
const maxModelID = 128

var modelIDPattern = regexp.MustCompile(`^[a-z0-9]+(?:[._-][a-z0-9]+)*$`)

// ValidModelID reports whether id is well formed (DESIGN.md §7,
// model-id-malformed).
func ValidModelID(id string) bool {
	return len(id) <= maxModelID && modelIDPattern.MatchString(id)
}
