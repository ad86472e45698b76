package git_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cmmv-hive/modelgate/internal/git"
	"github.com/cmmv-hive/modelgate/internal/treefs"
)

func TestTreeIsAnHonestFileSystem(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"--object-format=sha256"}} {
		s := newSource(t, args...)
		s.write("registry/data/model_registry.json", "{}\n")
		s.write("registry.txt", "sorts before registry/ in git and after it here")
		s.write("empty", "")
		s.write("new\nline", "odd")
		if err := os.Symlink("registry/data", filepath.Join(s.dir, "link")); err != nil {
			t.Fatal(err)
		}
		id := s.commit("z/y/x", "deep")
		tree := mustTree(t, s.open(), id)
		if err := fstest.TestFS(tree, "registry/data/model_registry.json", "registry.txt", "empty", "new\nline", "link", "z/y/x"); err != nil {
			t.Error(err)
		}
	}
}

func TestTreeEntriesOfEveryMode(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	s.write("file", "12345")
	s.write("tool", "#!")
	if err := os.Chmod(filepath.Join(s.dir, "tool"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../../etc/passwd", filepath.Join(s.dir, "link")); err != nil {
		t.Fatal(err)
	}
	s.write("folder/a", "a")
	sub := strings.Repeat("12", 20)
	s.git("update-index", "--add", "--cacheinfo", "160000,"+sub+",sub")
	s.git("add", "file", "tool", "link", "folder")
	s.git("commit", "-q", "-m", "All modes")
	r := s.open()
	tree := mustTree(t, r, mustResolve(t, r, "main"))
	for name, want := range map[string]string{
		"file":   fmt.Sprintf("-rw-r--r-- 5 false 100644 %s", git.BlobID("sha1", []byte("12345"))),
		"tool":   fmt.Sprintf("-rwxr-xr-x 2 false 100755 %s", git.BlobID("sha1", []byte("#!"))),
		"link":   fmt.Sprintf("Lrwxrwxrwx 16 false 120000 %s", git.BlobID("sha1", []byte("../../etc/passwd"))),
		"folder": fmt.Sprintf("drwxr-xr-x 0 true 040000 %s", s.git("rev-parse", "main:folder")),
		"sub":    "?--------- 0 false 160000 " + sub,
	} {
		info, err := tree.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		e, ok := info.Sys().(treefs.Node)
		if !ok {
			t.Fatalf("Sys() of %q is a %T, want treefs.Node", name, info.Sys())
		}
		if got := fmt.Sprint(info.Mode(), " ", info.Size(), " ", info.IsDir(), " ", e.Mode, " ", e.ID); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if got, err := tree.ReadLink("link"); err != nil || got != "../../etc/passwd" {
		t.Errorf("ReadLink(link) = %q, %v, want ../../etc/passwd", got, err)
	}
	for _, name := range []string{"link", "sub", "folder"} {
		if data, err := tree.ReadFile(name); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("ReadFile(%q) = %q, %v, want an error that it is not a regular file", name, data, err)
		}
	}
	for _, name := range []string{"nope", "file/x", "link/x", "sub/x", "folder/b", "folder/a/b/c"} {
		if _, err := tree.ReadFile(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("ReadFile(%q) error = %v, want ErrNotExist", name, err)
		}
	}
	for _, name := range []string{"", "/file", "../file", "folder/", "./file"} {
		if _, err := tree.Lstat(name); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("Lstat(%q) error = %v, want ErrInvalid", name, err)
		}
	}
	if _, err := tree.ReadDir("file"); err == nil {
		t.Error("ReadDir(file) gives no error")
	}
}

func TestTreeBelowThePrefix(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	none := s.commit("other", "1")
	s.commit("a", "a file where there will be a folder")
	file := s.git("rev-parse", "HEAD")
	s.git("rm", "-q", "a")
	if err := os.Symlink("other", filepath.Join(s.dir, "a")); err != nil {
		t.Fatal(err)
	}
	link := s.commit("other", "2")
	s.git("rm", "-q", "a")
	head := s.commit("a/b/gov.json", "{}")
	r := openAt(t, filepath.Join(s.dir, "a", "b"))
	if got := mustRead(t, mustTree(t, r, head), "gov.json"); got != "{}" {
		t.Errorf("gov.json = %q, want {}", got)
	}
	for name, id := range map[string]string{"before": none, "as a file": file} {
		list, err := mustTree(t, r, id).ReadDir(".")
		if err != nil || len(list) != 0 {
			t.Errorf("%s: ReadDir = %v, %v, want an empty folder", name, list, err)
		}
	}
	if _, err := r.Tree(t.Context(), link); err == nil || !strings.Contains(err.Error(), `"a" has mode 120000`) {
		t.Errorf("Tree where the prefix is a link: error = %v, want one that says so", err)
	}
}

func TestHostileNamesAreKeptOutAndTold(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	good := s.feed(s.dir, "good", "hash-object", "-w", "--stdin")
	raw := func(entries ...string) string {
		var b strings.Builder
		for _, e := range entries {
			b.WriteString(e + "\x00" + rawID(t, good))
		}
		return s.feed(s.dir, b.String(), "hash-object", "-t", "tree", "-w", "--literally", "--stdin")
	}
	names := []string{"..", ".", "", "a/b", "/etc", "bad\xff", ".git", "with\nline", `back\slash`, "same", "same", "::error::x"}
	var entries []string
	for _, name := range names {
		entries = append(entries, "100644 "+name)
	}
	tree := mustTree(t, s.open(), s.commitOf(raw(entries...)))
	list, err := tree.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range list {
		got = append(got, d.Name())
	}
	if want := []string{".git", "::error::x", `back\slash`, "same", "with\nline"}; !slices.Equal(got, want) {
		t.Errorf("ReadDir = %q, want %q", got, want)
	}
	if got, want := tree.Unsafe(), []string{"", ".", "..", "/etc", "a/b", "bad\xff", "same"}; !slices.Equal(got, want) {
		t.Errorf("Unsafe() = %q, want %q", got, want)
	}
	if got := mustRead(t, tree, "with\nline"); got != "good" {
		t.Errorf("content = %q, want good", got)
	}

	// Modes that git never writes mean what git takes them for; those that are no number are an error.
	odd := mustTree(t, s.open(), s.commitOf(raw("100664 group", "0100644 zero", "010644 fifo")))
	for name, want := range map[string]string{"group": treefs.ModeFile, "zero": treefs.ModeFile, "fifo": treefs.ModeSubmodule} {
		if e, err := odd.Node(name); err != nil || e.Mode != want {
			t.Errorf("Node(%q) = %v, %v, want mode %s", name, e, err, want)
		}
	}
	for _, entry := range []string{"hello a", "-1 a", "100644", ""} {
		if _, err := s.open().Tree(t.Context(), s.commitOf(raw(entry))); err == nil {
			t.Errorf("Tree with entry %q gives no error", entry)
		}
	}
}

func rawID(t *testing.T, id string) string {
	t.Helper()
	var raw []byte
	if _, err := fmt.Sscanf(id, "%x", &raw); err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestSizesComeBeforeContent(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	id := s.commit("big", strings.Repeat("x", 3<<20))
	tree := mustTree(t, s.open(), id)
	f, err := tree.Open("big")
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil || info.Size() != 3<<20 {
		t.Errorf("Stat() = %v, %v, want 3 MiB", info, err)
	}
	head := make([]byte, 4)
	if _, err := io.ReadFull(f, head); err != nil || string(head) != "xxxx" {
		t.Errorf("first bytes = %q, %v, want xxxx", head, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

func TestATreeThatGrowsWithoutEndIsStopped(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	id := s.feed(s.dir, "x", "hash-object", "-w", "--stdin")
	line := "100644 blob " + id
	for range 8 { // 32^8 files in nine objects
		var b strings.Builder
		for i := range 32 {
			fmt.Fprintf(&b, "%s\t%03d\n", line, i)
		}
		line = "040000 tree " + s.feed(s.dir, b.String(), "mktree")
	}
	r := s.open()
	r.LimitEntries(1000)
	tree := mustTree(t, r, s.commitOf(strings.Fields(line)[2]))
	err := fs.WalkDir(tree, ".", func(_ string, _ fs.DirEntry, err error) error { return err })
	if !errors.Is(err, git.ErrTooLarge) {
		t.Errorf("WalkDir error = %v, want ErrTooLarge", err)
	}
}

func TestBlobIDAgreesWithGit(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		s := newSource(t, "--object-format="+format)
		for _, text := range []string{"", "x", "a\r\nb\x00"} {
			want := s.feed(s.dir, text, "hash-object", "--stdin")
			if got := git.BlobID(format, []byte(text)); got != want {
				t.Errorf("BlobID(%s, %q) = %s, want %s", format, text, got, want)
			}
		}
		s.commit("a", "a")
		if got := s.open().ObjectFormat(); got != format {
			t.Errorf("ObjectFormat() = %q, want %q", got, format)
		}
	}
	if got := git.BlobID("md5", nil); got != "" {
		t.Errorf("BlobID(md5) = %q, want none", got)
	}
}

func BenchmarkTreeOf100Files(b *testing.B) {
	s := newSource(b)
	for i := range 99 {
		s.write(fmt.Sprintf("metrics/models/%03d.json", i), strings.Repeat(`{"score": 1}`, 500+i))
	}
	id := s.commit("registry/data/model_registry.json", "{}")
	for b.Loop() {
		r, err := git.Open(b.Context(), s.dir)
		if err != nil {
			b.Fatal(err)
		}
		tree := mustTree(b, r, id)
		err = fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				if _, err = d.Info(); err == nil {
					_, err = tree.ReadFile(name)
				}
			}
			return err
		})
		if err := errors.Join(err, r.Close()); err != nil {
			b.Fatal(err)
		}
	}
}
