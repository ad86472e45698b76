package schema

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

const entry10 = `{
	"schema_version": "1.0", "model_id": "northwind-atlas-405b", "provider": "northwind",
	"display_name": "Northwind Atlas 405B", "role": "general", "size_class": "xl",
	"capabilities": ["code", "reasoning"], "status": "active",
	"eval_refs": ["eval-northwind-atlas-405b-2025-09-07"],
	"source_files": ["metrics/models/northwind-atlas-405b.json"], "notes": "n",
	"created_at": "2025-09-07T00:00:00Z", "updated_at": "2025-09-08T10:00:00.5+02:00"
}`

const entry11 = `{
	"schema_version": "1.1", "model_id": "lantern-236b-a21b", "provider": "brindlemark-ai",
	"display_name": "Lantern 236B A21B", "role": "specialist", "size_class": "xl",
	"capabilities": [], "status": "deprecated", "source_files": ["metrics/models/lantern-236b-a21b.json"],
	"created_at": "2025-09-07T00:00:00Z", "aliases": ["lantern"],
	"parameters": {"total": 236, "active": 21.5},
	"lifecycle": {
		"deprecated_at": "2025-10-01T00:00:00Z", "sunset_at": "2026-01-01T00:00:00Z",
		"archived_at": "2026-02-01T00:00:00Z", "reason": "r", "replaced_by": "northwind-atlas-405b"
	},
	"provenance": [{
		"path": "metrics/models/lantern-236b-a21b.json",
		"blob": "0123456789abcdef0123456789abcdef01234567",
		"commit": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	}]
}`

const checks = `[
	{"name": "Connectivity", "score": 15, "critical": false, "note": "n"},
	{"name": "Command & Tool Use", "score": 14, "critical": false},
	{"name": "Cursor File Operations", "score": 25, "critical": false},
	{"name": "Task Completeness", "score": 0, "critical": true},
	{"name": "Compliance & Safety", "score": 10.0, "critical": false},
	{"name": "Stability", "score": 9, "critical": false}
]`

const metrics = `{
	"fullModel": "Northwind Atlas 405B", "provider": "Northwind", "modelFamily": "Atlas",
	"modelVariant": "405B", "version": "2025-09", "sessionId": null, "checks": ` + checks + `,
	"selfClassification": "general", "summary": "s"
}`

const evaluation = `{
	"id": "eval-atlas", "model_id": "northwind-atlas-405b", "provider": "Northwind",
	"fullModel": "Northwind Atlas 405B", "modelFamily": "Atlas", "modelVariant": "405B",
	"version": null, "sessionId": "s", "status": "general", "score": 73, "checks": ` + checks + `,
	"reviewerNotes": "n",
	"masterDecision": {"decision": "general", "reason": "r", "decidedBy": "master", "decidedAt": "2025-09-07T00:00:00Z"},
	"updatedAt": "2025-09-07T00:00:00Z",
	"history": [
		{"event": "initial_assessment", "status": "general", "timestamp": "2025-09-07T00:00:00Z"},
		{"event": "update", "status": "general", "reason": "r", "timestamp": "2025-09-08T00:00:00Z"}
	]
}`

const registryFile = `{"schema_version": "1.1", "models": [` + entry10 + `, ` + entry11 + `]}`

const evaluationsFile = `{"schemaVersion": "1.0.0", "updatedAt": "2025-09-07T00:00:00Z", "evaluations": [` + evaluation + `]}`

// valid returns a document that conforms to each schema of the registry.
func valid() map[Schema]string {
	return map[Schema]string{
		RegistryFile: registryFile, Entry10: entry10, Entry11: entry11, Metrics: metrics,
		EvaluationsFile: evaluationsFile, Evaluation: evaluation,
	}
}

func newValidator(t testing.TB) *Validator {
	t.Helper()
	v, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func parse(t testing.TB, src string) *jsondoc.Node {
	t.Helper()
	doc, findings := jsondoc.Parse("test.json", []byte(src), jsondoc.Limits{})
	for _, f := range findings {
		t.Fatalf("parse %s: %s", src, f.Message)
	}
	return doc.Root
}

// decode returns the text as the values that Conforms takes.
func decode(t testing.TB, src string) any {
	t.Helper()
	var v any
	d := json.NewDecoder(strings.NewReader(src))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("decode %s: %v", src, err)
	}
	return v
}
