package gate_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

func judged(t *testing.T, files map[string]string) report.Run {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	judge, err := gate.NewJudge("test", rules.All())
	if err != nil {
		t.Fatal(err)
	}
	res, err := judge.Judge(context.Background(), gate.Request{
		Head: gate.Tree{FS: tree}, Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	return res.Run
}

const (
	registryPath    = "registry/data/model_registry.json"
	evaluationsPath = "metrics/model_evaluations.json"
)

func evaluation(provider, model, family, variant, score, date string) string {
	return fmt.Sprintf(`{"provider": %q, "fullModel": %q, "modelFamily": %q, "modelVariant": %q, "status": "general",
 "score": %s, "checks": [], "updatedAt": "%sT00:00:00Z"}`, provider, model, family, variant, score, date)
}

func TestTheOverviewShowsEachModelWithItsEvaluations(t *testing.T) {
	t.Parallel()
	run := judged(t, map[string]string{
		registryPath: `{"schema_version": "1.0", "models": [
 {"model_id": "acme-one-pro", "provider": "Acme", "display_name": "One Pro", "role": "general", "size_class": "xl",
  "status": "active", "eval_refs": ["eval-other-two-max-2025-03-01", "eval-unknown-2025-01-01"]},
 {"model_id": 7}]}`,
		evaluationsPath: `{"evaluations": [` + strings.Join([]string{
			evaluation("Acme", "Acme One Pro", "One", "Pro", "91.5", "2025-02-01"),
			evaluation("Acme", "Acme One Pro", "One", "Pro", `"high"`, "2025-01-01"),
			evaluation("Other", "Other Two Max", "Two", "Max", "1e309", "2025-03-01"),
			evaluation("Other", "Other Three", "Three", "Max", "1", "2025-03-01"),
		}, ",\n") + `]}`,
	})
	day := func(m time.Month) time.Time { return time.Date(2025, m, 1, 0, 0, 0, 0, time.UTC) }
	score := 91.5
	want := &report.Overview{Models: []report.ModelRow{
		{
			ID: "acme-one-pro", Provider: "acme", Name: "One Pro", Role: "general", SizeClass: "xl", Status: "active",
			Evaluations: []report.EvalPoint{
				{Key: "eval-acme-one-pro-2025-01-01", Date: day(1), Status: "general"},
				{Key: "eval-acme-one-pro-2025-02-01", Date: day(2), Status: "general", Score: &score},
				{Key: "eval-other-two-max-2025-03-01", Date: day(3), Status: "general"},
			},
		},
		{},
	}}
	if d := cmp.Diff(want, run.Registry); d != "" {
		t.Errorf("the overview differs (-want +got):\n%s", d)
	}
}

func TestThereIsNoOverviewOfARegistryThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]map[string]string{
		"absent": {evaluationsPath: `{"evaluations": []}`},
		"broken": {registryPath: `{"models": [`},
	} {
		if run := judged(t, files); run.Registry != nil {
			t.Errorf("%s: the overview is %+v, want none", name, run.Registry)
		}
	}
}

func TestTheOverviewOfModelsThatShareAnIdentityStaysSmall(t *testing.T) {
	t.Parallel()
	var models, evaluations []string
	for range 300 {
		models = append(models, `{"model_id": "acme-one", "provider": "Acme"}`)
		evaluations = append(evaluations, evaluation("Acme", "Acme One", "One", "", "1", "2025-01-01"))
	}
	run := judged(t, map[string]string{
		registryPath:    `{"models": [` + strings.Join(models, ",") + `]}`,
		evaluationsPath: `{"evaluations": [` + strings.Join(evaluations, ",") + `]}`,
	})
	for _, m := range run.Registry.Models {
		if n := len(m.Evaluations); n == 0 || n > 100 {
			t.Fatalf("a model is shown with %d evaluations, want 1 to 100", n)
		}
	}
}
