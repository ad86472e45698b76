package importer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/importer"
)

const hive = "../../testdata/hive"

func TestTheExampleBecomesARegistry(t *testing.T) {
	t.Parallel()
	fsys := copyOf(t, hive)
	delete(fsys, "gov/"+registryPath)
	r, s := imported(t, fsys, "gov", importer.Options{})
	want := []string{
		"brindlemark-ai-sable-14b brindlemark-ai experimental archived small eval-brindlemark-ai-sable-14b-2025-09-07",
		"ember-3.2-70b-instruct velloria specialist active large eval-velloria-ember-3-2-70b-instruct-2025-09-07",
		"fenn-7b-v0.2 quillhaven experimental archived mini eval-quillhaven-fenn-7b-v0-2-2025-09-07",
		"lantern-236b-a21b brindlemark-ai specialist active xl lantern-review-2025-09",
		"northwind-atlas-405b northwind general active xl eval-northwind-atlas-405b-2025-09-07",
		"northwind-atlas-70b northwind specialist active large eval-northwind-atlas-70b-2025-09-07",
		"northwind-pike-24b northwind experimental active small ",
		"northwind-skiff-4b northwind experimental archived mini eval-northwind-skiff-4b-2025-09-07",
		"quillhaven-ridge-nano-120b quillhaven specialist active large eval-quillhaven-ridge-nano-120b-2025-09-07",
		"tarnfield-labs-beacon-180b tarnfield-labs general active large eval-tarnfield-labs-beacon-180b-2025-01-10",
		"tarnfield-labs-harbor-32b tarnfield-labs specialist active small eval-tarnfield-labs-harbor-32b-standard-2025-09-07",
		"tarnfield-labs-quay-8b tarnfield-labs specialist active mini eval-tarnfield-labs-quay-8b-2025-09-07",
		"velloria-cinder-9b velloria specialist active mini eval-velloria-cinder-9b-2025-09-08",
	}
	if diff := cmp.Diff(want, rows(s)); diff != "" {
		t.Errorf("entries differ (-want +got):\n%s", diff)
	}
	for _, want := range []string{
		`import-role-lowered quillhaven-ridge-nano-120b: "quillhaven-ridge-nano-120b" is evaluated general, but its name has the word "nano", so it is registered as specialist`,
		`import-role-lowered velloria-cinder-9b: "velloria-cinder-9b" is evaluated general, but its size class is "mini" by the parameter count "9B", so it is registered as specialist`,
		`import-evaluation-missing northwind-pike-24b: no evaluation is of "Northwind Pike 24B", so it is registered as experimental`,
		`import-unpaired-evaluation eval-velloria-wisp-1b-2025-09-07: `,
	} {
		if all := strings.Join(told(r), "\n"); !strings.Contains(all, want) {
			t.Errorf("findings lack %q:\n%s", want, all)
		}
	}
}

func TestTheExamplesRegistryGetsOnlyWhatItLacks(t *testing.T) {
	t.Parallel()
	fsys := copyOf(t, hive)
	r, s := imported(t, fsys, "gov", importer.Options{})
	if diff := cmp.Diff([]string{"northwind-pike-24b"}, r.Added); diff != "" {
		t.Errorf("added differ (-want +got):\n%s", diff)
	}
	if len(r.Updated) != 0 || len(r.Unchanged) != 12 {
		t.Errorf("updated %q, %d unchanged, want none and 12", r.Updated, len(r.Unchanged))
	}
	var removed []string
	for line := range strings.Lines(r.Plan.Diff()) {
		if strings.HasPrefix(line, "-") && !strings.HasPrefix(line, "--- ") {
			removed = append(removed, line)
		}
	}
	if len(removed) > 0 {
		t.Errorf("the plan removes lines: %q", removed)
	}
	ids := []string{}
	for e := range s.Registry.All() {
		ids = append(ids, e.ModelID)
	}
	if got := strings.Join(ids, " "); !strings.Contains(got, "northwind-atlas-70b northwind-pike-24b northwind-skiff-4b") {
		t.Errorf("the new entry is out of order: %s", got)
	}
}
