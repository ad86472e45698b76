package action_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/report/reporttest"
)

var update = flag.Bool("update", false, "write the golden file")

func TestAnnotationsAndTextTellTheRichRunAsInTheGoldenFile(t *testing.T) {
	t.Parallel()
	run := reporttest.Rich()
	got := bytes.NewBuffer(annotate(t, report.PlanAnnotations(run, report.AnnotationsPerLevel)))
	if err := report.NewText(got, report.Options{ActionMode: true, Verbose: true}).Report(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("..", "..", "testdata", "golden", "report.github")
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
}
