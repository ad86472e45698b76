package gate_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

// corpus is the folder of the upstream repository's real files, else the
// project's own example.
func corpus(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("MODELGATE_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	dir = filepath.Join(dir, "cmmv-hive")
	if _, err := os.Stat(dir); err != nil {
		return filepath.Join("..", "..", "testdata", "hive")
	}
	return dir
}

// BenchmarkCheck is a whole check of the corpus: compiling the schemas,
// reading the tree and running every rule.
func BenchmarkCheck(b *testing.B) {
	root, err := os.OpenRoot(corpus(b))
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	for b.Loop() {
		judge, err := gate.NewJudge("test", rules.All())
		if err != nil {
			b.Fatal(err)
		}
		req := gate.Request{Head: gate.Tree{FS: root.FS()}, Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
		if _, err := judge.Judge(context.Background(), req); err != nil {
			b.Fatal(err)
		}
	}
}
