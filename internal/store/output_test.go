package store

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestAReportReplacesWhatIsThere(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "report.md")
	for _, content := range []string{"first", "second, longer", "", "last"} {
		var b []byte // nil for "", as an unused bytes.Buffer has it
		b = append(b, content...)
		if err := WriteOutput(name, b); err != nil {
			t.Fatalf("WriteOutput of %q: %v", content, err)
		}
		got, err := os.ReadFile(name)
		if err != nil || string(got) != content {
			t.Errorf("after WriteOutput of %q: %q, %v", content, got, err)
		}
	}
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v, want the report alone", entries, err)
	}
}

func TestAReportIsNoPageNoLinkAndNoFolder(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, map[string]string{"guidelines/MODELS_INDEX.md": "page", "d/x": "x"})
	dir := s.root.Name()
	if err := errors.Join(os.Symlink("d/x", dir+"/link"), os.Link(dir+"/guidelines/MODELS_INDEX.md", dir+"/hard")); err != nil {
		t.Skipf("this file system makes no links: %v", err)
	}
	was := treeOf(t, s)
	tests := []struct {
		name string
		want error
	}{
		{"guidelines/MODELS_INDEX.md", ErrForbidden}, {"guidelines/models_index.md", ErrForbidden}, {"guidelines/../guidelines/MODELS_INDEX.md", ErrForbidden},
		{"link", ErrForbidden}, {"hard", ErrForbidden}, {"d", ErrForbidden}, {"none/report.md", fs.ErrNotExist},
	}
	for _, tt := range tests {
		if err := WriteOutput(filepath.Join(dir, filepath.FromSlash(tt.name)), []byte("x")); !errors.Is(err, tt.want) {
			t.Errorf("WriteOutput(%q): got error %v, want %v", tt.name, err, tt.want)
		}
	}
	if diff := diffTrees(treeOf(t, s), was); diff != "" {
		t.Errorf("the tree differs\n%s", diff)
	}
}

func TestAReportIsWrittenWithoutReadingWhatWasThere(t *testing.T) {
	t.Parallel()
	s, d := newStore(t, map[string]string{"report.md": "old"})
	if err := s.overwrite("report.md", []byte("new")); err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(d.calls, func(op string) bool { return strings.HasPrefix(op, "read ") }); i >= 0 {
		t.Errorf("call %d is %q, want no reading of files", i, d.calls[i])
	}
	if got := treeOf(t, s).contents(); !maps.Equal(got, map[string]string{"report.md": "new"}) {
		t.Errorf("the tree is %q, want the new report alone", got)
	}
}

func TestAReportStaysOutOfGitsFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, ".git", "hooks"), 0o755); err != nil {
		t.Fatal(err)
	}
	names := []string{".git", ".git/config", ".git/hooks/pre-commit", ".GIT/config", "x/../.git/config"}
	if err := os.Symlink(".git", filepath.Join(dir, "link")); err == nil {
		names = append(names, "link/config")
	}
	for _, name := range names {
		if err := WriteOutput(filepath.Join(dir, filepath.FromSlash(name)), []byte("x")); !errors.Is(err, ErrForbidden) {
			t.Errorf("WriteOutput(%q): got error %v, want %v", name, err, ErrForbidden)
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, ".git", "config")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf(".git/config: got error %v, want none there", err)
	}
}

func TestAReportBelowARootFollowsNoLink(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	s, _ := newStore(t, map[string]string{"docs/MODELS_INDEX.md": "page", "d/x": "x", "old.json": "old"})
	dir := s.root.Name()
	links := map[string]string{"out": outside, "inside": "d", "config": ".git", "report.json": "d/x", "dangling": outside + "/new"}
	for name, to := range links {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skipf("no link can be made here: %v", err)
		}
	}
	was := treeOf(t, s)
	for _, rel := range []string{
		"out/report.json", "inside/report.json", "config/hooks/pre-commit", "report.json", "dangling",
		".git/config", "sub/.git/hooks/pre-push", "a/b/.GIT/x", "git~1/config", ".git",
		"MODELS_INDEX.md", "docs/MODELS_INDEX.md", "docs/models_index.md", "new/guidelines/MODELS_INDEX.md",
		"../report.json", "/etc/report.json", "d/../../report.json", `..\report.json`, "", ".", "d", "d/x/report.json",
	} {
		if err := WriteBelow(s.root, rel, []byte("x")); !errors.Is(err, ErrForbidden) {
			t.Errorf("WriteBelow(%q): got error %v, want %v", rel, err, ErrForbidden)
		}
	}
	if diff := diffTrees(treeOf(t, s), was); diff != "" {
		t.Errorf("the tree differs\n%s", diff)
	}
	if left, err := os.ReadDir(outside); err != nil || len(left) > 0 {
		t.Errorf("outside there is %v, %v, want nothing", left, err)
	}
}

func TestAReportBelowARootMakesItsFolders(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, map[string]string{"d/x": "x"})
	for _, rel := range []string{"report.json", "./d/report.json", "a/b/c/report.json", "a/b/c/report.json", "d/x"} {
		if err := WriteBelow(s.root, rel, []byte(rel)); err != nil {
			t.Errorf("WriteBelow(%q): %v", rel, err)
		}
	}
	want := map[string]string{
		"report.json": "report.json", "d/report.json": "./d/report.json",
		"a/b/c/report.json": "a/b/c/report.json", "d/x": "d/x",
	}
	if got := treeOf(t, s).contents(); !maps.Equal(got, want) {
		t.Error(diffTrees(got, want))
	}
}

func TestWithinKnowsOtherSpellings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, folder string
		want         bool
	}{
		{"a/b", "a", true}, {"a", "a", true}, {"A/b.json", "a", true}, {`a\b`, "a", true}, {"a./b", "a", true},
		{"ab", "a", false}, {"b/a", "a", false}, {"a", "a/b", false}, {"registry/Data/x.JSON", "registry/data/x.json", true},
	}
	for _, tt := range tests {
		if got := Within(tt.name, tt.folder); got != tt.want {
			t.Errorf("Within(%q, %q) = %v, want %v", tt.name, tt.folder, got, tt.want)
		}
	}
}
