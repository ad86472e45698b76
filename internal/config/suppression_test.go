package config

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

func TestSuppressionsKeepTheirOwnProblems(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, src, want string }{
		{"valid", "{rule: metrics-schema, subject: a, reason: b}", ""},
		{"no reason", "{rule: metrics-schema, subject: a}", "reason is missing"},
		{"empty reason", "{rule: metrics-schema, subject: a, reason: }", "reason is missing"},
		{"blank reason", "{rule: metrics-schema, subject: a, reason: ' '}", "reason is missing"},
		{"nothing", "{}", "rule is missing; subject is missing; reason is missing"},
		{"unknown rule", "{rule: metric-schema, subject: a, reason: b}", `unknown rule "metric-schema"; did you mean "metrics-schema"?`},
		{"fixed rule", "{rule: json-invalid, subject: a, reason: b}", `rule "json-invalid" cannot be switched off`},
		{"bad date", "{rule: metrics-schema, subject: a, reason: b, expires: 2026-02-30}",
			`expires is "2026-02-30", want a date such as 2026-12-31`},
		{"empty date", "{rule: metrics-schema, subject: a, reason: b, expires: }",
			`expires is empty, want a date such as 2026-12-31`},
		{"time", "{rule: metrics-schema, subject: a, reason: b, expires: 2026-12-31T00:00:00Z}",
			`expires is "2026-12-31T00:00:00Z", want a date such as 2026-12-31`},
		{"list of dates", "{rule: metrics-schema, subject: a, reason: b, expires: [2026-12-31]}",
			`expires is a list, want a date such as 2026-12-31`},
		{"costly subject", "{rule: metrics-schema, subject: '{a,{a,{a,{a}}}}', reason: b}", "subject has too many alternatives"},
		{"bracket that is no pattern", "{rule: metrics-schema, subject: 'a[', reason: b}", ""},
	} {
		c := parse(t, "version: 1\nsuppressions:\n  - "+tt.src+"\n")
		if len(c.Suppressions) != 1 {
			t.Errorf("%s: got %d suppressions, want 1", tt.name, len(c.Suppressions))
			continue
		}
		if got := c.Suppressions[0].Problem; got != tt.want {
			t.Errorf("%s: Problem = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestSuppressionKnowsItsPlace(t *testing.T) {
	t.Parallel()
	got := parse(t, `version: 1
suppressions:
  - {rule: metrics-schema, subject: a, reason: é}
  - rule: metrics-schema
    subject: models/**
    reason: "two
      lines"
    owner: "@x"
    expires: "2026-12-31"
`).Suppressions
	want := []Suppression{
		{
			Rule: "metrics-schema", Subject: "a", Reason: "é",
			Place: diag.Place{
				File: Name, Pointer: "/suppressions/0",
				Start: diag.Position{Line: 3, Column: 5}, End: diag.Position{Line: 3, Column: 50},
			},
		},
		{
			Rule: "metrics-schema", Subject: "models/**", Reason: "two lines", Owner: "@x",
			Expires: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
			Place: diag.Place{
				File: Name, Pointer: "/suppressions/1",
				Start: diag.Position{Line: 4, Column: 5}, End: diag.Position{Line: 9, Column: 26},
			},
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("suppressions: -want +got\n%s", d)
	}
}

func TestSuppressionMatchesRuleAndSubject(t *testing.T) {
	t.Parallel()
	f := diag.Finding{
		Rule: "metrics-schema", Subject: "metrics/models/a.json", ModelID: "llama-3.3-70b-instruct", Identity: "meta:llama",
	}
	claimsIdentity, claimsSubject := f, f
	claimsIdentity.Claim, claimsSubject.Claim = diag.ClaimsIdentity, diag.ClaimsSubject
	for _, tt := range []struct {
		name string
		s    Suppression
		want bool
	}{
		{"subject", Suppression{Rule: f.Rule, Subject: f.Subject}, true},
		{"model id that is not the subject", Suppression{Rule: f.Rule, Subject: f.ModelID}, false},
		{"identity", Suppression{Rule: f.Rule, Subject: f.Identity}, true},
		{"pattern", Suppression{Rule: f.Rule, Subject: "meta:*"}, true},
		{"path pattern", Suppression{Rule: f.Rule, Subject: "metrics/**"}, true},
		{"star stays in its folder", Suppression{Rule: f.Rule, Subject: "metrics/*"}, false},
		{"other rule", Suppression{Rule: "other", Subject: f.Subject}, false},
		{"part of an id", Suppression{Rule: f.Rule, Subject: "llama"}, false},
		{"other case", Suppression{Rule: f.Rule, Subject: "Meta:llama"}, false},
		{"invalid", Suppression{Rule: f.Rule, Subject: f.Subject, Problem: "reason is missing"}, false},
		{"no subject", Suppression{Rule: f.Rule}, false},
	} {
		if got := tt.s.Matches(f); got != tt.want {
			t.Errorf("%s: Matches = %v, want %v", tt.name, got, tt.want)
		}
	}
	for _, tt := range []struct {
		name    string
		f       diag.Finding
		subject string
		want    bool
	}{
		{"identity it claims", claimsIdentity, f.Identity, false},
		{"subject beside it", claimsIdentity, f.Subject, true},
		{"subject it claims", claimsSubject, f.Subject, false},
		{"identity beside it", claimsSubject, f.Identity, false},
	} {
		if got := (Suppression{Rule: f.Rule, Subject: tt.subject}).Matches(tt.f); got != tt.want {
			t.Errorf("%s: Matches = %v, want %v", tt.name, got, tt.want)
		}
	}
	bare := diag.Finding{Rule: f.Rule, Subject: "a[1]"}
	if s := (Suppression{Rule: f.Rule, Subject: "a[1]"}); !s.Matches(bare) {
		t.Error("a subject with brackets does not match itself")
	}
	if s := (Suppression{Rule: f.Rule, Subject: "*"}); s.Matches(diag.Finding{Rule: f.Rule}) {
		t.Error("a pattern matches a finding without subject")
	}
}

func TestSuppressionLastsToTheEndOfItsUTCDay(t *testing.T) {
	t.Parallel()
	s := parse(t, "version: 1\nsuppressions:\n- {rule: metrics-schema, subject: a, reason: b, expires: 2026-12-31}\n").Suppressions[0]
	east := time.FixedZone("east", 9*3600)
	for _, tt := range []struct {
		now  time.Time
		want bool
	}{
		{time.Date(2026, 12, 31, 23, 59, 59, 999, time.UTC), false},
		{time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), true},
		{time.Date(2027, 1, 1, 8, 59, 0, 0, east), false},
		{time.Date(2027, 1, 1, 9, 0, 0, 0, east), true},
	} {
		if got := s.Expired(tt.now); got != tt.want {
			t.Errorf("Expired(%v) = %v, want %v", tt.now, got, tt.want)
		}
	}
	if (Suppression{}).Expired(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Error("a suppression without an end expires")
	}
}
