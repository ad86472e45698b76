package store

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSweepRemovesItsOwnTemporaryFilesAlone(t *testing.T) {
	t.Parallel()
	temp := tempPrefix + rand.Text() + tempSuffix
	s, _ := newStore(t, map[string]string{
		"data/" + temp: "x", "logs/2025/09/" + temp: "x", // these are swept
		"data/registry.json": "x", "data/.modelgate-notes.tmp": "x", "data/.modelgate-.tmp": "x",
		"data/" + strings.ToLower(temp): "x", "data/x" + temp: "x", "data/" + temp + ".json": "x",
		"data/.git/" + temp: "x", "elsewhere/" + temp: "x", "data/sub/" + temp + "/keep": "x",
	})
	link := filepath.Join(s.root.Name(), "data", tempPrefix+rand.Text()+tempSuffix)
	if err := errors.Join(os.Symlink("registry.json", link), os.Symlink("../elsewhere", filepath.Join(s.root.Name(), "logs/link"))); err != nil {
		t.Skipf("this file system makes no links: %v", err)
	}
	want := treeOf(t, s)
	if _, err := s.Sweep("data", "logs"); !errors.Is(err, errUnlocked) {
		t.Errorf("without the lock: got error %v, want %v", err, errUnlocked)
	}
	lock(t, s)
	removed, err := s.Sweep("data", "logs", "none")
	if err != nil {
		t.Error(err)
	}
	swept := []string{"data/" + temp, "logs/2025/09/" + temp}
	if !slices.Equal(removed, swept) {
		t.Errorf("Sweep = %q, want %q", removed, swept)
	}
	for _, name := range swept {
		delete(want, name)
	}
	if diff := diffTrees(treeOf(t, s), want); diff != "" {
		t.Error(diff)
	}
	for _, folder := range []string{"logs/link", "../x"} {
		if _, err := s.Sweep(folder); err == nil {
			t.Errorf("Sweep(%q): got no error", folder)
		}
	}
}

func TestAFileThatCannotBeSweptIsAnError(t *testing.T) {
	t.Parallel()
	s, d := newStore(t, map[string]string{"data/" + tempPrefix + rand.Text() + tempSuffix: "x"})
	lock(t, s)
	for _, op := range []string{"list data", "remove data/temp", "lstat data"} {
		d.before = func(_ int, called string) error {
			if called == op {
				return os.ErrPermission
			}
			return nil
		}
		if removed, err := s.Sweep("data"); !errors.Is(err, os.ErrPermission) || len(removed) > 0 {
			t.Errorf("%s fails: Sweep = %q, %v", op, removed, err)
		}
	}
}
