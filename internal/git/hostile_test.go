package git_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cmmv-hive/modelgate/internal/git"
)

// use calls all that makes git run.
func use(t *testing.T, r *git.Repo, missing string) {
	t.Helper()
	head := mustResolve(t, r, "HEAD")
	if _, err := r.MergeBase(t.Context(), head, mustResolve(t, r, "HEAD~1")); err != nil {
		t.Errorf("MergeBase: %v", err)
	}
	if list, err := r.Commits(t.Context(), "", head, "a"); err != nil || len(list) == 0 {
		t.Errorf("Commits = %v, %v, want some", list, err)
	}
	if has, err := r.Has(t.Context(), missing); err != nil || has {
		t.Errorf("Has(%s) = %t, %v, want false", missing, has, err)
	}
	if u, err := r.Unmerged(t.Context(), "a"); err != nil || u != nil {
		t.Errorf("Unmerged(%q) = %v, %v, want nothing", "a", u, err)
	}
	tree := mustTree(t, r, head)
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			_, err = tree.ReadFile(name)
		}
		return err
	})
	if err != nil && !errors.Is(err, git.ErrMissingObject) {
		t.Errorf("WalkDir: %v", err)
	}
}

func TestNothingOfTheRepositoryRuns(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	s.write(".gitattributes", "* diff=evil filter=evil merge=evil\n")
	s.commit("a", "1")
	s.commit("a", "2")
	missing := s.commit("b", "3")
	s.git("reset", "-q", "--hard", "HEAD~1")
	s.git("reflog", "expire", "--expire=now", "--all")
	s.remove(missing)

	marker := filepath.Join(t.TempDir(), "marker")
	evil := filepath.Join(t.TempDir(), "evil")
	script := "#!/bin/sh\necho \"$0 $*\" >>'" + marker + "'\nexit 1\n"
	if err := os.WriteFile(evil, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	s.write(".git/evil.inc", "[core]\n\tfsmonitor = "+evil+"\n[alias]\n\trev-list = !"+evil+"\n")
	s.write(".git/config", "[core]\n\trepositoryformatversion = 1\n\tfsmonitor = "+evil+"\n\tsshCommand = "+evil+"\n\tpager = "+evil+
		"\n\tworktree = /\n[include]\n\tpath = evil.inc\n[extensions]\n\tpartialClone = origin\n"+
		"[remote \"origin\"]\n\turl = "+s.dir+"\n\tpromisor = true\n\tuploadpack = "+evil+"\n"+
		"[diff \"evil\"]\n\ttextconv = "+evil+"\n\tcommand = "+evil+"\n[filter \"evil\"]\n\tsmudge = "+evil+"\n\tprocess = "+evil+
		"\n\trequired = true\n[alias]\n\tcat-file = !"+evil+"\n[trace2]\n\teventTarget = "+marker+"\n")
	for _, hook := range []string{"post-index-change", "reference-transaction", "pre-auto-gc", "post-checkout"} {
		if err := os.Symlink(evil, filepath.Join(s.dir, ".git", "hooks", hook)); err != nil {
			t.Fatal(err)
		}
	}
	// The trap must be able to snap: git itself, asked for a missing object, runs the remote's program.
	_ = s.command(s.dir, "--git-dir=.git", "cat-file", "-e", missing).Run()
	if err := os.Remove(marker); err != nil {
		t.Fatalf("git did not run the repository's program: %v", err)
	}
	use(t, s.open(), missing)
	if text, err := os.ReadFile(marker); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the repository's program ran: %q, %v", text, err)
	}
}

func TestTheEnvironmentDoesNotSteerGit(t *testing.T) { // not parallel: it changes the environment
	s, other := newSource(t), newSource(t)
	s.commit("a", "1")
	id := s.commit("a", "2")
	other.commit("a", "other")
	t.Setenv("GIT_DIR", filepath.Join(other.dir, ".git"))
	t.Setenv("GIT_WORK_TREE", other.dir)
	t.Setenv("GIT_OBJECT_DIRECTORY", filepath.Join(other.dir, ".git", "objects"))
	t.Setenv("GIT_CONFIG_COUNT", "1")
	t.Setenv("GIT_CONFIG_KEY_0", "core.bare")
	t.Setenv("GIT_CONFIG_VALUE_0", "nonsense")
	r := s.open()
	if got := mustResolve(t, r, "HEAD"); got != id {
		t.Errorf("Resolve(HEAD) = %s, want %s", got, id)
	}
	use(t, r, strings.Repeat("1", 40))
}

func TestARepositoryOfAnotherUserIsRead(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can give a folder away")
	}
	s := newSource(t)
	s.commit("a", "1")
	s.commit("a", "2")
	err := filepath.WalkDir(s.dir, func(name string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(name, 1001, 1001))
	})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := s.command(s.dir, "rev-parse", "HEAD").Output(); err == nil {
		t.Fatalf("git itself reads the repository, %q: the test shows nothing", out)
	}
	use(t, s.open(), strings.Repeat("1", 40))
}

func TestReplaceReferencesAndGraftsAreIgnored(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	first := s.commit("a", "true")
	second := s.commit("a", "still true")
	s.git("checkout", "-q", "--orphan", "lies")
	lie := s.commit("a", "false")
	s.git("replace", second, lie)
	s.write(".git/info/grafts", second+"\n")
	r := s.open()
	if got := s.git("show", second+":a"); got != "false" {
		t.Fatalf("git itself reads %q: the test shows nothing", got)
	}
	if got := mustRead(t, mustTree(t, r, second), "a"); got != "still true" {
		t.Errorf("a = %q, want %q", got, "still true")
	}
	if got, err := r.MergeBase(t.Context(), first, second); err != nil || got != first {
		t.Errorf("MergeBase = %q, %v, want %q", got, err, first)
	}
}

func TestMissingAndCorruptObjectsAreErrors(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	s.write("gone/x", "x")
	s.write("lost", "lost")
	s.write("broken", "broken")
	id := s.commit("swapped", "swapped")
	s.remove(s.git("rev-parse", "HEAD:gone"))
	s.remove(git.BlobID("sha1", []byte("lost")))
	other, err := os.ReadFile(s.loose(git.BlobID("sha1", []byte("x"))))
	if err != nil {
		t.Fatal(err)
	}
	for text, content := range map[string][]byte{"swapped": other, "broken": []byte("no zlib")} {
		s.remove(git.BlobID("sha1", []byte(text)))
		if err := os.WriteFile(s.loose(git.BlobID("sha1", []byte(text))), content, 0o444); err != nil {
			t.Fatal(err)
		}
	}
	tree := mustTree(t, s.open(), id)
	for _, name := range []string{"gone/x", "lost"} {
		_, err := tree.ReadFile(name)
		if !errors.Is(err, git.ErrMissingObject) || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("ReadFile(%q) error = %v, want ErrMissingObject and not ErrNotExist", name, err)
		}
	}
	if list, err := tree.ReadDir("gone"); !errors.Is(err, git.ErrMissingObject) {
		t.Errorf("ReadDir(gone) = %v, %v, want ErrMissingObject", list, err)
	}
	if _, err := tree.ReadFile("swapped"); err == nil || !strings.Contains(err.Error(), "corrupt") {
		t.Errorf("ReadFile(swapped) error = %v, want corrupt", err)
	}
	if data, err := tree.ReadFile("broken"); err == nil {
		t.Errorf("ReadFile(broken) = %q, want an error", data)
	}
	if _, err := tree.Stat("swapped"); err != nil {
		t.Errorf("Stat after a broken object: %v", err)
	}
}

func TestANamedPipeDoesNotHoldUsForEver(t *testing.T) {
	t.Parallel()
	mkfifo, err := exec.LookPath("mkfifo")
	if err != nil {
		t.Skip("there is no mkfifo")
	}
	s := newSource(t)
	s.write("good", "good")
	id := s.commit("stuck", "stuck")
	stuck := s.git("rev-parse", "HEAD:stuck")
	s.remove(stuck)
	for _, name := range []string{s.loose(stuck), filepath.Join(s.dir, ".git", "refs", "heads", "stuck")} {
		if err := exec.Command(mkfifo, name).Run(); err != nil {
			t.Fatal(err)
		}
	}
	r := s.open()
	if _, err := r.Resolve(t.Context(), "stuck"); !errors.Is(err, git.ErrUnknownRevision) {
		t.Errorf("Resolve(stuck) error = %v, want ErrUnknownRevision", err)
	}
	// Git itself waits for the pipe's other end, until the context kills it.
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	tree, err := r.Tree(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	defer time.AfterFunc(300*time.Millisecond, cancel).Stop()
	if _, err := tree.ReadFile("stuck"); !errors.Is(err, context.Canceled) {
		t.Errorf("ReadFile(stuck) error = %v, want context.Canceled", err)
	}
	if got := mustRead(t, mustTree(t, r, id), "good"); got != "good" {
		t.Errorf("good = %q afterwards, want good", got)
	}
}

func TestABlobThatLiesAboutItsSizeIsAnError(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	s.write("long", "long")
	s.write("huge", "huge")
	id := s.commit("good", "good")
	for name, size := range map[string]string{"long": "100000", "huge": "1152921504606846976"} {
		blob := git.BlobID("sha1", []byte(name))
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		if _, err := z.Write([]byte("blob " + size + "\x00" + name)); err != nil {
			t.Fatal(err)
		}
		s.remove(blob)
		if err := errors.Join(z.Close(), os.WriteFile(s.loose(blob), b.Bytes(), 0o444)); err != nil {
			t.Fatal(err)
		}
	}
	r := s.open()
	tree := mustTree(t, r, id)
	r.LosePatience(500 * time.Millisecond)
	for _, name := range []string{"long", "huge"} {
		data, err := tree.ReadFile(name)
		if err == nil {
			t.Errorf("ReadFile(%q) = %q, want an error", name, data)
		}
		if got := errors.Is(err, git.ErrTooLarge); got != (name == "huge") {
			t.Errorf("ReadFile(%q) error = %v, want ErrTooLarge for huge only", name, err)
		}
	}
	r.LosePatience(time.Minute)
	if got := mustRead(t, tree, "good"); got != "good" {
		t.Errorf("good = %q afterwards, want good", got)
	}
}
