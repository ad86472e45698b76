package action_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
)

const registryFile = "gov/registry/data/model_registry.json"

// A repository is one made by real git.
type repository struct {
	t   testing.TB
	dir string
}

// newRepository is a repository whose branch main holds a registry without
// faults; the branch topic starts there and is checked out.
func newRepository(t testing.TB) *repository {
	t.Helper()
	r := &repository{t, filepath.Join(t.TempDir(), "origin")}
	if err := os.CopyFS(r.dir, os.DirFS(filepath.Join("..", "..", "testdata", "hive-clean"))); err != nil {
		t.Fatal(err)
	}
	r.git("init", "-q", "-b", "main", "--template=")
	r.git("add", "-A")
	r.git("commit", "-q", "-m", "Base")
	r.git("switch", "-q", "-c", "topic")
	return r
}

func (r *repository) git(args ...string) string { r.t.Helper(); return r.as(nil, args...) }

// as runs git as somebody, with GIT_AUTHOR_NAME=… and the like.
func (r *repository) as(who []string, args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "gc.auto=0", "-c", "protocol.file.allow=always"}, args...)...)
	cmd.Dir = r.dir
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + r.dir, "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org", "GIT_AUTHOR_DATE=1767225600 +0000",
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.org", "GIT_COMMITTER_DATE=1767225600 +0000",
	}, who...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		r.t.Fatalf("git %q: %v\n%s", args, err, &stderr)
	}
	return strings.TrimSuffix(string(out), "\n")
}

func (r *repository) commit(message string, who ...string) string {
	r.t.Helper()
	r.git("add", "-A")
	r.as(who, "commit", "-q", "--no-verify", "--allow-empty", "-m", message)
	return r.git("rev-parse", "HEAD")
}

func (r *repository) write(name, text string) {
	r.t.Helper()
	full := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

func (r *repository) read(name string) string {
	r.t.Helper()
	src, err := os.ReadFile(filepath.Join(r.dir, filepath.FromSlash(name)))
	if err != nil {
		r.t.Fatal(err)
	}
	return string(src)
}

// edit replaces the one place of a file where old stands.
func (r *repository) edit(name, old, text string) {
	r.t.Helper()
	src := r.read(name)
	if n := strings.Count(src, old); n != 1 {
		r.t.Fatalf("%q stands %d times in %s, want once", old, n, name)
	}
	r.write(name, strings.Replace(src, old, text, 1))
}

// merge makes the commit that GitHub makes of a pull request whose branch is up
// to date: base is its first parent, head its second, whose tree it has. It is
// what refs/pull/7/merge names.
func (r *repository) merge(base, head string, who ...string) string {
	r.t.Helper()
	id := r.as(who, "commit-tree", "-p", base, "-p", head, "-m", "Merge "+head+" into "+base, head+"^{tree}")
	r.git("update-ref", "refs/pull/7/merge", id)
	return id
}

// checkout is what actions/checkout leaves behind; depth 0 is all history.
func (r *repository) checkout(id string, depth int) string {
	r.t.Helper()
	c := &repository{r.t, filepath.Join(r.t.TempDir(), "checkout")}
	if err := os.Mkdir(c.dir, 0o755); err != nil {
		r.t.Fatal(err)
	}
	c.git("init", "-q", "-b", "main", "--template=")
	args := []string{"fetch", "-q", "--no-tags"}
	if depth > 0 {
		args = append(args, fmt.Sprintf("--depth=%d", depth))
	}
	c.git(append(args, "file://"+r.dir, "+"+id+":refs/remotes/pull/7/merge")...)
	c.git("checkout", "-q", "--force", "--detach", id)
	return c.dir
}

// upload gives the double every object of the repository.
func (r *repository) upload(srv *ghubtest.Server) {
	r.t.Helper()
	if err := srv.Git.AddBatch(r.git("cat-file", "--batch-all-objects", "--batch") + "\n"); err != nil {
		r.t.Fatal(err)
	}
}

// diff is what a pull request that is up to date changes, as GitHub lists it.
func (r *repository) diff(base, head string) []ghubtest.File {
	r.t.Helper()
	var out []ghubtest.File
	for name := range strings.SplitSeq(r.git("diff", "--name-only", "-z", "--no-renames", base, head), "\x00") {
		if name == "" {
			continue
		}
		patch := r.git("diff", "--no-color", "--no-renames", "-U3", base, head, "--", name)
		if _, hunks, ok := strings.Cut(patch, "\n@@ "); ok {
			out = append(out, ghubtest.File{Name: name, Patch: "@@ " + hunks})
		}
	}
	return out
}
