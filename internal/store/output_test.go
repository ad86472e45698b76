package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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
