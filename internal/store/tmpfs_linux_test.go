package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

// tmpfs returns a store in a file system of 64 KiB, and its folder.
func tmpfs(t *testing.T) (*Store, string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can mount a small file system")
	}
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("mount: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	if err := errors.Join(os.Mkdir(dir+"/data", 0o755), os.WriteFile(dir+"/data/registry.json", []byte("old"), 0o644)); err != nil {
		t.Fatal(err)
	}
	s, _ := reopen(t, dir)
	s.disk = rootDisk{s.root}
	return s, dir
}

func TestAFullDiskChangesNothing(t *testing.T) {
	t.Parallel()
	s, _ := tmpfs(t)
	was := treeOf(t, s)
	p := plan.Plan{
		{Path: "logs/2025/record.json", New: []byte("record")},
		{Path: "data/registry.json", Old: []byte("old"), New: bytes.Repeat([]byte("x"), 80<<10)},
	}
	if err := s.Apply(p); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got error %v, want %v", err, syscall.ENOSPC)
	}
	if diff := diffTrees(treeOf(t, s), was); diff != "" {
		t.Errorf("the tree differs\n%s", diff)
	}
	p[1].New = []byte("new")
	if err := s.Apply(p); err != nil {
		t.Errorf("with less to write: %v", err)
	}
}

func TestAReadOnlyDiskChangesNothing(t *testing.T) {
	t.Parallel()
	s, dir := tmpfs(t)
	was := treeOf(t, s)
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("remount: %v", err)
	}
	err := s.Apply(plan.Plan{{Path: "data/registry.json", Old: []byte("old"), New: []byte("new")}})
	if want := "write data/registry.json: read-only file system"; !errors.Is(err, syscall.EROFS) || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
	if err := WriteOutput(filepath.Join(dir, "report"), []byte("x")); !errors.Is(err, syscall.EROFS) {
		t.Errorf("WriteOutput: got error %v, want %v", err, syscall.EROFS)
	}
	if diff := diffTrees(treeOf(t, s), was); diff != "" {
		t.Errorf("the tree differs\n%s", diff)
	}
}

func TestAReadOnlyFolderChangesNothing(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root may write to any folder")
	}
	files, p := twoFiles()
	s, _ := newStore(t, files)
	data := filepath.Join(s.root.Name(), "data")
	if err := os.Chmod(data, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(data, 0o755) })
	was := treeOf(t, s)
	if err := s.Apply(p); !errors.Is(err, os.ErrPermission) {
		t.Errorf("got error %v, want %v", err, os.ErrPermission)
	}
	if diff := diffTrees(treeOf(t, s), was); diff != "" {
		t.Errorf("the tree differs\n%s", diff)
	}
}
