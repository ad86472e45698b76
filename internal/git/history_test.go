package git_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cmmv-hive/modelgate/internal/git"
)

func TestMergeBaseAgreesWithGit(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"--object-format=sha256"}} {
		s := revisions(t, args...)
		s.git("checkout", "-q", "--orphan", "alone")
		alone := s.commit("z", "z")
		r := s.open()
		main, topic := s.git("rev-parse", "main~1"), s.git("rev-parse", "topic/x")
		want := s.git("merge-base", main, topic)
		if got, err := r.MergeBase(t.Context(), main, topic); err != nil || got != want {
			t.Errorf("MergeBase = %q, %v, want %q", got, err, want)
		}
		_, err := r.MergeBase(t.Context(), main, alone)
		if !errors.Is(err, git.ErrNoMergeBase) || errors.Is(err, git.ErrShallow) {
			t.Errorf("MergeBase of unrelated commits: error = %v, want ErrNoMergeBase without ErrShallow", err)
		}
		_, err = r.MergeBase(t.Context(), main, strings.Repeat("0", len(main)))
		if !errors.Is(err, git.ErrMissingObject) {
			t.Errorf("MergeBase with an absent commit: error = %v, want ErrMissingObject", err)
		}
		if _, err := r.MergeBase(t.Context(), main, "--octopus"); err == nil {
			t.Error("MergeBase with an option gives no error")
		}
	}
}

func TestMergeBasesAreAllOfThem(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	s.commit("a", "1")
	s.git("branch", "side")
	left := s.commit("b", "1")
	s.git("switch", "-q", "side")
	right := s.commit("c", "1")
	s.git("merge", "-q", "-m", "down", left)
	s.git("switch", "-q", "main")
	s.git("merge", "-q", "-m", "up", right)
	got, err := s.open().MergeBases(t.Context(), s.git("rev-parse", "main"), s.git("rev-parse", "side"))
	want := []string{left, right}
	slices.Sort(got)
	slices.Sort(want)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("MergeBases after a criss-cross = %v, %v, want %v", got, err, want)
	}
}

func TestAShallowCloneKnowsItsBoundary(t *testing.T) {
	t.Parallel()
	s := revisions(t)
	merge, first, second := s.git("rev-parse", "main"), s.git("rev-parse", "main^1"), s.git("rev-parse", "main^2")
	t.Run("depth 1", func(t *testing.T) {
		t.Parallel()
		r := s.clone("--depth=1").open()
		if !r.IsShallow() {
			t.Error("IsShallow() = false, want true")
		}
		got, err := r.Parents(t.Context(), merge)
		if want := []string{first, second}; err != nil || !slices.Equal(got, want) {
			t.Errorf("Parents = %v, %v, want %v", got, err, want)
		}
		for id, want := range map[string]bool{merge: true, first: false, second: false} {
			if got, err := r.Has(t.Context(), id); err != nil || got != want {
				t.Errorf("Has(%s) = %t, %v, want %t", id, got, err, want)
			}
		}
		_, err = r.Resolve(t.Context(), "HEAD~1")
		if !errors.Is(err, git.ErrUnknownRevision) || !errors.Is(err, git.ErrShallow) {
			t.Errorf("Resolve(HEAD~1) error = %v, want ErrUnknownRevision and ErrShallow", err)
		}
		if _, err := r.Tree(t.Context(), first); !errors.Is(err, git.ErrMissingObject) {
			t.Errorf("Tree of an absent parent: error = %v, want ErrMissingObject", err)
		}
		list, err := r.Commits(t.Context(), "", merge)
		if err != nil || len(list) != 1 || !list[0].Boundary || len(list[0].Parents) != 2 {
			t.Errorf("Commits = %+v, %v, want one at the boundary with its two parents", list, err)
		}
	})
	t.Run("depth 2", func(t *testing.T) {
		t.Parallel()
		r := s.clone("--depth=2").open()
		if got := mustResolve(t, r, "HEAD^2"); got != second {
			t.Errorf("Resolve(HEAD^2) = %s, want %s", got, second)
		}
		_, err := r.MergeBase(t.Context(), first, second)
		if !errors.Is(err, git.ErrNoMergeBase) || !errors.Is(err, git.ErrShallow) {
			t.Errorf("MergeBase error = %v, want ErrNoMergeBase and ErrShallow", err)
		}
		list, err := r.Commits(t.Context(), first, merge)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(list[0].ID == second, list[0].Boundary, list[1].ID == merge, list[1].Boundary)
		if want := "true true true false"; got != want {
			t.Errorf("head and merge, and which is at the boundary: %s, want %s", got, want)
		}
	})
}

func TestCommitsTouchingPaths(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	base := s.commit("gov/start", "0")
	one := s.commit("gov/MODELS_INDEX.md", "1")
	s.commit("other", "2")
	star := s.commit("gov/*", "3")
	s.git("checkout", "-q", "-b", "side", base)
	side := s.commit("gov/logs/a", "4")
	s.git("checkout", "-q", "main")
	s.git("merge", "-q", "--no-ff", "-m", "Merge side", "side")
	head := s.git("rev-parse", "HEAD")
	s.git("rm", "-q", "gov/MODELS_INDEX.md")
	gone := s.commit("gov/models_index.MD", "5")
	top, below := s.open(), openAt(t, s.dir+"/gov")
	for _, tt := range []struct {
		name string
		list func() ([]git.Commit, error)
		want []string
	}{
		{"a file", func() ([]git.Commit, error) { return top.Commits(t.Context(), base, gone, "gov/MODELS_INDEX.md") },
			[]string{one, head, gone}}, // the merge differs from its second parent
		{"a file below the prefix", func() ([]git.Commit, error) { return below.Commits(t.Context(), base, one, "MODELS_INDEX.md") },
			[]string{one}},
		{"a folder, and the merge that brings it", func() ([]git.Commit, error) { return top.Commits(t.Context(), base, head, "gov/logs") },
			[]string{side, head}},
		{"a star is a star", func() ([]git.Commit, error) { return top.Commits(t.Context(), base, head, "gov/*") },
			[]string{star, head}},
		{"magic is a name", func() ([]git.Commit, error) { return top.Commits(t.Context(), base, head, ":(top)gov", ":!x") }, nil},
		{"another case", func() ([]git.Commit, error) { return top.Commits(t.Context(), head, gone, "gov/Models_Index.md") }, nil},
		{"another case folded", func() ([]git.Commit, error) { return top.CommitsFold(t.Context(), head, gone, "gov/Models_Index.md") },
			[]string{gone}},
		{"all below the prefix", func() ([]git.Commit, error) { return below.Commits(t.Context(), base, side, ".") }, []string{side}},
		{"without a base", func() ([]git.Commit, error) { return top.Commits(t.Context(), "", side) }, []string{base, side}},
		{"no commits", func() ([]git.Commit, error) { return top.Commits(t.Context(), head, head) }, nil},
	} {
		list, err := tt.list()
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		var got []string
		for _, c := range list {
			got = append(got, c.ID)
		}
		if !slices.Equal(sorted(got), sorted(tt.want)) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
		if n := len(got); n > 1 && got[n-1] != tt.want[n-1] {
			t.Errorf("%s: last is %s, want the newest, %s", tt.name, got[n-1], tt.want[n-1])
		}
	}
	for _, bad := range []string{"", "../x", "/etc", "a//b", "a\x00b"} {
		if _, err := top.Commits(t.Context(), base, head, bad); err == nil {
			t.Errorf("Commits with path %q gives no error", bad)
		}
	}
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

func TestCommitSaysWhoAndWhen(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	s.write("a", "a")
	s.git("add", "a")
	s.git("commit", "-q", "-m", "Title: not a trailer", "-m", "Body.", "-m", "Co-authored-by: X <x@y>\nNot one\nReviewed-by: Y\n more")
	list, err := s.open().Commits(t.Context(), "", s.git("rev-parse", "HEAD"))
	if err != nil || len(list) != 1 {
		t.Fatalf("Commits = %v, %v, want one", list, err)
	}
	c := list[0]
	got := fmt.Sprint(c.AuthorName, " ", c.AuthorEmail, " ", c.AuthorTime.Format(time.RFC3339), " ",
		c.CommitterName, " ", c.CommitterEmail, " ", c.CommitTime.Format(time.RFC3339), " ", c.Trailers)
	want := "Ada ada@example.org 2023-11-14T23:43:20+01:30 Bob bob@example.org 2023-11-14T22:15:00Z" +
		" [{Co-authored-by X <x@y>} {Reviewed-by Y more}]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !strings.HasPrefix(c.Message, "Title: not a trailer\n\nBody.\n\n") || c.Boundary {
		t.Errorf("Message = %q, Boundary = %t, want the whole message and false", c.Message, c.Boundary)
	}
}

func TestAPartialCloneNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	s.commit("a/b", "1")
	base := s.git("rev-parse", "HEAD")
	s.commit("a/b", "2")
	head := s.git("rev-parse", "HEAD")

	blobless := s.clone("--filter=blob:none", "--no-checkout").open()
	tree := mustTree(t, blobless, head)
	if list, err := tree.ReadDir("a"); err != nil || len(list) != 1 {
		t.Errorf("ReadDir(a) = %v, %v, want one entry", list, err)
	}
	if e, err := tree.Node("a/b"); err != nil || e.ID != git.BlobID("sha1", []byte("2")) {
		t.Errorf("Node(a/b) = %v, %v, want the blob's id", e, err)
	}
	_, statErr := tree.Stat("a/b")
	_, readErr := tree.ReadFile("a/b")
	treeless := s.clone("--filter=tree:0", "--no-checkout").open()
	_, treeErr := treeless.Tree(t.Context(), head)
	_, listErr := treeless.Commits(t.Context(), base, head, "a/b")
	for name, err := range map[string]error{"Stat": statErr, "ReadFile": readErr, "Tree": treeErr, "Commits": listErr} {
		if !errors.Is(err, git.ErrMissingObject) {
			t.Errorf("%s error = %v, want ErrMissingObject", name, err)
		}
	}
}
