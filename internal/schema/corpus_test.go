package schema

import (
	"bytes"
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/schemas"

	gocmp "github.com/google/go-cmp/cmp"
)

const moduleRoot = "../.."

// corpus returns a file of the upstream's data, and skips the test where the
// data is not there.
func corpus(t *testing.T, name ...string) string {
	t.Helper()
	dir := cmp.Or(os.Getenv("MODELGATE_CORPUS"), "../shared/corpus")
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(moduleRoot, dir)
	}
	p := filepath.Join(append([]string{dir}, name...)...)
	if _, err := os.Stat(p); err != nil {
		t.Skipf("no upstream data (set MODELGATE_CORPUS): %v", err)
	}
	return p
}

func open(t *testing.T, path string) *jsondoc.Document {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, findings := jsondoc.Parse(path, src, jsondoc.Limits{})
	for _, f := range findings {
		t.Fatalf("parse %s: %s", path, f.Message)
	}
	return doc
}

// faults lists the fields at fault of every evaluation, by index.
func faults(v *Validator, doc *jsondoc.Document) map[int][]string {
	out := map[int][]string{}
	for i, e := range doc.Root.Get("evaluations").Elems() {
		for _, x := range v.Validate(Evaluation, e) {
			out[i] = append(out[i], x.Field)
		}
	}
	return out
}

// REAL-DATA.md §2.2.
func TestUpstreamEvaluationsHaveNineteenViolations(t *testing.T) {
	t.Parallel()
	doc := open(t, corpus(t, "cmmv-hive", "gov", "metrics", "model_evaluations.json"))
	v := newValidator(t)
	if got := v.Validate(EvaluationsFile, doc.Root); len(got) > 0 {
		t.Errorf("wrapper: got %q, want none", tellAll(got))
	}
	empty, event, notes := "checks", "history[].event", "history[].notes"
	want := map[int][]string{
		2: {event, notes}, 4: {empty}, 10: {empty}, 11: {empty}, 14: {empty}, 17: {empty},
		18: {empty}, 19: {event, notes}, 20: {empty, notes}, 21: {notes}, 22: {empty, notes},
		23: {empty, notes}, 24: {notes}, 25: {notes},
	}
	got := faults(v, doc)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("fields at fault by evaluation (-want +got):\n%s", diff)
	}
	if n := len(slices.Concat(slices.Collect(maps.Values(got))...)); n != 19 {
		t.Errorf("got %d violations, want 19", n)
	}
}

func TestUpstreamMetricsFollowTheirSchema(t *testing.T) {
	t.Parallel()
	dir := corpus(t, "cmmv-hive", "gov", "metrics", "models")
	if n := checkMetrics(t, dir, "llama-3.3-70b-instruct.json"); n != 25 {
		t.Errorf("got %d files, want 25", n)
	}
}

func TestFixtureMetricsFollowTheirSchema(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(moduleRoot, "testdata/hive/gov/metrics/models")
	checkMetrics(t, dir, "brindlemark-ai-sable-14b.json")
}

// checkMetrics wants all files in dir valid but the one whose six checks are
// named in another language, and returns how many there are.
func checkMetrics(t *testing.T, dir, foreign string) int {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || !slices.Contains(paths, filepath.Join(dir, foreign)) {
		t.Fatalf("got files %q (%v), want %s among them", paths, err, foreign)
	}
	v := newValidator(t)
	for _, p := range paths {
		var got, want []string
		for _, x := range v.Validate(Metrics, open(t, p).Root) {
			got = append(got, x.Keyword+" "+x.Field)
		}
		if filepath.Base(p) == foreign {
			want = slices.Repeat([]string{"enum checks[].name"}, 6)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", filepath.Base(p), got, want)
		}
	}
	return len(paths)
}

func TestFixtureEvaluationsHaveSixViolations(t *testing.T) {
	t.Parallel()
	doc := open(t, filepath.Join(moduleRoot, "testdata/hive/gov/metrics/model_evaluations.json"))
	got := map[string][]string{}
	v := newValidator(t)
	list := doc.Root.Get("evaluations").Elems()
	for i, fields := range faults(v, doc) {
		got[list[i].Get("fullModel").Str()] = fields
	}
	want := map[string][]string{
		"Tarnfield Labs Quay 8B":   {"history[].event", "history[].notes"},
		"Fenn-7B-v0.2":             {"checks", "history[].notes"},
		"Brindlemark AI Sable 14B": {"checks"},
		"Velloria Wisp 1B":         {"checks"},
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("fields at fault by model (-want +got):\n%s", diff)
	}
}

func TestFixtureEntriesFollowTheirSchema(t *testing.T) {
	t.Parallel()
	doc := open(t, filepath.Join(moduleRoot, "testdata/hive/gov/registry/data/model_registry.json"))
	v := newValidator(t)
	if got := v.Validate(RegistryFile, doc.Root); len(got) > 0 {
		t.Errorf("wrapper: got %q, want none", tellAll(got))
	}
	entries := doc.Root.Get("models").Elems()
	if len(entries) == 0 {
		t.Fatal("fixture has no entries")
	}
	for _, e := range entries {
		if got := v.Validate(Entry10, e); len(got) > 0 {
			t.Errorf("%s: got %q, want none", e.Get("model_id").Str(), tellAll(got))
		}
	}
}

func TestEntrySchemaIsThatOfTheBIP(t *testing.T) {
	t.Parallel()
	bip, err := os.ReadFile(filepath.Join(corpus(t), "..", "BIP-035.md"))
	if err != nil {
		t.Skipf("no BIP-035.md beside the upstream data: %v", err)
	}
	_, rest, _ := bytes.Cut(bip, []byte("### Schema (v1)"))
	_, rest, _ = bytes.Cut(rest, []byte("```json"))
	block, _, found := bytes.Cut(rest, []byte("```"))
	if !found {
		t.Fatal("BIP-035.md has no block of JSON under \"Schema (v1)\"")
	}
	ours, err := schemas.Files.ReadFile(string(Entry10))
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(decode(t, string(block)), decode(t, string(ours))); diff != "" {
		t.Errorf("%s (-BIP +ours):\n%s", Entry10, diff)
	}
}
