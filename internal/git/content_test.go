package git_test

import (
	"path/filepath"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/git"
)

func TestContentCommitFollowsExactRenamesAndIsUnknownInShallowHistory(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	wrote := s.commit("a/x.json", "one\ntwo\nthree\n")
	s.commit("other", "text")
	s.git("mv", "a", ":b")
	moved := s.commit("other", "more")
	repo, err := git.Open(t.Context(), s.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	if got, err := repo.ContentCommit(t.Context(), moved, ":b/x.json"); err != nil || got != wrote {
		t.Errorf("ContentCommit = %q, %v, want %q", got, err, wrote)
	}
	edited := s.commit(":b/x.json", "one\ntwo\nthree\nfour\n")
	if got, err := repo.ContentCommit(t.Context(), edited, ":b/x.json"); err != nil || got != edited {
		t.Errorf("ContentCommit after an edit = %q, %v, want %q", got, err, edited)
	}
	clone := filepath.Join(t.TempDir(), "clone")
	s.in(filepath.Dir(clone), "clone", "-q", "--depth", "1", "file://"+s.dir, clone)
	shallow, err := git.Open(t.Context(), clone)
	if err != nil {
		t.Fatal(err)
	}
	defer shallow.Close()
	if got, err := shallow.ContentCommit(t.Context(), edited, ":b/x.json"); err != nil || got != "" {
		t.Errorf("ContentCommit in a shallow clone = %q, %v, want none", got, err)
	}
}
