package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

// Every path here is allowed, as if a config named it.
func TestThePageIsRefusedByEveryName(t *testing.T) {
	t.Parallel()
	const nfc, nfd = "docs/MOD\u00c8LES.md", "docs/MODE\u0300LES.md"
	for _, name := range []string{
		"guidelines/MODELS_INDEX.md", "MODELS_INDEX.md", "gov/guidelines/MODELS_INDEX.md", "anywhere/else/MODELS_INDEX.md",
		"guidelines/models_index.md", "GUIDELINES/Models_Index.MD", "guidelines/MODEL\u017f_INDEX.md", // ſ folds to s
		"guidelines/\uff2dODELS_INDEX.md", "guidelines/\U0001d40cODELS_INDEX.md", "guidelines/MODELS_INDEX\u200d.md", "guidelines/MODELS_INDEX.md\ufe0f",
		"guidelines/../guidelines/MODELS_INDEX.md", "./guidelines/MODELS_INDEX.md", "guidelines//MODELS_INDEX.md",
		"../repository/guidelines/MODELS_INDEX.md", "/guidelines/MODELS_INDEX.md", "guidelines/MODELS_INDEX.md/",
		`guidelines\MODELS_INDEX.md`, `x/..\guidelines\models_index.md`,
		"guidelines/MODELS_INDEX.md.", "guidelines/MODELS_INDEX.md ", "guidelines/MODELS_INDEX.md. .",
		"guidelines/MODELS_INDEX.md::$DATA", "guidelines/MODELS_INDEX.md:stream",
		"guidelines/MODELS~1.MD", "guidelines/models~2.md", "GUIDEL~1/MODELS~1.MD", "guidelines/MO1A2B~1.MD",
		"guidelines/MODELS_INDEX.md/part",
		nfc, nfd, strings.ToLower(nfc), "DOCS/MODE\u0300LES.MD",
	} {
		for _, content := range [][]byte{[]byte("new"), nil} {
			s, _ := newStore(t, nil, Protect(nfc))
			was := treeOf(t, s)
			err := s.Apply(plan.Plan{{Path: "fine", New: []byte("x")}, {Path: name, Old: []byte("page"), New: content}})
			if !errors.Is(err, ErrForbidden) {
				t.Errorf("Apply to %q: got error %v, want %v", name, err, ErrForbidden)
			}
			if diff := diffTrees(treeOf(t, s), was); diff != "" {
				t.Errorf("Apply to %q: the tree differs\n%s", name, diff)
			}
		}
	}
}

func TestOtherNamesAreNotThePage(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"metrics/models_index.json", "docs/MODELS_INDEX.md.json", "docs/OTHER_MODELS_INDEX.md", "docs/models~a.md",
		"docs/report~1.md", "docs/MODELS.md", ".github/workflows/modelgate.yml", "x.git",
	} {
		s, _ := newStore(t, nil, Protect("docs/SPECS.md"))
		if err := s.Apply(plan.Plan{{Path: name, New: []byte("x")}}); err != nil {
			t.Errorf("Apply to %q: %v", name, err)
		}
	}
}

func TestNothingIsWrittenThroughALinkOrAnotherName(t *testing.T) {
	t.Parallel()
	const page = "guidelines/MODELS_INDEX.md"
	tests := []struct {
		name       string
		path       string
		make       func(dir string) error
		protect    string
		wantReason string
	}{
		{"the file is a link", "data/r.json", func(dir string) error { return os.Symlink("../"+page, dir+"/data/r.json") }, page, "symbolic link"},
		{"the file is a link to nothing", "data/r.json", func(dir string) error { return os.Symlink("none", dir+"/data/r.json") }, page, "symbolic link"},
		{"its folder is a link", "link/r.json", func(dir string) error { return os.Symlink("guidelines", dir+"/link") }, page, "symbolic link"},
		{"a folder above is a link", "link/data/r.json", func(dir string) error { return os.Symlink(".", dir+"/link") }, page, "symbolic link"},
		{"a folder leads out", "out/r.json", func(dir string) error { return os.Symlink(os.TempDir(), dir+"/out") }, page, "symbolic link"},
		{"a hard link", "data/r.json", func(dir string) error { return os.Link(dir+"/"+page, dir+"/data/r.json") }, page, "another name"},
		{"a hard link unasked", "data/r.json", func(dir string) error { return os.Link(dir+"/"+page, dir+"/data/r.json") }, "", "another name"},
		{"a hard link beside it", "gov/r.json", func(dir string) error { return os.Link(dir+"/gov/Models_Index.md", dir+"/gov/r.json") }, "", "another name"},
		{"a hard link to a page elsewhere", "data/r.json", func(dir string) error { return os.Link(dir+"/docs/SPECS.md", dir+"/data/r.json") }, "docs/specs.MD", "another name"},
		{"the page is a link to it", "data/r.json", func(dir string) error {
			return errors.Join(os.WriteFile(dir+"/data/r.json", []byte("page"), 0o644), os.Symlink("data/r.json", dir+"/MODELS_INDEX.md"))
		}, "", "another name"},
		{"the page's folder is a link to it", "data/models.json", func(dir string) error {
			return errors.Join(os.Link(dir+"/"+page, dir+"/data/models.json"), os.Rename(dir+"/guidelines", dir+"/pages"), os.Symlink("pages", dir+"/guidelines"))
		}, "", "another name"},
	}
	for _, tt := range tests {
		s, _ := newStore(t, map[string]string{page: "page", "data/x": "x", "docs/SPECS.md": "page", "gov/Models_Index.md": "page"}, Protect(tt.protect))
		if err := tt.make(s.root.Name()); err != nil {
			t.Skipf("this file system makes no links: %v", err)
		}
		was := treeOf(t, s)
		for _, e := range []plan.Edit{{Path: tt.path, Old: []byte("page"), New: []byte("new")}, {Path: tt.path, Old: []byte("page")}} {
			err := s.Apply(plan.Plan{{Path: "fine", New: []byte("x")}, e})
			if !errors.Is(err, ErrForbidden) || !strings.Contains(err.Error(), tt.wantReason) {
				t.Errorf("%s: got error %v, want %v: … %s", tt.name, err, ErrForbidden, tt.wantReason)
			}
		}
		if diff := diffTrees(treeOf(t, s), was); diff != "" {
			t.Errorf("%s: the tree differs\n%s", tt.name, diff)
		}
	}
}

func TestAPageThatLeadsNowhereBlocksNothing(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, map[string]string{"data/r.json": "old", "docs": "a file"}, Protect("docs/deep/SPECS.md"))
	outside := filepath.Join(t.TempDir(), "out")
	for name, to := range map[string]string{"MODELS_INDEX.md": "none", "data/models_index.md": outside, "guidelines": os.TempDir()} {
		if err := os.Symlink(to, filepath.Join(s.root.Name(), name)); err != nil {
			t.Skipf("this file system makes no links: %v", err)
		}
	}
	if err := s.Apply(plan.Plan{{Path: "data/r.json", Old: []byte("old"), New: []byte("new")}}); err != nil {
		t.Error(err)
	}
}

func TestOnlyOwnFilesAreWritten(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, nil)
	s.allowed = func(name string) bool { return name == "data/r.json" || strings.Contains(strings.ToLower(name), "git") }
	for _, name := range []string{"other", "data/R.json", ".", "", ".git/config", "sub/.GIT/hooks/pre-commit", "git~1/config", ".git./config"} {
		if err := s.Apply(plan.Plan{{Path: name, New: []byte("x")}}); !errors.Is(err, ErrForbidden) {
			t.Errorf("Apply to %q: got error %v, want %v", name, err, ErrForbidden)
		}
	}
	if err := s.Apply(plan.Plan{{Path: "data/r.json", New: []byte("x")}}); err != nil {
		t.Error(err)
	}
}
