package ghub_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
	"github.com/cmmv-hive/modelgate/internal/git"
)

// A source is a repository made by real git, which the double then has too.
type source struct {
	t   *testing.T
	dir string
}

func newSource(t *testing.T) *source {
	t.Helper()
	s := &source{t, filepath.Join(t.TempDir(), "source")}
	if err := os.Mkdir(s.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s.git("init", "-q", "-b", "main")
	return s
}

func (s *source) git(args ...string) string {
	s.t.Helper()
	return s.feed(nil, nil, args...)
}

// feed runs git with an input and additional environment.
func (s *source) feed(stdin []byte, env []string, args ...string) string {
	s.t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "gc.auto=0"}, args...)...)
	cmd.Dir = s.dir
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + s.dir, "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org", "GIT_AUTHOR_DATE=1700000000 +0130",
		"GIT_COMMITTER_NAME=Bob", "GIT_COMMITTER_EMAIL=bob@example.org", "GIT_COMMITTER_DATE=1700000100 +0000",
	}, env...)
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("git %q: %v\n%s", args, err, &stderr)
	}
	return strings.TrimSuffix(string(out), "\n")
}

// write puts a file into the work tree.
func (s *source) write(name, text string) {
	s.t.Helper()
	full := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// commit commits all there is and returns the id.
func (s *source) commit(message string, env ...string) string {
	s.t.Helper()
	s.git("add", "-A")
	s.feed([]byte(message), env, "commit", "-q", "--no-verify", "--allow-empty", "--cleanup=verbatim", "-F", "-")
	return s.git("rev-parse", "HEAD")
}

// open opens the repository as a checkout is opened.
func (s *source) open() *git.Repo {
	s.t.Helper()
	r, err := git.Open(s.t.Context(), s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		if err := r.Close(); err != nil {
			s.t.Error(err)
		}
	})
	return r
}

// serve starts a double that has every object of the repository.
func (s *source) serve() *ghubtest.Server {
	s.t.Helper()
	srv := ghubtest.New(s.t)
	if err := srv.Git.AddBatch(s.git("cat-file", "--batch-all-objects", "--batch") + "\n"); err != nil {
		s.t.Fatal(err)
	}
	return srv
}
