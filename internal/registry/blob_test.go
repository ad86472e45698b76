package registry_test

import (
	"testing"

	"github.com/cmmv-hive/modelgate/internal/registry"
)

// The ids are those of `git hash-object`, the long ones in a repository made
// with --object-format=sha256.
func TestABlobIsNamedAsGitNamesIt(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		content string
		digits  int
		want    string
	}{
		{"", 40, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"},
		{"hello\n", 40, "ce013625030ba8dba906f756967f9e9ca394464a"},
		{"", 64, "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"},
		{"hello\n", 64, "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4"},
		{"", 7, ""},
	} {
		if got := registry.BlobID([]byte(tc.content), tc.digits); got != tc.want {
			t.Errorf("BlobID(%q, %d) = %q, want %q", tc.content, tc.digits, got, tc.want)
		}
	}
}

func TestVersionsAreOrderedByNumber(t *testing.T) {
	t.Parallel()
	for v, want := range map[string]bool{
		"1.0": false, "1.1": false, "0.9": false, "1.2": true, "1.10": true, "2.0": true, "one": false, "2": false, "1.1.1": false, "": false,
	} {
		if got := registry.NewerVersion(v); got != want {
			t.Errorf("NewerVersion(%q) = %t, want %t", v, got, want)
		}
	}
}
