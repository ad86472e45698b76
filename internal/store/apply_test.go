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

	"pgregory.net/rapid"

	"github.com/cmmv-hive/modelgate/internal/plan"
)

func twoFiles() (map[string]string, plan.Plan) {
	return map[string]string{"data/registry.json": "old"}, plan.Plan{
		{Path: "logs/09/record.json", New: []byte("record")},
		{Path: "data/registry.json", Old: []byte("old"), New: []byte("new")},
	}
}

func TestAPlanIsMadeDurableInItsOrder(t *testing.T) {
	t.Parallel()
	files, p := twoFiles()
	s, d := newStore(t, files)
	if err := s.Apply(p); err != nil {
		t.Fatal(err)
	}
	changes := slices.DeleteFunc(d.calls, func(op string) bool {
		op, _, _ = strings.Cut(op, " ")
		return slices.Contains([]string{"lstat", "stat", "read", "list"}, op)
	})
	want := []string{
		"mkdir logs", "sync .", "mkdir logs/09", "sync logs",
		"create logs/09/temp", "write logs/09/temp", "sync logs/09/temp", "close logs/09/temp",
		"create data/temp", "chmod data/temp", "write data/temp", "sync data/temp", "close data/temp",
		"sync data", // an interruption shows by the file in it
		"rename logs/09/temp logs/09/record.json", "sync logs/09",
		"rename data/temp data/registry.json", "sync data",
	}
	if !slices.Equal(changes, want) {
		t.Errorf("the calls are\n%s\nwant\n%s", strings.Join(changes, "\n"), strings.Join(want, "\n"))
	}
}

func TestModesAreKeptAndNewFilesAreReadable(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, nil)
	for _, mode := range []fs.FileMode{0o600, 0o444, 0o755, 0o664} {
		full := filepath.Join(s.root.Name(), "f")
		if err := errors.Join(os.WriteFile(full, []byte("old"), 0o600), os.Chmod(full, mode)); err != nil {
			t.Fatal(err)
		}
		err := s.Apply(plan.Plan{{Path: "f", Old: []byte("old"), New: []byte("new")}})
		if got, want := treeOf(t, s)["f"], mode.String()+" new"; err != nil || got != want {
			t.Errorf("mode %v: error %v, then the file is %q, want %q", mode, err, got, want)
		}
		if err := s.root.Remove("f"); err != nil {
			t.Fatal(err)
		}
	}
	// What the umask leaves of 0644, as for any other program.
	if err := os.WriteFile(filepath.Join(s.root.Name(), "other"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(plan.Plan{{Path: "own", New: []byte("x")}}); err != nil {
		t.Fatal(err)
	}
	if tr := treeOf(t, s); tr["own"] != tr["other"] {
		t.Errorf("a new file is %q, want %q", tr["own"], tr["other"])
	}
}

func TestAFileThatIsNotWhatThePlanSawIsLeftAlone(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit plan.Edit
		want error
	}{
		{"other bytes of the same length", plan.Edit{Path: "f", Old: []byte("was!"), New: []byte("new")}, ErrChanged},
		{"longer meanwhile", plan.Edit{Path: "f", Old: []byte("fil"), New: []byte("new")}, ErrChanged},
		{"a deletion of other bytes", plan.Edit{Path: "f", Old: []byte("was!")}, ErrChanged},
		{"gone meanwhile", plan.Edit{Path: "gone", Old: []byte("x"), New: []byte("new")}, ErrChanged},
		{"its folder gone too", plan.Edit{Path: "no/gone", Old: []byte("x"), New: []byte("new")}, ErrChanged},
		{"a foreign file in the way", plan.Edit{Path: "f", New: []byte("new")}, ErrChanged},
		{"an empty foreign file in the way", plan.Edit{Path: "empty", New: []byte("new")}, ErrChanged},
		{"a folder in the way", plan.Edit{Path: "d", New: []byte("new")}, ErrForbidden},
		{"a file for a folder", plan.Edit{Path: "f/x", New: []byte("new")}, ErrForbidden},
		{"the first edit again", plan.Edit{Path: "FIRST", New: []byte("new")}, errTwice},
	}
	for _, tt := range tests {
		s, _ := newStore(t, map[string]string{"f": "file", "empty": "", "d/x": "x"})
		was := treeOf(t, s)
		err := s.Apply(plan.Plan{{Path: "first", New: []byte("1")}, tt.edit})
		if !errors.Is(err, tt.want) || !strings.HasPrefix(err.Error(), "write "+tt.edit.Path+": ") {
			t.Errorf("%s: got error %v, want write %s: %v", tt.name, err, tt.edit.Path, tt.want)
		}
		if diff := diffTrees(treeOf(t, s), was); diff != "" {
			t.Errorf("%s: the tree differs\n%s", tt.name, diff)
		}
	}
}

func TestAFileChangedWhileFilesAreStagedIsLeftAlone(t *testing.T) {
	t.Parallel()
	files, p := twoFiles()
	s, d := newStore(t, files)
	d.before = func(_ int, op string) error {
		if op == "sync data/temp" { // the last temporary file
			return os.WriteFile(filepath.Join(s.root.Name(), "data/registry.json"), []byte("own"), 0o644)
		}
		return nil
	}
	err := s.Apply(p)
	if !errors.Is(err, ErrChanged) {
		t.Errorf("got error %v, want %v", err, ErrChanged)
	}
	if diff := diffTrees(treeOf(t, s).contents(), map[string]string{"data/registry.json": "own"}); diff != "" {
		t.Error(diff)
	}
}

func TestAnEditThatChangesNothingWritesNothing(t *testing.T) {
	t.Parallel()
	s, d := newStore(t, map[string]string{"f": "x"})
	if err := s.Apply(plan.Plan{{Path: "f", Old: []byte("x"), New: []byte("x")}, {Path: "none/g"}}); err != nil {
		t.Error(err)
	}
	if slices.ContainsFunc(d.calls, func(op string) bool { return strings.HasPrefix(op, "create") || strings.HasPrefix(op, "mkdir") }) {
		t.Errorf("the calls are %q", d.calls)
	}
}

func TestAPlanAndItsInverseRestoreEveryByte(t *testing.T) {
	t.Parallel()
	names := []string{"a", "B", "d/c", "d/e/f", "d/e/g"}
	content := rapid.Ptr(rapid.SliceOfN(rapid.Byte(), 0, 8), true)
	rapid.Check(t, func(rt *rapid.T) {
		files := map[string]string{}
		var p, inverse plan.Plan
		for _, name := range rapid.Permutation(names).Draw(rt, "order") {
			e := plan.Edit{Path: name}
			if old := content.Draw(rt, "old"); old != nil {
				e.Old, files[name] = *old, string(*old)
			}
			if fresh := content.Draw(rt, "new"); fresh != nil {
				e.New = *fresh
			}
			p = append(p, e)
			inverse = append(plan.Plan{{Path: name, Old: e.New, New: e.Old}}, inverse...)
		}
		s, _ := newStore(t, files)
		if err := s.Apply(p); err != nil {
			rt.Fatal(err)
		}
		if got, want := treeOf(t, s).contents(), after(files, p); !maps.Equal(got, want) {
			rt.Fatalf("after %+v: %s", p, diffTrees(got, want))
		}
		if err := s.Apply(inverse); err != nil {
			rt.Fatal(err)
		}
		if got := treeOf(t, s).contents(); !maps.Equal(got, files) {
			rt.Fatalf("after the inverse of %+v: %s", p, diffTrees(got, files))
		}
	})
}

func BenchmarkApplyOfTwoFiles(b *testing.B) {
	registry := []byte(strings.Repeat("x", 64<<10))
	s, _ := newStore(b, map[string]string{"data/registry.json": string(registry)})
	s.disk = rootDisk{s.root} // flushing is most of the cost
	p := plan.Plan{{Path: "logs/record.json", New: []byte("record")}, {Path: "data/registry.json", Old: registry, New: append(registry, 'y')}}
	back := plan.Plan{{Path: "logs/record.json", Old: p[0].New}, {Path: "data/registry.json", Old: p[1].New, New: registry}}
	for b.Loop() {
		if err := s.Apply(p); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := s.Apply(back); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
