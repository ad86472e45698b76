package importer_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/importer"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// entryOf imports one model with the given evaluations.
func entryOf(t *testing.T, o importer.Options, metric string, evals ...string) (*registry.Entry, []string) {
	t.Helper()
	r, s := imported(t, files(map[string]string{
		"metrics/models/acme-one.json":   metric,
		"metrics/model_evaluations.json": evaluations(evals...),
	}), ".", o)
	e := s.Registry.Find("acme-one")
	if e == nil {
		t.Fatalf("acme-one is not registered: %q", told(r))
	}
	out := []string{}
	for _, line := range told(r) {
		if !strings.Contains(line, "import-capabilities-empty") {
			out = append(out, line)
		}
	}
	return e, out
}

func TestTheEvaluationDecidesTheRole(t *testing.T) {
	t.Parallel()
	decided := func(decision string) string {
		return `{"provider": "ACME", "fullModel": "One 70B", "modelFamily": "One", "modelVariant": "70B", "status": "general",
 "updatedAt": "2025-01-01T00:00:00Z", "masterDecision": {"decision": "` + decision + `"}}`
	}
	tests := []struct {
		name, evaluation string
		role             registry.Role
		status           registry.Status
		finding          string
	}{
		{"master decision wins", decided("rejected"), registry.Experimental, registry.Archived, ""},
		{"a decision that says nothing", decided(""), registry.General, registry.Active, ""},
		{"an unknown status", strings.Replace(decided("?"), `"general"`, `"maybe"`, 1), registry.Experimental, registry.Active,
			`metrics/model_evaluations.json:1:181 import-evaluation-missing acme-one: evaluation "eval-acme-one-70b-2025-01-01" has the status "maybe", which stands for no role, so its model is registered as experimental`},
		{"no evaluation of it", "", registry.Experimental, registry.Active,
			`metrics/models/acme-one.json:1:35 import-evaluation-missing acme-one: no evaluation is of "One 70B", so it is registered as experimental`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var evals []string
			if tt.evaluation != "" {
				evals = []string{tt.evaluation}
			}
			e, findings := entryOf(t, importer.Options{},
				`{"provider": "Acme", "fullModel": "One 70B", "selfClassification": "general"}`, evals...)
			if e.Role != tt.role || e.Status != tt.status {
				t.Errorf("role %q, status %q, want %q, %q", e.Role, e.Status, tt.role, tt.status)
			}
			if got := strings.Join(findings, "\n"); got != tt.finding {
				t.Errorf("findings are\n%s\nwant\n%s", got, tt.finding)
			}
		})
	}
}

func TestTheNewestOfSeveralEvaluationsCounts(t *testing.T) {
	t.Parallel()
	evaluation := func(status, day string) string {
		return `{"provider": "Acme", "fullModel": "One 70B", "modelFamily": "One", "modelVariant": "70B",
 "status": "` + status + `", "updatedAt": "` + day + `T00:00:00Z"}`
	}
	e, _ := entryOf(t, importer.Options{}, `{"provider": "Acme", "fullModel": "One 70B"}`,
		evaluation("contributor", "2025-03-01"), evaluation("general", "2025-02-01"))
	if got := e.EvalRefs; e.Role != registry.Specialist || len(got) != 1 || got[0] != "eval-acme-one-70b-2025-03-01" {
		t.Errorf("role %q, eval_refs %q, want those of the newest", e.Role, got)
	}
}

func TestThePolicyMakesGeneralsSpecialists(t *testing.T) {
	t.Parallel()
	narrow := config.Default().Policy
	narrow.GeneralSizeClasses = []string{"xl", "xxl"}
	tests := []struct {
		name string
		o    importer.Options
		want registry.Role
	}{
		{"One 70B", importer.Options{}, registry.General},
		{"One 70B", importer.Options{Policy: narrow}, registry.Specialist},
		{"One Lite 70B", importer.Options{}, registry.Specialist},
		{"One Lite 70B", importer.Options{KeepRoles: true}, registry.General},
		{"One 8B", importer.Options{}, registry.Specialist},
	}
	for _, tt := range tests {
		metric, evaluation := acme(tt.name, "general")
		e, findings := entryOf(t, tt.o, metric, evaluation)
		lowered := strings.Contains(strings.Join(findings, "\n"), "import-role-lowered")
		if e.Role != tt.want || lowered != (tt.want == registry.Specialist) {
			t.Errorf("%s, %+v: role %q, findings %q, want %q and a finding if lowered", tt.name, tt.o, e.Role, findings, tt.want)
		}
	}
}

func TestDatesComeFromHistoryThenGitThenEvaluation(t *testing.T) {
	t.Parallel()
	added := func(s string) func(string) (time.Time, bool) {
		return func(path string) (time.Time, bool) {
			at, err := time.Parse(time.RFC3339, s)
			return at, err == nil && path == "metrics/models/acme-one.json"
		}
	}
	const plain = `{"provider": "Acme", "fullModel": "One 70B", "modelFamily": "One", "status": "general", "updatedAt": "2025-02-01T10:00:00+02:00"}`
	_, rich := acme("One 70B", "general")
	tests := []struct {
		name, evaluation string
		added            string
		created, updated string
	}{
		{"history", rich, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"},
		{"git", plain, "2024-01-01T01:00:00+02:00", "2023-12-31T23:00:00Z", "2025-02-01T08:00:00Z"},
		{"git after the evaluation", plain, "2025-06-01T00:00:00Z", "2025-02-01T08:00:00Z", "2025-02-01T08:00:00Z"},
		{"evaluation", plain, "", "2025-02-01T08:00:00Z", "2025-02-01T08:00:00Z"},
		{"git alone", "", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", ""},
		{"nothing", "", "", "2025-10-01T12:00:00Z", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var evals []string
			if tt.evaluation != "" {
				evals = []string{tt.evaluation}
			}
			e, _ := entryOf(t, importer.Options{AddedAt: added(tt.added)}, `{"provider": "Acme", "fullModel": "One 70B"}`, evals...)
			if e.CreatedAt != tt.created || e.UpdatedAt != tt.updated {
				t.Errorf("created %q, updated %q, want %q, %q", e.CreatedAt, e.UpdatedAt, tt.created, tt.updated)
			}
		})
	}
}

func TestAnEvaluationWithoutAKeyIsNotReferredTo(t *testing.T) {
	t.Parallel()
	e, findings := entryOf(t, importer.Options{}, `{"provider": "Acme", "fullModel": "One 70B"}`,
		`{"provider": "Acme", "fullModel": "One 70B", "modelFamily": "One", "status": "general"}`)
	want := []string{`metrics/model_evaluations.json:1:81 import-evaluation-missing acme-one: ` +
		`the key "eval-acme-one" does not lead to the evaluation of "acme-one" alone, so the entry gets no eval_refs`}
	if diff := cmp.Diff(want, findings); diff != "" || e.EvalRefs != nil {
		t.Errorf("eval_refs %q, want none; findings differ (-want +got):\n%s", e.EvalRefs, diff)
	}
}
