package ghub_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/ghub"
	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

func TestFindingsAreThoseOfTheCheckout(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	if err := os.CopyFS(s.dir, os.DirFS(filepath.Join("..", "..", "testdata", "hive"))); err != nil {
		t.Fatal(err)
	}
	head := s.commit("Take up the registry")
	local, err := s.open().Tree(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	srv := s.serve()
	remote, err := withToken(t, srv).Tree(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	judge, err := gate.NewJudge("test", rules.All())
	if err != nil {
		t.Fatal(err)
	}
	findings := func(tree fs.FS) any {
		t.Helper()
		got, err := judge.Judge(t.Context(), gate.Request{
			Head: gate.Tree{FS: tree, Commit: head}, Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Run.Findings) < 20 {
			t.Fatalf("%d findings, want many", len(got.Run.Findings))
		}
		return got.Run.Findings
	}
	if diff := cmp.Diff(findings(local), findings(remote)); diff != "" {
		t.Errorf("findings through the API differ (-git +API):\n%s", diff)
	}
	seen := map[string]bool{}
	for _, r := range srv.Requests() {
		if seen[r.Path] {
			t.Errorf("%s is asked for twice", r.Path)
		}
		seen[r.Path] = true
	}
}

// oddTree is a commit with all kinds of entries, and names that no file system
// could hold.
func oddTree(s *source) string {
	s.write("a.txt", "text\r\n")
	s.write("deep/er/b.json", "{}")
	s.write("deep.txt", "between deep and deep/ in git's order")
	s.write("empty", "")
	s.write("run.sh", "#!/bin/sh\n")
	if err := os.Symlink("../../etc/passwd", filepath.Join(s.dir, "link")); err != nil {
		s.t.Fatal(err)
	}
	s.git("add", "-A")
	s.git("update-index", "--chmod=+x", "run.sh")
	s.git("update-index", "--add", "--cacheinfo", "160000,"+strings.Repeat("1", 40)+",sub")
	top := s.git("write-tree")
	blob := s.feed([]byte("x"), nil, "hash-object", "-w", "--stdin")
	raw, err := hex.DecodeString(blob)
	if err != nil {
		s.t.Fatal(err)
	}
	tree := func(names ...string) string {
		var b bytes.Buffer
		for _, name := range names {
			fmt.Fprintf(&b, "100644 %s\x00%s", name, raw)
		}
		return s.feed(b.Bytes(), nil, "hash-object", "-t", "tree", "--literally", "-w", "--stdin")
	}
	entries := s.git("ls-tree", top)
	for name, id := range map[string]string{
		"dots": tree("..", "ok"), "twice": tree("a", "a", "b"), "latin": tree("caf\xe9", "ok"), "real": tree("\ufffd"),
	} {
		entries += fmt.Sprintf("\n040000 tree %s\t%s", id, name)
	}
	return s.git("commit-tree", "-m", "Odd", s.feed([]byte(entries+"\n"), nil, "mktree", "--missing"))
}

// dump writes down all that a tree says, errors by kind.
func dump(t *testing.T, tree fs.FS) string {
	t.Helper()
	var b strings.Builder
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		i, err := d.Info()
		if err != nil {
			return err
		}
		l, err := fs.Lstat(tree, name)
		if err != nil {
			return err
		}
		target, linkErr := fs.ReadLink(tree, name)
		content, readErr := fs.ReadFile(tree, name)
		fmt.Fprintf(&b, "%q %v %v %d %d %v %q %v %q %v\n", name, d.Type(), i.Mode(), i.Size(), l.Size(), l.IsDir(), target, linkErr, content, readErr)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"none", "a.txt/below", "link/below", "sub/below", "../a.txt", "", "/a.txt", "deep/none"} {
		_, statErr := fs.Stat(tree, name)
		_, dirErr := fs.ReadDir(tree, name)
		_, openErr := tree.Open(name)
		fmt.Fprintf(&b, "%q %v; %v; %v\n", name, statErr, dirErr, openErr)
	}
	return b.String()
}

func TestTreeBehavesAsThatOfTheCheckout(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	head := oddTree(s)
	local, err := s.open().Tree(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	remote, err := withToken(t, s.serve()).Tree(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(dump(t, local), dump(t, remote)); diff != "" {
		t.Errorf("the tree through the API differs (-git +API):\n%s", diff)
	}
}

func TestTreeIsAFileSystem(t *testing.T) {
	t.Parallel()
	for _, sha256 := range []bool{false, true} {
		srv := ghubtest.New(t)
		srv.Git.SHA256 = sha256
		head := srv.Git.Commit(ghubtest.Commit{Tree: srv.Git.Files(map[string]string{"a": "1", "b/c": "2", "b/d/e": "3"})})
		tree, err := withToken(t, srv).Tree(t.Context(), head)
		if err != nil {
			t.Fatal(err)
		}
		if err := fstest.TestFS(tree, "a", "b/c", "b/d/e"); err != nil {
			t.Errorf("with SHA-256 %v: %v", sha256, err)
		}
	}
}

func TestTreeAsksOnlyForWhatIsRead(t *testing.T) {
	t.Parallel()
	srv := ghubtest.New(t)
	head := srv.Git.Commit(ghubtest.Commit{Tree: srv.Git.Files(map[string]string{"a": "1", "b/c": "2", "b/d/e": "3", "f/g": "4"})})
	tree, err := withToken(t, srv).Tree(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"b", "b/c", "b/c", "none", "b/none"} {
		_, err := fs.Stat(tree, name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	var kinds []string
	for _, r := range srv.Requests() {
		kinds = append(kinds, path.Base(path.Dir(r.Path)))
	}
	if got, want := strings.Join(kinds, " "), "commits trees trees"; got != want {
		t.Errorf("asked for %q, want %q", got, want)
	}
}

func TestTreeTrustsNoAnswerThatIsNotWhole(t *testing.T) {
	t.Parallel()
	id := strings.Repeat("1", 40)
	tests := []struct {
		name  string
		fault func(*ghubtest.Server)
		want  error
	}{
		{"truncated", func(s *ghubtest.Server) { s.MaxTree = 1 }, ghub.ErrTruncated},
		{"entries left out", fault("/git/trees/", `{"sha":%q,"truncated":false,"tree":[]}`), ghub.ErrTruncated},
		{"whether truncated is not said", fault("/git/trees/", `{"sha":%q,"tree":[]}`), ghub.ErrTruncated},
		{"another tree", fault("/git/trees/", `{"sha":"`+id+`","truncated":false,"tree":[]}`), ghub.ErrTruncated},
		{"null", fault("/git/trees/", `null`), ghub.ErrTruncated},
		{"another commit", fault("/git/commits/", `{"sha":"`+id+`","tree":{"sha":"`+id+`"},"parents":[]}`), ghub.ErrTruncated},
		{"commit without a tree", fault("/git/commits/", `{"sha":%q,"parents":[]}`), ghub.ErrTruncated},
		{"other content", fault("/git/blobs/", `{"sha":%q,"encoding":"base64","content":"eA=="}`), ghub.ErrTruncated},
		{"content cut off", fault("/git/blobs/", `{"sha":%q,"encoding":"base64","content":""}`), ghub.ErrTruncated},
		{"content that is not base64", fault("/git/blobs/", `{"sha":%q,"encoding":"base64","content":"*"}`), ghub.ErrTruncated},
		{"other encoding", fault("/git/blobs/", `{"sha":%q,"encoding":"none","content":""}`), ghub.ErrTruncated},
		{"lost blob", func(s *ghubtest.Server) { s.Git.Remove(s.Git.Add("blob", []byte("text"))) }, ghub.ErrNotFound},
		{"down", func(s *ghubtest.Server) {
			s.Fail(ghubtest.Fault{Path: "/git/blobs/", Answer: ghubtest.Status(500, "Oops")})
		}, ghub.ErrUnavailable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			srv := ghubtest.New(t)
			head := srv.Git.Commit(ghubtest.Commit{Tree: srv.Git.Files(map[string]string{"a": "text", "b": "more"})})
			tt.fault(srv)
			err := readA(t, withToken(t, srv), head)
			if !errors.Is(err, tt.want) || errors.Is(err, fs.ErrNotExist) {
				t.Errorf("error = %v, want %v", err, tt.want)
			}
			checkText(t, err)
		})
	}
}

func readA(t *testing.T, c *ghub.Client, head string) error {
	t.Helper()
	tree, err := c.Tree(t.Context(), head)
	if err != nil {
		return err
	}
	_, err = fs.ReadFile(tree, "a")
	return err
}

// fault answers with a text in which %q is the id that is asked for.
func fault(part, text string) func(*ghubtest.Server) {
	return func(s *ghubtest.Server) {
		s.Fail(ghubtest.Fault{Path: part, Answer: ghubtest.Named(text)})
	}
}

func TestLargeBlobIsRefusedBeforeItIsAskedFor(t *testing.T) {
	t.Parallel()
	srv := ghubtest.New(t)
	head := srv.Git.Commit(ghubtest.Commit{Tree: srv.Git.Files(map[string]string{"a": strings.Repeat("x", 7<<20+1)})})
	if err := readA(t, withToken(t, srv), head); !errors.Is(err, ghub.ErrTruncated) {
		t.Errorf("error = %v, want %v", err, ghub.ErrTruncated)
	}
	for _, r := range srv.Requests() {
		if strings.Contains(r.Path, "/git/blobs/") {
			t.Errorf("%s is asked for", r.Path)
		}
	}
}

func TestLargestBlobFitsIntoAnAnswer(t *testing.T) {
	t.Parallel()
	srv := ghubtest.New(t)
	head := srv.Git.Commit(ghubtest.Commit{Tree: srv.Git.Files(map[string]string{"a": strings.Repeat("x", 7<<20)})})
	if err := readA(t, withToken(t, srv), head); err != nil {
		t.Error(err)
	}
}

func TestOnlyFullIdsAreAskedFor(t *testing.T) {
	t.Parallel()
	srv := ghubtest.New(t)
	c := withToken(t, srv)
	for _, id := range []string{"", "main", "HEAD", strings.Repeat("1", 39), strings.Repeat("A", 40), "../../../user", strings.Repeat("1", 40) + "?x"} {
		if _, err := c.Tree(t.Context(), id); err == nil {
			t.Errorf("Tree(%q) = nil error", id)
		}
		if _, err := c.MergeBase(t.Context(), id, strings.Repeat("1", 40)); err == nil {
			t.Errorf("MergeBase(%q) = nil error", id)
		}
	}
	if got := srv.Requests(); len(got) != 0 {
		t.Errorf("requests = %v, want none", got)
	}
}

func TestMergeBase(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	fork := s.commit("One")
	main := s.commit("Two")
	s.git("checkout", "-q", "-b", "topic", fork)
	topic := s.commit("Three")
	s.git("checkout", "-q", "--orphan", "apart")
	apart := s.commit("Four")
	c := withToken(t, s.serve())
	if got, err := c.MergeBase(t.Context(), main, topic); err != nil || got != fork {
		t.Errorf("MergeBase() = %q, %v; want %q", got, err, fork)
	}
	_, err := c.MergeBase(t.Context(), main, apart)
	if !errors.Is(err, ghub.ErrNotFound) || !strings.Contains(fmt.Sprint(err), "No common ancestor") {
		t.Errorf("error = %v, want that there is none", err)
	}
}
