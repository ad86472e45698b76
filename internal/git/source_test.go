package git_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/git"
	"github.com/cmmv-hive/modelgate/internal/treefs"
)

// A source is a repository made by real git, for the package to read.
type source struct {
	t    testing.TB
	dir  string
	home string
}

func newSource(t testing.TB, args ...string) *source {
	t.Helper()
	s := at(t, filepath.Join(t.TempDir(), "source"))
	s.in(filepath.Dir(s.dir), append(append([]string{"init", "-q", "-b", "main"}, args...), s.dir)...)
	return s
}

// at is a source whose folder exists or will be made by a clone.
func at(t testing.TB, dir string) *source {
	t.Helper()
	return &source{t: t, dir: dir, home: t.TempDir()}
}

func (s *source) git(args ...string) string {
	s.t.Helper()
	return s.in(s.dir, args...)
}

func (s *source) in(dir string, args ...string) string {
	s.t.Helper()
	return s.feed(dir, "", args...)
}

func (s *source) feed(dir, stdin string, args ...string) string {
	s.t.Helper()
	cmd := s.command(dir, args...)
	cmd.Stdin = strings.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("git %q: %v\n%s", args, err, &stderr)
	}
	return strings.TrimRight(string(out), "\n")
}

func (s *source) command(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("git", append([]string{"-c", "protocol.file.allow=always", "-c", "gc.auto=0"}, args...)...)
	cmd.Dir = dir
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + s.home, "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org", "GIT_AUTHOR_DATE=1700000000 +0130",
		"GIT_COMMITTER_NAME=Bob", "GIT_COMMITTER_EMAIL=bob@example.org", "GIT_COMMITTER_DATE=1700000100 +0000",
	}
	return cmd
}

func (s *source) write(name, text string) {
	s.t.Helper()
	full := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// commit writes one file, commits all there is and returns the id.
func (s *source) commit(name, text string) string {
	s.t.Helper()
	s.write(name, text)
	s.git("add", "-A")
	s.git("commit", "-q", "--no-verify", "-m", "Change "+name)
	return s.git("rev-parse", "HEAD")
}

// commitOf makes a commit of a tree without parents and returns its id.
func (s *source) commitOf(tree string) string {
	s.t.Helper()
	return s.git("commit-tree", "-m", "Made by hand", tree)
}

// remove deletes a loose object.
func (s *source) remove(id string) {
	s.t.Helper()
	if err := os.Remove(s.loose(id)); err != nil {
		s.t.Fatal(err)
	}
}

func (s *source) loose(id string) string {
	return filepath.Join(s.dir, ".git", "objects", id[:2], id[2:])
}

// clone returns a clone of s, over the git protocol so that depth and filter mean something.
func (s *source) clone(args ...string) *source {
	s.t.Helper()
	c := at(s.t, filepath.Join(s.t.TempDir(), "clone"))
	s.git("config", "uploadpack.allowFilter", "true")
	args = append(append([]string{"clone", "-q"}, args...), "file://"+s.dir, c.dir)
	c.in(filepath.Dir(c.dir), args...)
	return c
}

func (s *source) open() *git.Repo {
	s.t.Helper()
	return openAt(s.t, s.dir)
}

func openAt(t testing.TB, dir string) *git.Repo {
	t.Helper()
	r, err := git.Open(t.Context(), dir)
	if err != nil {
		t.Fatalf("Open(%q): %v", dir, err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Errorf("Close(): %v", err)
		}
	})
	return r
}

func mustResolve(t testing.TB, r *git.Repo, rev string) string {
	t.Helper()
	id, err := r.Resolve(t.Context(), rev)
	if err != nil {
		t.Fatalf("Resolve(%q): %v", rev, err)
	}
	return id
}

func mustTree(t testing.TB, r *git.Repo, id string) *treefs.Tree {
	t.Helper()
	tree, err := r.Tree(t.Context(), id)
	if err != nil {
		t.Fatalf("Tree(%q): %v", id, err)
	}
	return tree
}

func mustRead(t testing.TB, tree *treefs.Tree, name string) string {
	t.Helper()
	data, err := tree.ReadFile(name)
	if err != nil {
		t.Fatalf("ReadFile(%q): %v", name, err)
	}
	return string(data)
}
