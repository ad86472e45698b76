package config

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

func vocabulary() Vocabulary {
	return VocabularyOf([]diag.Rule{
		{Name: "json-invalid", Severity: diag.Error, Fixed: true},
		{Name: "unknown-property", Severity: diag.Warning, Fixed: true},
		{Name: "general-too-small", Severity: diag.Error},
		{Name: "metrics-schema", Severity: diag.Error},
		{Name: "evaluation-status-mismatch", Severity: diag.Warning},
	})
}

func parse(t *testing.T, src string) *Config {
	t.Helper()
	c, err := Parse(Name, []byte(src), vocabulary())
	if err != nil {
		t.Fatalf("Parse(%q): %v", src, err)
	}
	return c
}

const everything = `version: 1
root: gov
paths: {registry: r.json, metrics: m, evaluations: e.json, models_index: s.md, index_json: i.json, views: v, logs: l, signatures: sig}
rules: {evaluation-status-mismatch: off, unknown-property: error, general-too-small: note}
policy:
  general_size_classes: [xl, xxl]
  forbidden_variants: [mini, low, nano, tiny]
  suspect_variants: []
limits: {document: 512KiB, depth: 128, total: 1GiB}
automation:
  accounts: [hive-bot]
  emails: ["*@bots.example"]
  trailers: ["Co-authored-by: *-bot"]
audit: required
signing: {required: true, allowed_signers: keys}
`

func TestParseReadsEveryKey(t *testing.T) {
	t.Parallel()
	level := func(s diag.Severity, from, to int, rule string) Level {
		return Level{Off: s == 0, Severity: s, Place: diag.Place{
			File: Name, Start: diag.Position{Line: 4, Column: from}, End: diag.Position{Line: 4, Column: to},
			Pointer: "/rules/" + rule,
		}}
	}
	want := &Config{
		File: Name,
		Root: "gov",
		Paths: Paths{
			Registry: "r.json", Metrics: "m", Evaluations: "e.json", ModelsIndex: "s.md",
			IndexJSON: "i.json", Views: "v", Logs: "l", Signatures: "sig",
		},
		PathsSet: map[string]bool{
			"registry": true, "metrics": true, "evaluations": true, "models_index": true,
			"index_json": true, "views": true, "logs": true, "signatures": true,
		},
		Rules: map[string]Level{
			"evaluation-status-mismatch": level(0, 37, 40, "evaluation-status-mismatch"),
			"unknown-property":           level(diag.Error, 60, 65, "unknown-property"),
			"general-too-small":          level(diag.Note, 86, 90, "general-too-small"),
		},
		Policy: Policy{
			GeneralSizeClasses: []string{"xl", "xxl"},
			ForbiddenVariants:  []string{"mini", "low", "nano", "tiny"},
			SuspectVariants:    []string{},
		},
		Limits: Limits{Document: 512 * 1024, Total: 1 << 30, Depth: 128},
		Automation: Automation{
			Accounts: []string{"hive-bot"},
			Emails:   []string{"*@bots.example"},
			Trailers: []string{"Co-authored-by: *-bot"},
		},
		Audit:   AuditRequired,
		Signing: Signing{Required: true, AllowedSigners: "keys"},
	}
	if d := cmp.Diff(want, parse(t, everything)); d != "" {
		t.Errorf("Parse: -want +got\n%s", d)
	}
}

func TestDefaultIsWhatTheDesignSays(t *testing.T) {
	t.Parallel()
	want := &Config{
		Paths: Paths{
			Registry:    "registry/data/model_registry.json",
			Metrics:     "metrics/models",
			Evaluations: "metrics/model_evaluations.json",
			ModelsIndex: "guidelines/MODELS_INDEX.md",
			IndexJSON:   "metrics/models_index.json",
			Views:       "metrics/views",
			Logs:        "registry/logs",
			Signatures:  "registry/signatures",
		},
		PathsSet: map[string]bool{},
		Rules:    map[string]Level{},
		Policy: Policy{
			GeneralSizeClasses: []string{"large", "xl", "xxl"},
			ForbiddenVariants:  []string{"mini", "low", "nano"},
			SuspectVariants:    []string{"flash", "fast", "haiku", "lite"},
		},
		Limits:  Limits{Document: 268435456, Total: 536870912, Depth: 64},
		Audit:   "optional",
		Signing: Signing{AllowedSigners: "registry/allowed_signers"},
	}
	if d := cmp.Diff(want, Default()); d != "" {
		t.Errorf("Default: -want +got\n%s", d)
	}
}

func TestParseFillsDefaults(t *testing.T) {
	t.Parallel()
	want := Default()
	want.File = Name
	for name, src := range map[string]string{
		"version alone":      "version: 1\n",
		"flow style":         "{version: 1}",
		"document markers":   "---\nversion: 1\n...\n",
		"byte order mark":    "\xef\xbb\xbfversion: 1\n",
		"CRLF":               "version: 1 # one\r\n\r\npaths:\r\n",
		"sections left bare": "version: 1\npaths:\nrules:\npolicy:\nlimits:\nautomation:\nsigning:\nsuppressions:\n",
	} {
		if d := cmp.Diff(want, parse(t, src)); d != "" {
			t.Errorf("%s: -want +got\n%s", name, d)
		}
	}
}

// uncommented switches on what the template has commented out.
func uncommented(s string) string {
	return regexp.MustCompile(`(?m)^#([a-z]|  +[a-z-])`).ReplaceAllString(s, "$1")
}

func TestTemplateChangesNothing(t *testing.T) {
	t.Parallel()
	want := Default()
	want.File = Name
	want.Automation = Automation{Accounts: []string{}, Emails: []string{}, Trailers: []string{}}
	if d := cmp.Diff(want, parse(t, Template())); d != "" {
		t.Errorf("Parse(Template()): -want +got\n%s", d)
	}
}

func TestTemplateHoldsEveryKeyWithItsDefault(t *testing.T) {
	t.Parallel()
	got := parse(t, uncommented(Template()))
	want := Default()
	if got.Paths != want.Paths || len(got.PathsSet) != 8 {
		t.Errorf("paths = %+v, %d set, want %+v, 8 set", got.Paths, len(got.PathsSet), want.Paths)
	}
	if got.Root != "." || len(got.Rules) != 2 {
		t.Errorf("root = %q with %d rules, want %q with 2", got.Root, len(got.Rules), ".")
	}
	if len(got.Suppressions) != 1 || got.Suppressions[0].Problem != "" || got.Suppressions[0].Owner != "@someone" {
		t.Errorf("suppressions = %+v, want one valid of @someone", got.Suppressions)
	}
	for _, key := range []string{
		"version", "root", "paths", "registry", "metrics", "evaluations", "models_index", "index_json", "views",
		"logs", "signatures", "rules", "policy", "general_size_classes", "forbidden_variants", "suspect_variants",
		"limits", "document", "total", "depth", "automation", "accounts", "emails", "trailers", "audit", "signing",
		"required", "allowed_signers", "suppressions", "- rule", "subject", "reason", "owner", "expires",
	} {
		if !regexp.MustCompile(`(?m)^#? *` + key + `:`).MatchString(Template()) {
			t.Errorf("Template() lacks the key %q", key)
		}
	}
}

func TestSeverityFollowsTheConfig(t *testing.T) {
	t.Parallel()
	c := Default()
	c.Rules = map[string]Level{
		"a": {Off: true}, "b": {Severity: diag.Note}, "fixed": {Off: true}, "lowered": {Severity: diag.Note},
		"raised": {Severity: diag.Error},
	}
	for _, tt := range []struct {
		rule diag.Rule
		want diag.Severity
		on   bool
	}{
		{diag.Rule{Name: "a", Severity: diag.Error}, 0, false},
		{diag.Rule{Name: "b", Severity: diag.Error}, diag.Note, true},
		{diag.Rule{Name: "other", Severity: diag.Warning}, diag.Warning, true},
		{diag.Rule{Name: "fixed", Severity: diag.Error, Fixed: true}, diag.Error, true},
		{diag.Rule{Name: "lowered", Severity: diag.Warning, Fixed: true}, diag.Warning, true},
		{diag.Rule{Name: "raised", Severity: diag.Warning, Fixed: true}, diag.Error, true},
	} {
		if got, on := c.Severity(tt.rule); got != tt.want || on != tt.on {
			t.Errorf("Severity(%q) = %v, %v, want %v, %v", tt.rule.Name, got, on, tt.want, tt.on)
		}
	}
}

func TestSchemaNamesTheWordsOfThePolicy(t *testing.T) {
	t.Parallel()
	for _, w := range slices.Concat(bipSizeClasses(), bipVariants()) {
		if !strings.Contains(string(schemaText(t)), `"`+w+`"`) {
			t.Errorf("schema does not name %q", w)
		}
	}
}

func TestErrorIsOfTypeError(t *testing.T) {
	t.Parallel()
	c, err := Parse("x.yaml", []byte("rulez: {}\n"), vocabulary())
	var e *Error
	if c != nil || !errors.As(err, &e) || len(e.Problems) != 2 {
		t.Fatalf("Parse = %v, %v, want nil and an *Error with 2 problems", c, err)
	}
	want := "x.yaml:1:1: version is missing; write \"version: 1\"\nx.yaml:1:1: unknown key \"rulez\"; did you mean \"rules\"?"
	if err.Error() != want {
		t.Errorf("Error() =\n%s\nwant\n%s", err, want)
	}
	if at := e.Problems[1].Place; at.End != (diag.Position{Line: 1, Column: 6}) || at.File != "x.yaml" {
		t.Errorf("place = %+v, want x.yaml up to 1:6", at)
	}
}
