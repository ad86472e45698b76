package git_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/git"
)

func TestOpenFindsTheRepositoryAround(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	s.commit("gov/registry/a.json", "{}")
	linked := filepath.Join(t.TempDir(), "linked")
	s.git("worktree", "add", "-q", "-b", "side", linked)
	bare := s.clone("--bare").dir
	for _, tt := range []struct{ name, dir, top, prefix, head string }{
		{"top", s.dir, s.dir, "", "main"},
		{"folder below", filepath.Join(s.dir, "gov", "registry"), s.dir, "gov/registry", "main"},
		{"linked worktree", linked, linked, "", "side"},
		{"folder in linked worktree", filepath.Join(linked, "gov"), linked, "gov", "side"},
		{"bare", bare, bare, "", "main"},
		{"folder in bare", filepath.Join(bare, "refs"), bare, "", "main"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := openAt(t, tt.dir)
			top, err := filepath.EvalSymlinks(tt.top)
			if err != nil {
				t.Fatal(err)
			}
			if r.Top() != top || r.Prefix() != tt.prefix || r.HeadRef() != tt.head {
				t.Errorf("got Top %q, Prefix %q, HeadRef %q, want %q, %q, %q",
					r.Top(), r.Prefix(), r.HeadRef(), top, tt.prefix, tt.head)
			}
			if got, want := mustResolve(t, r, "HEAD"), s.git("rev-parse", "main"); got != want {
				t.Errorf("Resolve(HEAD) = %s, want %s", got, want)
			}
		})
	}
}

func TestOpenFollowsTheGitFileOfASubmodule(t *testing.T) {
	t.Parallel()
	lib := newSource(t)
	id := lib.commit("lib.txt", "lib")
	s := newSource(t)
	s.commit("a", "a")
	s.git("submodule", "--quiet", "add", "file://"+lib.dir, "lib")
	r := openAt(t, filepath.Join(s.dir, "lib"))
	if got := mustResolve(t, r, "HEAD"); got != id {
		t.Errorf("HEAD of the submodule = %s, want %s", got, id)
	}
	if got := filepath.Base(r.Top()); got != "lib" {
		t.Errorf("Top() ends in %q, want the submodule's folder", got)
	}
}

func TestOpenPrefersTheWorkTreeToABareRepositoryCommittedIntoIt(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	id := s.commit("a", "a")
	trap := filepath.Join(s.dir, "trap")
	s.git("clone", "-q", "--bare", s.dir, trap)
	if r := openAt(t, trap); r.Prefix() != "trap" || mustResolve(t, r, "HEAD") != id {
		t.Errorf("Prefix() = %q, want the folder below the work tree", r.Prefix())
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	with := func(section string) func(*source) {
		return func(s *source) {
			config := filepath.Join(s.dir, ".git", "config")
			if err := os.WriteFile(config, []byte(section), 0o644); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	gitFile := func(text string) func(*source) {
		return func(s *source) {
			if err := os.RemoveAll(filepath.Join(s.dir, ".git")); err != nil {
				s.t.Fatal(err)
			}
			s.write(".git", text)
		}
	}
	for _, tt := range []struct {
		name   string
		change func(*source)
		want   string
	}{
		{"reftable", with("[core]\nrepositoryformatversion = 1\n[extensions]\nrefStorage = reftable\n"), `references as "reftable"`},
		{"a newer format", with("[core]\nrepositoryformatversion = 2\n"), `version "2" is not supported`},
		{"another hash", with("[extensions]\nobjectformat = md5\n"), `object format "md5"`},
		{"an unknown extension", with("[core]\nrepositoryformatversion = 1\n[extensions]\nmagic\n"), `"extensions.magic"`},
		{"a shallow file that is none", func(s *source) { s.write(".git/shallow", "--exec=x\n") }, `line "--exec=x" is not an object id`},
		{"a .git file to nowhere", gitFile("gitdir: /nowhere\n"), `points to "/nowhere"`},
		{"a .git file of other text", gitFile("hello\n"), `no "gitdir: " line`},
		{"a huge .git file", gitFile("gitdir: " + strings.Repeat("x", 20000)), "larger than the limit"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newSource(t)
			tt.change(s)
			_, err := git.Open(t.Context(), s.dir)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Open() error = %v, want one with %q", err, tt.want)
			}
			if errors.Is(err, git.ErrNotRepository) {
				t.Errorf("Open() error = %v, want another than ErrNotRepository", err)
			}
		})
	}
}

func TestOpenOutsideARepositoryIsErrNotRepository(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, ".git"), 0o755); err != nil { // empty: git passes it by
		t.Fatal(err)
	}
	if _, err := git.Open(t.Context(), dir); !errors.Is(err, git.ErrNotRepository) {
		t.Errorf("Open() error = %v, want ErrNotRepository", err)
	}
}

func TestOpenWithoutGitSaysSo(t *testing.T) { // not parallel: it changes PATH
	s := newSource(t)
	t.Setenv("PATH", t.TempDir())
	_, err := git.Open(t.Context(), s.dir)
	if err == nil || !strings.Contains(err.Error(), "git is not installed") {
		t.Errorf("Open() error = %v, want git is not installed", err)
	}
}

func TestOpenReadsObjectsOfAlternates(t *testing.T) {
	t.Parallel()
	for name, alternate := range map[string]func(string) string{
		"absolute": func(dir string) string { return dir },
		"relative": func(string) string { return "../../../source/.git/objects" },
		"quoted":   func(dir string) string { return `"` + strings.Replace(dir, "source", `\163ource`, 1) + `"` },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSource(t)
			id := s.commit("a", "far")
			near := at(t, filepath.Join(filepath.Dir(s.dir), "near \"\n#é"))
			near.in(filepath.Dir(s.dir), "init", "-q", "-b", "main", near.dir)
			near.write(".git/objects/info/alternates", "# comment\n/nowhere\n"+alternate(filepath.Join(s.dir, ".git", "objects"))+"\n")
			near.write(".git/refs/heads/main", id+"\n")
			// A third repository that reaches the first through the second, whose path must be quoted.
			far := at(t, filepath.Join(filepath.Dir(s.dir), "far"))
			far.in(filepath.Dir(s.dir), "init", "-q", "-b", "main", far.dir)
			far.write(".git/objects/info/alternates", `"../../../near \"\n#\303\251/.git/objects"`+"\n")
			for _, repo := range []*source{near, far} {
				if got := mustRead(t, mustTree(t, repo.open(), id), "a"); got != "far" {
					t.Errorf("a in %q = %q, want %q", repo.dir, got, "far")
				}
			}
		})
	}
}

func TestCloseLeavesNothingBehind(t *testing.T) { // not parallel: it changes TMPDIR
	s := newSource(t)
	id := s.commit("a", "a")
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	r, err := git.Open(t.Context(), s.dir)
	if err != nil {
		t.Fatal(err)
	}
	tree := mustTree(t, r, id)
	if err := r.Close(); err != nil {
		t.Errorf("Close(): %v", err)
	}
	left, err := os.ReadDir(tmp)
	if err != nil || len(left) != 0 {
		t.Errorf("temporary folder has %v (%v), want nothing", left, err)
	}
	if _, err := tree.ReadFile("a"); err == nil {
		t.Error("ReadFile after Close gives no error")
	}
}

func TestAContextThatEndsStopsItsOwnWorkOnly(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	id := s.commit("a", "a")
	r := s.open()
	ctx, cancel := context.WithCancel(t.Context())
	tree, err := r.Tree(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := tree.ReadFile("a"); !errors.Is(err, context.Canceled) {
		t.Errorf("ReadFile after cancel: error = %v, want context.Canceled", err)
	}
	if _, err := git.Open(ctx, s.dir); !errors.Is(err, context.Canceled) {
		t.Errorf("Open after cancel: error = %v, want context.Canceled", err)
	}
	if _, err := r.MergeBase(ctx, id, id); !errors.Is(err, context.Canceled) {
		t.Errorf("MergeBase after cancel: error = %v, want context.Canceled", err)
	}
	if got := mustRead(t, mustTree(t, r, id), "a"); got != "a" {
		t.Errorf("a = %q in another context, want %q", got, "a")
	}
}
