package rules_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

// The names and severities that users rely on, in the order of the catalogue.
// A rule with two severities is listed with the one that its entry in the
// catalogue has.
func contract() []string {
	return []string{
		"Documents: json-invalid error",
		"Documents: schema-violation error",
		"Documents: schema-version-unknown error",
		"Documents: unknown-property warning",
		"Documents: registry-missing error",
		"Documents: merge-conflict error",
		"Documents: path-unsafe error",
		"Governance: general-too-small error",
		"Governance: general-small-variant error",
		"Governance: size-contradicts-name warning",
		"Governance: model-id-malformed error",
		"Duplicates: duplicate-model-id error",
		"Duplicates: confusable-model-id error",
		"Duplicates: duplicate-identity error",
		"Evaluations: eval-ref-unknown error",
		"Evaluations: eval-ref-ambiguous warning",
		"Evaluations: eval-ref-stale warning",
		"Evaluations: eval-ref-foreign error",
		"Evaluations: role-contradicts-evaluation error",
		"Evaluations: evaluation-unlinked note",
		"Evaluations: evaluations-schema error",
		"Evaluations: evaluation-score-mismatch warning",
		"Evaluations: evaluation-status-mismatch warning",
		"Evaluations: evaluation-history-rewritten error",
		"Metrics: metrics-schema error",
		"Metrics: metrics-unregistered warning",
		"Metrics: metrics-mismatch warning",
		"Metrics: source-file-missing error",
		"Metrics: source-file-unsafe error",
		"Metrics: provenance-mismatch warning",
		"Lifecycle: status-transition error",
		"Lifecycle: deprecation-incomplete warning",
		"Lifecycle: sunset-passed warning",
		"Lifecycle: model-removed error",
		"Lifecycle: immutable-field-changed error",
		"Lifecycle: timestamps-inconsistent error",
		"Form: registry-not-canonical warning",
		"Form: registry-not-specs warning",
		"Form: view-stale warning",
		"Form: view-edited error",
		"Specifications page: models-index-automated-edit error",
		"Specifications page: models-index-not-specs error",
		"Specifications page: models-index-deleted warning",
		"Trust: audit-log-rewritten error",
		"Trust: audit-record-missing warning",
		"Trust: signature-invalid error",
		"Trust: signature-missing error",
		"Trust: audit-conflict error",
		"Trust: policy-changed note",
		"Trust: policy-bootstrap note",
		"Suppressions: suppression-unused warning",
		"Suppressions: suppression-expired error",
		"Suppressions: suppression-invalid error",
	}
}

func TestNamesAndSeveritiesAreTheContract(t *testing.T) {
	t.Parallel()
	var got []string
	for _, r := range rules.All() {
		got = append(got, r.Group+": "+r.Name+" "+r.Severity.String())
	}
	if diff := cmp.Diff(contract(), got); diff != "" {
		t.Errorf("catalogue, -want +got:\n%s", diff)
	}
}

func TestNamesAreUnique(t *testing.T) {
	t.Parallel()
	names := rules.Names()
	slices.Sort(names)
	if unique := len(slices.Compact(slices.Clone(names))); unique != len(names) {
		t.Errorf("%d of %d names are unique: %q", unique, len(names), names)
	}
}

func TestFindGivesARuleByNameAndNilForAnyOther(t *testing.T) {
	t.Parallel()
	if r := rules.Find("general-too-small"); r == nil || r.Name != "general-too-small" {
		t.Errorf(`Find("general-too-small") = %v`, r)
	}
	if r := rules.Find("no-such-rule"); r != nil {
		t.Errorf(`Find("no-such-rule") = %q, want nil`, r.Name)
	}
}

// A document that can't be trusted is never a matter of taste; a misspelt
// property is.
func TestDocumentRulesAloneCannotBeSwitchedOff(t *testing.T) {
	t.Parallel()
	for _, r := range rules.All() {
		if want := r.Group == "Documents" && r.Name != "unknown-property"; r.Fixed != want {
			t.Errorf("%s: Fixed = %t, want %t", r.Name, r.Fixed, want)
		}
	}
}

func TestEveryRuleIsExplained(t *testing.T) {
	t.Parallel()
	for _, r := range rules.All() {
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			if !regexp.MustCompile(`^[a-z]+(-[a-z]+)+$`).MatchString(r.Name) {
				t.Errorf("name is %q, want lower-case words joined by hyphens", r.Name)
			}
			if !slices.Contains(diag.Severities(), r.Severity) {
				t.Errorf("severity is %v", r.Severity)
			}
			checkSummary(t, r.Summary)
			for field, text := range map[string]string{"Why": r.Why, "Repair": r.Repair, "Configure": r.Configure} {
				checkProse(t, field, text)
			}
			for field, archive := range map[string]string{"Bad": r.Bad, "Good": r.Good} {
				checkExample(t, field, archive, r.NeedsBase)
			}
			if r.Check == nil {
				t.Error("has no check")
			}
		})
	}
}

func checkSummary(t *testing.T, s string) {
	t.Helper()
	switch {
	case s == "" || len(s) > 80:
		t.Errorf("summary %q has %d bytes, want 1 to 80", s, len(s))
	case strings.HasSuffix(s, ".") || strings.ContainsAny(s, "\n`|"):
		t.Errorf("summary %q has a full stop, a line end or markup", s)
	}
}

func checkProse(t *testing.T, field, s string) {
	t.Helper()
	switch {
	case s == "" && field != "Configure":
		t.Errorf("%s is empty", field)
	case s != strings.TrimSpace(s):
		t.Errorf("%s begins or ends with blanks: %q", field, s)
	case s != "" && !strings.HasSuffix(s, "."):
		t.Errorf("%s ends without a full stop: %q", field, s)
	case strings.Count(s, "`")%2 != 0:
		t.Errorf("%s has an open code span: %q", field, s)
	}
	for line := range strings.Lines(s) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("%s has a line of %d columns, want 80 at most: %q", field, n, line)
		}
	}
}

func checkExample(t *testing.T, field, archive string, needsBase bool) {
	t.Helper()
	a := txtar.Parse([]byte(archive))
	if len(a.Files) == 0 || strings.TrimSpace(string(a.Comment)) != "" {
		t.Errorf("%s is no txtar archive of files alone:\n%s", field, archive)
	}
	hasBase := slices.ContainsFunc(a.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "base:") })
	if hasBase != needsBase {
		t.Errorf("%s has a base: %t, want %t", field, hasBase, needsBase)
	}
}
