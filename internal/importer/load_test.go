package importer_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/importer"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

const registryPath = "registry/data/model_registry.json"

func now() time.Time { return time.Date(2025, 10, 1, 12, 0, 0, 0, time.UTC) }

// copyOf returns the files below dir, so that a test may change them.
func copyOf(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		out[name] = &fstest.MapFile{Data: src}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func files(texts map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range texts {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func load(t *testing.T, fsys fs.FS, root string) *snapshot.Snapshot {
	t.Helper()
	s, err := snapshot.Load(fsys, snapshot.NewLayout(root, config.Default()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// imported imports, makes the plan in fsys, and checks that doing so again
// changes nothing.
func imported(t *testing.T, fsys fstest.MapFS, root string, o importer.Options) (importer.Result, *snapshot.Snapshot) {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = now()
	}
	first, err := importer.Import(load(t, fsys, root), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range first.Plan {
		if f := fsys[e.Path]; (f == nil) != (e.Old == nil) || f != nil && string(f.Data) != string(e.Old) {
			t.Fatalf("the plan's old %s is not what is there", e.Path)
		}
		fsys[e.Path] = &fstest.MapFile{Data: e.New}
	}
	after := load(t, fsys, root)
	second, err := importer.Import(after, o)
	if err != nil {
		t.Fatal(err)
	}
	if !second.Plan.Empty() {
		t.Errorf("a second import plans\n%s", second.Plan.Diff())
	}
	return first, after
}

// told returns the findings as lines of place, rule, subject and message.
func told(r importer.Result) []string {
	out := []string{}
	for _, f := range r.Findings {
		at := ""
		if f.Place.Start.IsKnown() {
			at = fmt.Sprintf(":%d:%d", f.Place.Start.Line, f.Place.Start.Column)
		}
		out = append(out, f.Place.File+at+" "+f.Rule+" "+f.Subject+": "+f.Message)
	}
	return out
}
