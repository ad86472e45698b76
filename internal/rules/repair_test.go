package rules_test

import (
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

func TestAFixMakesItsFindingGoAwayAndAddsNone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"eval-ref-ambiguous", "eval-ref-stale"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			repo := parse(t, []byte(rules.Find(name).Bad))
			before := repo.findings(t, rules.All())
			fixed := 0
			for _, f := range before {
				if f.Fix != nil {
					apply(t, repo, f.Fix)
					fixed++
				}
			}
			after := repo.findings(t, rules.All())
			if fixed != 1 || len(after) != len(before)-1 {
				t.Errorf("%d fixes leave %d of %d findings, want 1 fix to remove 1:\n%s",
					fixed, len(after), len(before), list(after))
			}
		})
	}
}

func apply(t *testing.T, repo repository, fix *diag.Fix) {
	t.Helper()
	if len(fix.Edits) != 1 {
		t.Fatalf("fix has %d edits, want 1", len(fix.Edits))
	}
	e, file := fix.Edits[0], repo.head[fix.File]
	file.Data = []byte(string(file.Data[:e.StartByte]) + e.Text + string(file.Data[e.EndByte:]))
}

// No key tells apart two evaluations of one model that agree in everything the
// key is made of.
func TestAReferenceThatNoKeyCanRepairHasNoFix(t *testing.T) {
	t.Parallel()
	const archive = `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-one-pro", "provider": "acme", "display_name": "One Pro", "eval_refs": ["eval-acme-one-2025-01-01"]}]}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-01-01T00:00:00Z"},
 {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-01-01T00:00:00Z"}]}
`
	f := only(t, archive, "eval-ref-ambiguous")
	if f.Fix != nil || f.Help == "" {
		t.Errorf("fix is %+v and help %q, want no fix and some help", f.Fix, f.Help)
	}
}

// only returns the one finding of a rule in an example.
func only(t *testing.T, archive, rule string) diag.Finding {
	t.Helper()
	var found []diag.Finding
	for _, f := range parse(t, []byte(archive)).findings(t, rules.All()) {
		if f.Rule == rule {
			found = append(found, f)
		}
	}
	if len(found) != 1 {
		t.Fatalf("example has %d findings of %s, want 1:\n%s", len(found), rule, list(found))
	}
	return found[0]
}

func TestHelpNamesTheRepair(t *testing.T) {
	t.Parallel()
	registry := func(models string) string {
		return "-- registry/data/model_registry.json --\n" + `{"schema_version": "1.0", "models": [` + models + "]}\n"
	}
	for _, tc := range []struct{ name, archive, rule, help string }{
		{"a newer schema version", registry(`{"schema_version": "2.0"}`), "schema-version-unknown", "upgrade modelgate"},
		{"a newer minor version", registry(`{"schema_version": "1.10"}`), "schema-version-unknown", "upgrade modelgate"},
		{"an older schema version", registry(`{"schema_version": "0.9"}`), "schema-version-unknown", `write "1.0" or "1.1"`},
		{"no version at all", registry(`{"schema_version": "one"}`), "schema-version-unknown", `write "1.0" or "1.1"`},
		{"a misspelt property", registry(`{"model_id": "a", "dispaly_name": ""}`), "unknown-property", `did you mean "display_name"?`},
		{"a property in capitals", registry(`{"model_id": "a", "SIZE_CLASS": ""}`), "unknown-property", `did you mean "size_class"?`},
		{"an id with blanks", registry(`{"model_id": "Acme One!"}`), "model-id-malformed", `write "acme-one"`},
		{"an id of no letters", registry(`{"model_id": "模型"}`), "model-id-malformed", "use the letters a to z and digits"},
		{"a size beside a name", registry(`{"model_id": "a-405b", "size_class": "mini"}`), "size-contradicts-name", `set "size_class" to "xl"`},
		{"a date that moved", rules.Find("eval-ref-stale").Bad, "eval-ref-stale", `write "eval-acme-one-pro-2025-01-01"`},
		{"another model's evaluation", rules.Find("eval-ref-foreign").Bad, "eval-ref-foreign", "remove the reference"},
		{"an evaluation that could be linked", rules.Find("evaluation-unlinked").Bad, "evaluation-unlinked", "run `modelgate reconcile`, which links it to \"acme-one-pro\""},
		{"a role above the evaluation", rules.Find("role-contradicts-evaluation").Bad, "role-contradicts-evaluation",
			`evaluation "eval-acme-one-pro-2025-01-01" is "contributor": set "role" to "specialist"`},
		{"a sum", rules.Find("evaluation-score-mismatch").Bad, "evaluation-score-mismatch", "write 60, or correct a check"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := only(t, tc.archive, tc.rule).Help; got != tc.help {
				t.Errorf("help is %q, want %q", got, tc.help)
			}
		})
	}
}

func TestSeverityFollowsTheCaseUnlessTheConfigSetsIt(t *testing.T) {
	t.Parallel()
	decided := rules.Find("eval-ref-ambiguous").Bad
	undecided := strings.NewReplacer(`"acme-one-pro"`, `"acme-uno"`, `"One Pro"`, `"Uno"`).Replace(decided)
	lone := rules.Find("registry-missing").Bad
	config := func(text string) string { return "\n-- .modelgate.yaml --\nversion: 1\n" + text + "\n" }
	for _, tc := range []struct {
		name, archive, rule string
		want                diag.Severity
	}{
		{"the identity decides", decided, "eval-ref-ambiguous", diag.Warning},
		{"nothing decides", undecided, "eval-ref-ambiguous", diag.Error},
		{"the config makes it an error", decided + config("rules: {eval-ref-ambiguous: error}"), "eval-ref-ambiguous", diag.Error},
		{"the config makes it a note", undecided + config("rules: {eval-ref-ambiguous: note}"), "eval-ref-ambiguous", diag.Note},
		{"there are only metrics", lone, "registry-missing", diag.Warning},
		{"the config names the registry", lone + config("paths: {registry: models.json}"), "registry-missing", diag.Error},
		{"the base had a registry", lone + "\n-- base:registry/data/model_registry.json --\n{\"schema_version\": \"1.0\", \"models\": []}\n", "registry-missing", diag.Error},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := only(t, tc.archive, tc.rule).Severity; got != tc.want {
				t.Errorf("severity is %v, want %v", got, tc.want)
			}
		})
	}
}

// A pull request that raises a role further must not hide behind the finding
// that was there before.
func TestARoleRaisedFurtherIsANewFinding(t *testing.T) {
	t.Parallel()
	tree := func(prefix, role string) string {
		return "-- " + prefix + "registry/data/model_registry.json --\n" +
			`{"schema_version": "1.0", "models": [{"model_id": "acme-one", "provider": "acme", "display_name": "One", "role": "` + role + `", "size_class": "xl", "status": "active"}]}` +
			"\n-- " + prefix + "metrics/model_evaluations.json --\n" +
			`{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [{"provider": "Acme", "fullModel": "Acme One", "modelFamily": "One", "modelVariant": "", "status": "rejected", "updatedAt": "2025-01-01T00:00:00Z"}]}` + "\n"
	}
	f := only(t, tree("base:", "specialist")+tree("", "general"), "role-contradicts-evaluation")
	if !strings.Contains(f.Message, `"general"`) {
		t.Errorf("message is %q, want it to quote the new role", f.Message)
	}
}
