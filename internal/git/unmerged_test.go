package git_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/git"
)

// conflicted is a repository whose merge stopped at gov/x.
func conflicted(t *testing.T, args ...string) *source {
	t.Helper()
	s := newSource(t, args...)
	s.commit("gov/x", "base\n")
	s.git("switch", "-q", "-c", "side")
	s.commit("gov/x", "side\n")
	s.git("switch", "-q", "main")
	s.commit("gov/x", "main\n")
	if err := s.command(s.dir, "merge", "-q", "side").Run(); err == nil {
		t.Fatal("the merge has no conflict")
	}
	return s
}

func mustUnmerged(t *testing.T, dir, name string) *git.Unmerged {
	t.Helper()
	u, err := openAt(t, dir).Unmerged(t.Context(), name)
	if err != nil {
		t.Fatalf("Unmerged(%q): %v", name, err)
	}
	return u
}

func TestUnmergedIsWhatTheIndexHoldsOfAConflict(t *testing.T) {
	t.Parallel()
	want := &git.Unmerged{Base: []byte("base\n"), Ours: []byte("main\n"), Theirs: []byte("side\n")}
	for _, args := range [][]string{nil, {"--object-format=sha256"}} {
		s := conflicted(t, args...)
		if diff := cmp.Diff(want, mustUnmerged(t, s.dir, "gov/x")); diff != "" {
			t.Errorf("Unmerged differs (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want, mustUnmerged(t, filepath.Join(s.dir, "gov"), "x")); diff != "" {
			t.Errorf("Unmerged below a prefix differs (-want +got):\n%s", diff)
		}
		s.git("update-index", "--split-index")
		if diff := cmp.Diff(want, mustUnmerged(t, s.dir, "gov/x")); diff != "" {
			t.Errorf("Unmerged of a split index differs (-want +got):\n%s", diff)
		}
		s.git("add", "gov/x")
		if u := mustUnmerged(t, s.dir, "gov/x"); u != nil {
			t.Errorf("Unmerged after git add = %+v, want nil", u)
		}
	}
}

func TestUnmergedLacksASideThatDeletedTheFile(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	s.commit("x", "base\n")
	s.git("switch", "-q", "-c", "side")
	s.git("rm", "-q", "x")
	s.git("commit", "-q", "-m", "gone")
	s.git("switch", "-q", "main")
	s.commit("x", "main\n")
	_ = s.command(s.dir, "merge", "-q", "side").Run() // ends badly: that is the conflict
	want := &git.Unmerged{Base: []byte("base\n"), Ours: []byte("main\n")}
	if diff := cmp.Diff(want, mustUnmerged(t, s.dir, "x")); diff != "" {
		t.Errorf("Unmerged differs (-want +got):\n%s", diff)
	}
}

func TestAVersionThatIsALinkIsNoDeletion(t *testing.T) {
	t.Parallel()
	s := conflicted(t)
	for _, mode := range []string{"120000", "160000"} {
		s.feed(s.dir, mode+" "+s.git("rev-parse", "HEAD:gov/x")+" 3\tgov/x\n", "update-index", "--index-info")
		if u, err := openAt(t, s.dir).Unmerged(t.Context(), "gov/x"); !errors.Is(err, git.ErrNotRegular) {
			t.Errorf("Unmerged with a version of mode %s = %+v, %v, want ErrNotRegular", mode, u, err)
		}
	}
}

func TestAnAbsentIndexHasNoConflictAndABrokenOneIsAnError(t *testing.T) {
	t.Parallel()
	s := conflicted(t)
	index := filepath.Join(s.dir, ".git", "index")
	if err := os.WriteFile(index, []byte("DIRC no index"), 0o644); err != nil {
		t.Fatal(err)
	}
	if u, err := s.open().Unmerged(t.Context(), "gov/x"); err == nil {
		t.Errorf("Unmerged with a broken index = %+v, want an error", u)
	}
	if err := os.Remove(index); err != nil {
		t.Fatal(err)
	}
	if u := mustUnmerged(t, s.dir, "gov/x"); u != nil {
		t.Errorf("Unmerged without an index = %+v, want nil", u)
	}
}
