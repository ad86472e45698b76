package views_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/views"
)

// The upstream repository's index is a log written by hand, of 50,847 bytes;
// its data files are not part of this repository.
func TestTheRealIndexOnlyGainsLines(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("MODELGATE_CORPUS")
	if dir == "" {
		dir = "../../../shared/corpus"
	}
	src, err := os.ReadFile(filepath.Join(dir, "cmmv-hive", "gov", "metrics", "models_index.json"))
	if err != nil {
		t.Skipf("no corpus of real data here: %v", err)
	}
	fsys := fstest.MapFS{
		"gov/" + registryPath:           {Data: []byte(models)},
		"gov/metrics/models_index.json": {Data: src},
	}
	edit, err := views.Render("models-index", loadAt(t, fsys))
	if err != nil || edit == nil {
		t.Fatalf("Render gives %v and error %v, want an edit", edit, err)
	}
	if edit.Path != "gov/metrics/models_index.json" || string(edit.Old) != string(src) {
		t.Errorf("edit is of %s with %d bytes before, want the file with its %d", edit.Path, len(edit.Old), len(src))
	}
	onlyGains(t, string(src), string(edit.New))
	gained := len(edit.New) - len(src)
	end := len(src) - len("\n}\n")
	if cut := string(edit.New[:end]) + string(edit.New[end+gained:]); cut != string(src) {
		t.Error("the file without the new key is not byte for byte what it was")
	}
	fsys["gov/metrics/models_index.json"] = &fstest.MapFile{Data: edit.New}
	if again, err := views.Render("models-index", loadAt(t, fsys)); err != nil || again != nil {
		t.Errorf("second export gives %v and error %v, want nothing", again, err)
	}
}

func loadAt(t *testing.T, fsys fstest.MapFS) *snapshot.Snapshot {
	t.Helper()
	s, err := snapshot.Load(fsys, snapshot.NewLayout("gov", config.Default()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// onlyGains checks that every line is still there, in order: a diff has added
// lines alone.
func onlyGains(t *testing.T, before, after string) {
	t.Helper()
	rest := strings.Split(after, "\n")
	for i, line := range strings.Split(before, "\n") {
		for len(rest) > 0 && rest[0] != line {
			rest = rest[1:]
		}
		if len(rest) == 0 {
			t.Fatalf("line %d, %q, is not in the new file, or out of order", i+1, line)
		}
		rest = rest[1:]
	}
}
