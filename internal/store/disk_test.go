package store

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

// A testDisk is a real folder whose calls are counted, named and made to
// fail. It flushes nothing: what a power cut takes is seen by the order of the
// calls, not here.
type testDisk struct {
	disk
	calls  []string                     // as "rename a b"; temporary files are "temp"
	before func(n int, op string) error // of call n, from 1; an error fails it
}

// An op is what a call was told to do, and to which file in truth.
func (d *testDisk) call(op string, names ...string) error {
	shown := op
	for _, n := range names {
		if isTemp(path.Base(n)) {
			n = path.Join(path.Dir(n), "temp")
		}
		shown += " " + n
	}
	d.calls = append(d.calls, shown)
	if d.before == nil {
		return nil
	}
	return d.before(len(d.calls), shown)
}

func (d *testDisk) Lstat(name string) (fs.FileInfo, error) {
	if err := d.call("lstat", name); err != nil {
		return nil, err
	}
	return d.disk.Lstat(name)
}

func (d *testDisk) Stat(name string) (fs.FileInfo, error) {
	if err := d.call("stat", name); err != nil {
		return nil, err
	}
	return d.disk.Stat(name)
}

func (d *testDisk) ReadFile(name string) ([]byte, error) {
	if err := d.call("read", name); err != nil {
		return nil, err
	}
	return d.disk.ReadFile(name)
}

func (d *testDisk) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := d.call("list", name); err != nil {
		return nil, err
	}
	return d.disk.ReadDir(name)
}

func (d *testDisk) Mkdir(name string, mode fs.FileMode) error {
	if err := d.call("mkdir", name); err != nil {
		return err
	}
	return d.disk.Mkdir(name, mode)
}

func (d *testDisk) Create(name string, mode fs.FileMode) (file, error) {
	if err := d.call("create", name); err != nil {
		return nil, err
	}
	f, err := d.disk.Create(name, mode)
	return &testFile{file: f, disk: d, name: name}, err
}

func (d *testDisk) Rename(from, to string) error {
	if err := d.call("rename", from, to); err != nil {
		return err
	}
	return d.disk.Rename(from, to)
}

func (d *testDisk) Remove(name string) error {
	if err := d.call("remove", name); err != nil {
		return err
	}
	return d.disk.Remove(name)
}

func (d *testDisk) SyncFolder(name string) error { return d.call("sync", name) }

type testFile struct {
	file
	disk *testDisk
	name string
}

// Write fails with half of the content written, as a full disk does.
func (f *testFile) Write(b []byte) (n int, err error) {
	if err := f.disk.call("write", f.name); err != nil {
		n, _ := f.file.Write(b[:len(b)/2])
		return n, err
	}
	return f.file.Write(b)
}

func (f *testFile) Chmod(mode fs.FileMode) error {
	if err := f.disk.call("chmod", f.name); err != nil {
		return err
	}
	return f.file.Chmod(mode)
}

func (f *testFile) Sync() error { return f.disk.call("sync", f.name) }

// Close closes even when it fails, as close(2) does.
func (f *testFile) Close() error {
	err := f.disk.call("close", f.name)
	if cerr := f.file.Close(); err == nil {
		err = cerr
	}
	return err
}

// newStore returns a store over a new folder with these files, and its disk.
func newStore(t testing.TB, files map[string]string, options ...Option) (*Store, *testDisk) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return reopen(t, dir, options...)
}

// reopen returns a store over a folder that is there.
func reopen(t testing.TB, dir string, options ...Option) (*Store, *testDisk) {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	s := New(root, all, options...)
	d := &testDisk{disk: s.disk}
	s.disk = d
	return s, d
}

// A tree is what a folder holds: modes and contents by path, folders too.
type tree map[string]string

func treeOf(t testing.TB, s *Store) tree {
	t.Helper()
	found := tree{}
	err := fs.WalkDir(s.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		found[name] = info.Mode().String()
		if info.Mode().IsRegular() {
			content, err := s.root.ReadFile(name)
			found[name] += " " + string(content)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// temps returns the temporary files of a tree.
func (tr tree) temps() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(tr)), func(name string) bool { return !isTemp(path.Base(name)) })
}

// contents returns the files of a tree that are not temporary.
func (tr tree) contents() map[string]string {
	files := map[string]string{}
	for name, v := range tr {
		if mode, content, ok := strings.Cut(v, " "); ok && mode[0] == '-' && !isTemp(path.Base(name)) {
			files[name] = content
		}
	}
	return files
}

// after returns what a plan makes of files.
func after(files map[string]string, p plan.Plan) map[string]string {
	files = maps.Clone(files)
	for _, e := range p {
		if delete(files, e.Path); e.New != nil {
			files[e.Path] = string(e.New)
		}
	}
	return files
}

func diffTrees(got, want map[string]string) string {
	if maps.Equal(got, want) {
		return ""
	}
	return fmt.Sprintf("got  %q\nwant %q", got, want)
}
