package report_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/report"
)

var update = flag.Bool("update", false, "write the golden files (report.github: internal/action)")

// reporters lists every format by its golden file's extension.
func reporters() map[string]func(io.Writer) report.Reporter {
	return map[string]func(io.Writer) report.Reporter{
		"txt":   func(w io.Writer) report.Reporter { return report.NewText(w, report.Options{}) },
		"json":  func(w io.Writer) report.Reporter { return report.NewJSON(w) },
		"md":    func(w io.Writer) report.Reporter { return report.NewMarkdown(w, report.Options{}) },
		"sarif": func(w io.Writer) report.Reporter { return report.NewSARIF(w) },
		"xml":   func(w io.Writer) report.Reporter { return report.NewJUnit(w) },
		"html":  func(w io.Writer) report.Reporter { return report.NewHTML(w) },
	}
}

func TestEveryFormatTellsTheRichRunAsInItsGoldenFile(t *testing.T) {
	t.Parallel()
	for ext, reporter := range reporters() {
		t.Run(ext, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			if err := reporter(&got).Report(t.Context(), rich()); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("..", "..", "testdata", "golden", "report."+ext)
			if *update {
				if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got.String()); d != "" {
				t.Errorf("%s differs (-want +got); if it should, run with -update:\n%s", file, d)
			}
		})
	}
}

var errFull = errors.New("no space left on device")

// fullDisk takes n bytes and then fails.
type fullDisk struct{ n int }

func (d *fullDisk) Write(p []byte) (int, error) {
	if len(p) > d.n {
		return d.n, errFull
	}
	d.n -= len(p)
	return len(p), nil
}

func TestEveryFormatReturnsTheErrorOfAWriteThatFails(t *testing.T) {
	t.Parallel()
	for ext, reporter := range reporters() {
		for _, n := range []int{0, 10, 1000} {
			if err := reporter(&fullDisk{n: n}).Report(t.Context(), rich()); !errors.Is(err, errFull) {
				t.Errorf("%s to a disk with %d bytes left: got error %v, want %v", ext, n, err, errFull)
			}
		}
	}
}

func TestACancelledRunTellsNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for ext, reporter := range reporters() {
		var got bytes.Buffer
		err := reporter(&got).Report(ctx, rich())
		if !errors.Is(err, context.Canceled) || got.Len() > 0 {
			t.Errorf("%s: got error %v and %d bytes, want %v and none", ext, err, got.Len(), context.Canceled)
		}
	}
}
