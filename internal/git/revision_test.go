package git_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/git"
)

// revisions is a repository with references of every kind.
func revisions(t testing.TB, args ...string) *source {
	s := newSource(t, args...)
	s.commit("a", "1")
	s.git("tag", "light")
	s.commit("a", "2")
	s.git("tag", "-m", "annotated", "v1.0")
	s.git("tag", "-m", "tag of a tag", "v1.0-twice", "v1.0")
	s.git("checkout", "-q", "-b", "topic/x", "HEAD~1")
	s.commit("b", "3")
	s.git("checkout", "-q", "main")
	s.git("merge", "-q", "--no-ff", "-m", "Merge topic/x", "topic/x")
	s.git("update-ref", "refs/remotes/origin/main", "main~1")
	s.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
	s.git("update-ref", "refs/heads/twin", "main~1")
	s.git("update-ref", "refs/tags/twin", "main") // a tag comes before a branch
	s.git("update-ref", "refs/heads/deadbeef", "main~1")
	s.git("update-ref", "MERGE_HEAD", "topic/x")
	return s
}

func TestResolveAgreesWithGit(t *testing.T) {
	t.Parallel()
	for _, form := range []struct {
		name string
		args []string
		pack bool
	}{
		{"loose", nil, false}, {"packed", nil, true}, {"sha256", []string{"--object-format=sha256"}, true},
	} {
		t.Run(form.name, func(t *testing.T) {
			t.Parallel()
			s := revisions(t, form.args...)
			if form.pack {
				s.git("pack-refs", "--all")
				s.git("repack", "-q", "-a", "-d")
			}
			r := s.open()
			full := s.git("rev-parse", "main")
			for _, rev := range []string{
				"HEAD", "@", "main", "heads/main", "refs/heads/main", "topic/x", "light", "v1.0", "v1.0-twice", "tags/v1.0",
				"origin/main", "origin", "refs/remotes/origin/HEAD", "twin", "deadbeef", "MERGE_HEAD",
				full, strings.ToUpper(full), full[:4], full[:12], strings.ToUpper(full[:9]),
				"HEAD~", "HEAD~0", "HEAD~1", "@^", "main^2", "main^1~1", "main^^", "v1.0^{}", "v1.0^{commit}", "v1.0-twice^{}~1",
				"main^0", full[:8] + "^2^{commit}~1", "main^{commit}",
			} {
				want := s.git("rev-parse", "--verify", "--end-of-options", rev+"^{commit}")
				if got, err := r.Resolve(t.Context(), rev); err != nil || got != want {
					t.Errorf("Resolve(%q) = %q, %v, want %q", rev, got, err, want)
				}
			}
		})
	}
}

func TestResolveTellsUnknownRevisions(t *testing.T) {
	t.Parallel()
	s := revisions(t)
	s.write(".git/objects/secret", strings.Repeat("a", 40))
	r := s.open()
	for _, rev := range []string{
		"nope", "refs/heads/nope", "HEAD~99", "main^3", "config", "objects/secret", "topic", "topic/x/y", "0123abcd", "abc",
		strings.Repeat("0", 40), strings.Repeat("ab", 32), strings.Repeat("x", 300), "v1.0-3-g1234567", "é",
	} {
		_, err := r.Resolve(t.Context(), rev)
		if !errors.Is(err, git.ErrUnknownRevision) {
			t.Errorf("Resolve(%q) error = %v, want ErrUnknownRevision", rev, err)
		}
	}
	_, err := r.Resolve(t.Context(), "nope")
	if want := `revision "nope" is not in this repository`; err == nil || err.Error() != want {
		t.Errorf("Resolve(nope) error = %q, want %q", err, want)
	}
}

func TestResolveRejectsWhatIsNoRevisionOfOurs(t *testing.T) {
	t.Parallel()
	r := revisions(t).open()
	for _, rev := range []string{
		"", "-", "--all", "--output=x", "-main", "@{u}", "main@{1}", "@{-1}", ":a", "HEAD:a", ":/Merge", "main..topic/x",
		"main...topic/x", "^main", "main^!", "main^@", "main^-1", "main^{tree}", "main^{/fix}", "main^{commit", "main~-1",
		"main~1x", "main~1234567", "main\n", "main\x00", "ma in", "main\x1b[31m", "../HEAD", "refs/../HEAD", "refs/heads/../main",
		"/etc/passwd", "refs/heads/", "main.lock", "a//b", ".git", "main.", "*", "a?", "[a", `a\b`, "\xff", strings.Repeat("a/", 600),
	} {
		_, err := r.Resolve(t.Context(), rev)
		if !errors.Is(err, git.ErrInvalidRevision) {
			t.Errorf("Resolve(%q) error = %v, want ErrInvalidRevision", rev, err)
			continue
		}
		if strings.ContainsFunc(err.Error(), func(c rune) bool { return c < ' ' }) {
			t.Errorf("Resolve(%q) error %q has control characters", rev, err)
		}
	}
}

func TestResolveReportsBrokenReferences(t *testing.T) {
	t.Parallel()
	s := revisions(t)
	s.write(".git/refs/heads/garbage", "hello\n")
	s.write(".git/refs/heads/empty", "")
	s.write(".git/refs/heads/loop", "ref: refs/heads/loop\n")
	s.write(".git/refs/heads/outside", "ref: ../../../etc/passwd\n")
	s.write(".git/refs/heads/config", "ref: config\n")
	s.write(".git/refs/tags/blob", s.git("rev-parse", "main:a")+"\n")
	s.write(".git/refs/tags/gone", strings.Repeat("12", 20)+"\n")
	if err := os.Symlink("/etc/hostname", filepath.Join(s.dir, ".git", "refs", "heads", "link")); err != nil {
		t.Fatal(err)
	}
	r := s.open()
	for rev, want := range map[string]string{
		"garbage": `is "hello", which is not an object id`,
		"empty":   "not an object id",
		"loop":    "symbolic more than 5 times",
		"outside": "which is not a reference",
		"config":  `points to "config", which is not a reference`,
		"link":    "escapes",
		"blob":    "is a blob, not a commit",
		"gone":    "object is missing from this clone",
	} {
		_, err := r.Resolve(t.Context(), rev)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Resolve(%q) error = %v, want one with %q", rev, err, want)
		}
		if errors.Is(err, git.ErrUnknownRevision) {
			t.Errorf("Resolve(%q) error = %v, want another than ErrUnknownRevision", rev, err)
		}
	}
	if _, err := r.Resolve(t.Context(), "gone"); !errors.Is(err, git.ErrMissingObject) {
		t.Errorf("Resolve(gone) error = %v, want ErrMissingObject", err)
	}
}

func TestResolveNamesAnAmbiguousAbbreviation(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	first := map[string]bool{} // by four digits: 2^8 commits or so give a pair
	s.commit("a", "a")
	tree := s.git("rev-parse", "HEAD^{tree}")
	var script strings.Builder
	for range 1500 {
		script.WriteString("commit refs/heads/many\ncommitter B <b@x> 1700000000 +0000\ndata 1\nx\nM 040000 " + tree + " \n\n")
	}
	s.feed(s.dir, script.String(), "fast-import", "--quiet", "--force")
	r := s.open()
	for _, id := range strings.Fields(s.git("rev-list", "many")) {
		if first[id[:4]] {
			_, err := r.Resolve(t.Context(), id[:4])
			if err == nil || !strings.Contains(err.Error(), "more than one id") {
				t.Errorf("Resolve(%q) error = %v, want more than one id", id[:4], err)
			}
			return
		}
		first[id[:4]] = true
	}
	t.Fatal("no two commits share four digits")
}

func TestLinkedWorktreesShareReferencesButHEAD(t *testing.T) {
	t.Parallel()
	s := revisions(t)
	linked := filepath.Join(t.TempDir(), "linked")
	s.git("worktree", "add", "-q", "--detach", linked, "topic/x")
	s.git("update-ref", "refs/worktree/own", "main")
	r := openAt(t, linked)
	if r.HeadRef() != "" {
		t.Errorf("HeadRef() = %q, want none for a detached HEAD", r.HeadRef())
	}
	for rev, want := range map[string]string{"HEAD": "topic/x", "main": "main", "v1.0": "v1.0^{}"} {
		if got := mustResolve(t, r, rev); got != s.git("rev-parse", want) {
			t.Errorf("Resolve(%q) = %s, want that of %q", rev, got, want)
		}
	}
	if _, err := r.Resolve(t.Context(), "refs/worktree/own"); !errors.Is(err, git.ErrUnknownRevision) {
		t.Errorf("Resolve of another worktree's reference: error = %v, want ErrUnknownRevision", err)
	}
}
