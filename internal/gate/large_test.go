package gate_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A size is how large a generated repository is. Each model has a metrics file
// and as many evaluations as the rest, and so a finding or more of its own.
type size struct{ models, evaluations int }

// large is far beyond any real registry; upstream has 25 models.
func large() size { return size{models: 5_000, evaluations: 20_000} }

// write makes the repository in a folder. The result is the same every time.
func (s size) write(tb testing.TB, dir string) {
	tb.Helper()
	var models, evaluations []string
	for i := range s.models {
		models = append(models, s.model(i))
		file(tb, dir, fmt.Sprintf("metrics/models/%s.json", modelID(i)), s.metric(i))
	}
	for i := range s.evaluations {
		evaluations = append(evaluations, s.evaluation(i))
	}
	file(tb, dir, registryPath, `{"schema_version": "1.0", "models": [`+"\n"+strings.Join(models, ",\n")+"\n]}\n")
	file(tb, dir, evaluationsPath,
		`{"schemaVersion": "1.0.0", "updatedAt": "2025-09-07T00:00:00Z", "evaluations": [`+"\n"+strings.Join(evaluations, ",\n")+"\n]}\n")
}

func file(tb testing.TB, dir, name, text string) {
	tb.Helper()
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		tb.Fatal(err)
	}
}

// Providers are few, as in the real registry: what compares all models of one
// provider would show.
func provider(i int) string { return fmt.Sprintf("Maker %d", i%20) }
func modelID(i int) string  { return fmt.Sprintf("maker-%d-series-%d-7b", i%20, i) }

// model is an entry whose second reference leads nowhere for one in ten.
func (s size) model(i int) string {
	refs := []string{fmt.Sprintf("eval-maker-%d-series-%d-7b-2025-01-01", i%20, i)}
	if i%10 == 0 {
		refs = append(refs, fmt.Sprintf("eval-maker-%d-nothing-%d-2025-01-01", i%20, i))
	}
	return fmt.Sprintf(`{"schema_version": "1.0", "model_id": %q, "provider": "maker-%d", "display_name": "Series %d 7B",
 "role": "specialist", "size_class": "small", "capabilities": ["code"], "status": "active", "eval_refs": ["%s"],
 "source_files": ["metrics/models/%s.json"], "created_at": "2025-01-01T00:00:00Z", "updated_at": "2025-01-01T00:00:00Z"}`,
		modelID(i), i%20, i, strings.Join(refs, `", "`), modelID(i))
}

func (s size) metric(i int) string {
	return fmt.Sprintf(`{"fullModel": "Series %d 7B", "provider": %q, "modelFamily": "Series %d", "modelVariant": "7B", "version": "2025-01",
 "checks": %s, "selfClassification": "contributor", "summary": "Works."}`, i, provider(i), i, checks(8))
}

// evaluation is one of several of a model, a month apart.
func (s size) evaluation(i int) string {
	m, at := i%s.models, fmt.Sprintf("2025-%02d-01T00:00:00Z", 1+i/s.models%12)
	return fmt.Sprintf(`{"provider": %q, "fullModel": "Series %d 7B", "modelFamily": "Series %d", "modelVariant": "7B", "version": "2025-01",
 "status": "contributor", "score": 48, "checks": %s, "reviewerNotes": "Works.", "updatedAt": %q,
 "history": [{"event": "initial_assessment", "status": "contributor", "timestamp": %q}]}`, provider(m), m, m, checks(8), at, at)
}

func checks(score int) string {
	names := []string{"Connectivity", "Command & Tool Use", "Cursor File Operations", "Task Completeness", "Compliance & Safety", "Stability"}
	for i, name := range names {
		names[i] = fmt.Sprintf(`{"name": %q, "score": %d, "critical": false}`, name, score)
	}
	return "[" + strings.Join(names, ", ") + "]"
}
