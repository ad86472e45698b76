package gate_test

import (
	"testing"
	"time"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/importer"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// tree is a generated repository, in a folder of its own.
func (s size) tree(tb testing.TB) gate.Tree {
	tb.Helper()
	dir := tb.TempDir()
	s.write(tb, dir)
	return workTree(tb, dir)
}

func mustJudge(tb testing.TB, req gate.Request) {
	tb.Helper()
	if _, err := tryJudge(tb, req); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkLargeCheck is a check of a registry of 5,000 models and 20,000
// evaluations: a few seconds, or something is quadratic.
func BenchmarkLargeCheck(b *testing.B) {
	head := large().tree(b)
	for b.Loop() {
		mustJudge(b, gate.Request{Head: head})
	}
}

// BenchmarkLargeBase is the same as a pull request that touches nothing.
func BenchmarkLargeBase(b *testing.B) {
	base, head := large().tree(b), large().tree(b)
	for b.Loop() {
		mustJudge(b, gate.Request{Head: head, Base: &base})
	}
}

// BenchmarkLargeRewrite is one that replaces every model by another.
func BenchmarkLargeRewrite(b *testing.B) {
	base := large().tree(b)
	head := size{models: large().models / 2, evaluations: large().evaluations}.tree(b)
	for b.Loop() {
		mustJudge(b, gate.Request{Head: head, Base: &base})
	}
}

// BenchmarkLargeImport is what `import --dry-run` computes of it.
func BenchmarkLargeImport(b *testing.B) {
	c, tree := config.Default(), large().tree(b)
	for b.Loop() {
		s, err := snapshot.Load(tree.FS, snapshot.NewLayout(".", c))
		if err != nil {
			b.Fatal(err)
		}
		opts := importer.Options{Policy: c.Policy, Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
		if _, err := importer.Import(s, opts); err != nil {
			b.Fatal(err)
		}
	}
}
