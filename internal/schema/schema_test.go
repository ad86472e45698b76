package schema

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tell prints a violation with the pointer of its place.
func tell(v Violation) string {
	place := v.Node.Pointer()
	if v.OnKey {
		place = "key " + place
	}
	return fmt.Sprintf("%s: %s %s: %s (%s)", place, v.Keyword, v.Field, v.Message, v.Help)
}

func tellAll(vs []Violation) []string {
	var out []string
	for _, v := range vs {
		out = append(out, tell(v))
	}
	return out
}

// conforms is the verdict of the whole schema, with nothing left out. The
// value is made of nil, bool, json.Number, string, []any and map[string]any.
func (v *Validator) conforms(s Schema, value any) bool {
	return len(run(v.definition(s).whole, value)) == 0
}

func TestValidDocumentsHaveNoViolations(t *testing.T) {
	t.Parallel()
	v := newValidator(t)
	for s, src := range valid() {
		if got := v.Validate(s, parse(t, src)); len(got) > 0 {
			t.Errorf("Validate(%s) = %q, want none", s, tellAll(got))
		}
		if !v.conforms(s, decode(t, src)) {
			t.Errorf("conforms(%s) = false, want true", s)
		}
	}
}

func TestViolationsSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	v := newValidator(t)
	long := strings.Repeat("é", 100)
	tests := []struct {
		name     string
		schema   Schema
		old, new string // replaced in the valid document
		want     []string
	}{
		{"a value outside the enum, near one of it", Evaluation, `"status": "general", "score"`, `"status": "generel", "score"`,
			[]string{`/status: enum status: status is "generel", which is none of general, contributor, rejected (did you mean "general"?)`}},
		{"a value outside the enum, near none", Evaluation, `"update"`, `"retest"`,
			[]string{`/history/1/event: enum history[].event: history[1].event is "retest", which is none of initial_assessment, update, master_override (write one of initial_assessment, update, master_override)`}},
		{"an empty array", Evaluation, checks, `[]`,
			[]string{`/checks: minItems checks: checks has 0 elements, want 6 (write 6 elements)`}},
		{"too many elements", Metrics, `"Stability", "score": 9, "critical": false}`, `"Stability", "score": 9, "critical": false}, {"name": "Stability", "score": 9, "critical": false}`,
			[]string{`/checks: maxItems checks: checks has 7 elements, want 6 (write 6 elements)`}},
		{"a missing property", Entry10, `"status": "active",`, ``,
			[]string{`: required status: status is missing (add "status")`}},
		{"a missing property of an element", Metrics, `{"name": "Connectivity", "score": 15,`, `{"name": "Connectivity",`,
			[]string{`/checks/0: required checks[].score: checks[0].score is missing (add "score")`}},
		{"an unknown property, near a known one", Metrics, `"summary": "s"`, `"summary": "s", "sesionID": null`,
			[]string{`key /sesionID: additionalProperties sesionID: property "sesionID" is unknown (did you mean "sessionId"?)`}},
		{"an unknown property of an element", Evaluation, `"status": "general", "reason"`, `"status": "general", "notes": "n", "reason"`,
			[]string{`key /history/1/notes: additionalProperties history[].notes: property "notes" is unknown in history[1] (remove it; known are event, reason, status, timestamp)`}},
		{"an unknown property that is no word", Metrics, `"summary"`, `"a.b\n::error::": 1, "summary"`,
			[]string{`key /a.b` + "\n" + `::error::: additionalProperties ["a.b\n::error::"]: property "a.b\n::error::" is unknown (remove it; known are checks, fullModel, modelFamily, modelVariant, provider, selfClassification, sessionId, summary, version)`}},
		{"a string for an integer", Evaluation, `"score": 73`, `"score": "73"`,
			[]string{`/score: type score: score is "73", want an integer or null (write an integer or null)`}},
		{"a fraction for an integer", Metrics, `"score": 15`, `"score": 15.5`,
			[]string{`/checks/0/score: type checks[].score: checks[0].score is 15.5, want an integer (write an integer)`}},
		{"an object for an array", Entry10, `["code", "reasoning"]`, `{"code": true}`,
			[]string{`/capabilities: type capabilities: capabilities is an object, want an array (write an array)`}},
		{"null for an element", Entry10, `["code", "reasoning"]`, `["code", null]`,
			[]string{`/capabilities/1: type capabilities[]: capabilities[1] is null, want a string (write a string)`}},
		{"a number too large", Metrics, `"score": 15`, `"score": 26`,
			[]string{`/checks/0/score: maximum checks[].score: checks[0].score is 26, want at most 25 (write at most 25)`}},
		{"a number too small", Entry11, `"total": 236`, `"total": -0.5`,
			[]string{`/parameters/total: minimum parameters.total: parameters.total is -0.5, want at least 0 (write at least 0)`}},
		{"a number beyond float64", Entry11, `"total": 236`, `"total": -1e400`,
			[]string{`/parameters/total: minimum parameters.total: parameters.total is -1e400, want at least 0 (write at least 0)`}},
		{"a date for a date-time", Entry10, `"created_at": "2025-09-07T00:00:00Z"`, `"created_at": "2025-09-07"`,
			[]string{`/created_at: format created_at: created_at is "2025-09-07", which is no RFC 3339 date-time (write "2025-09-07T00:00:00Z")`}},
		{"a day that is none", Entry10, `"created_at": "2025-09-07T00:00:00Z"`, `"created_at": "2025-02-29T00:00:00Z"`,
			[]string{`/created_at: format created_at: created_at is "2025-02-29T00:00:00Z", which is no RFC 3339 date-time (write it like 2025-09-07T00:00:00Z)`}},
		{"another version", Entry10, `"schema_version": "1.0"`, `"schema_version": "1.1"`,
			[]string{`/schema_version: const schema_version: schema_version is "1.1", want "1.0" (write "1.0")`}},
		{"a blob id that is none", Entry11, `"0123456789abcdef0123456789abcdef01234567"`, `"HEAD"`,
			[]string{`/provenance/0/blob: pattern provenance[].blob: provenance[0].blob is "HEAD", which does not match ^(?:[0-9a-f]{40}|[0-9a-f]{64})$ (write a value that matches it)`}},
		{"an unknown property of 1.1", Entry11, `"reason": "r"`, `"reasons": "r"`,
			[]string{`key /lifecycle/reasons: additionalProperties lifecycle.reasons: property "reasons" is unknown in lifecycle (did you mean "reason"?)`}},
		{"a long value", Entry10, `"role": "general"`, `"role": "` + long + `"`,
			[]string{`/role: enum role: role is "` + strings.Repeat("é", 80) + `…", which is none of general, specialist, experimental (write one of general, specialist, experimental)`}},
		{"several faults, by place", Entry10, `"n",
	"created_at": "2025-09-07T00:00:00Z", `, `1,
	"created_at": "x", "dispaly": 1, `,
			[]string{
				`/notes: type notes: notes is 1, want a string (write a string)`,
				`/created_at: format created_at: created_at is "x", which is no RFC 3339 date-time (write it like 2025-09-07T00:00:00Z)`,
			}},
		{"a value of another kind", EvaluationsFile, evaluationsFile, `[]`,
			[]string{`: type : the value is an array, want an object (write an object)`}},
		{"an element of a wrapper that is no object", RegistryFile, `"models": [`, `"models": [1, `,
			[]string{`/models/0: type models[]: models[0] is 1, want an object (write an object)`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			src := strings.Replace(valid()[tt.schema], tt.old, tt.new, 1)
			if src == valid()[tt.schema] {
				t.Fatalf("%q is not in the document", tt.old)
			}
			got := tellAll(v.Validate(tt.schema, parse(t, src)))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Validate(%s) (-want +got):\n%s", src, diff)
			}
		})
	}
}

func TestRolePolicyIsLeftToItsRule(t *testing.T) {
	t.Parallel()
	v := newValidator(t)
	const anySize = `which is none of nano, mini, small, medium, large, xl, xxl (write one of nano, mini, small, medium, large, xl, xxl)`
	tests := []struct {
		name, role, size string
		want             []string
	}{
		{"a small general", `"role": "general",`, `"size_class": "mini",`, nil},
		{"no role", ``, `"size_class": "mini",`, []string{`: required role: role is missing (add "role")`}},
		{"a size class that is none", `"role": "general",`, `"size_class": "giant",`,
			[]string{`/size_class: enum size_class: size_class is "giant", ` + anySize}},
		{"no role and a size class that is none", ``, `"size_class": "giant",`,
			[]string{
				`: required role: role is missing (add "role")`,
				`/size_class: enum size_class: size_class is "giant", ` + anySize,
			}},
		{"a size class that is no string", `"role": "general",`, `"size_class": 70,`,
			[]string{`/size_class: type size_class: size_class is 70, want a string (write a string)`}},
		{"a general without a size class", `"role": "general",`, ``,
			[]string{`: required size_class: size_class is missing (add "size_class")`}},
	}
	for _, s := range []Schema{Entry10, Entry11} {
		for _, tt := range tests {
			t.Run(string(s)+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				src := valid()[s]
				for _, role := range []string{`"role": "general",`, `"role": "specialist",`} {
					src = strings.Replace(src, role, tt.role, 1)
				}
				src = strings.Replace(src, `"size_class": "xl",`, tt.size, 1)
				if diff := cmp.Diff(tt.want, tellAll(v.Validate(s, parse(t, src)))); diff != "" {
					t.Errorf("Validate(%s) (-want +got):\n%s", src, diff)
				}
				if v.conforms(s, decode(t, src)) {
					t.Errorf("conforms(%s) = true, want false", src)
				}
			})
		}
	}
}

func TestOrderIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	v := newValidator(t)
	n := parse(t, `{"z": 1, "checks": [1, {}], "y": 2, "history": [{"x": 1}], "status": 5}`)
	want := v.Validate(Evaluation, n)
	if len(want) != 17 {
		t.Fatalf("got %d violations, want 17: %q", len(want), tellAll(want))
	}
	for range 50 {
		if got := v.Validate(Evaluation, n); !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", tellAll(got), tellAll(want))
		}
	}
}

func TestPlacesAreExactWhateverTheNames(t *testing.T) {
	t.Parallel()
	v := newValidator(t)
	src := strings.Replace(metrics, `"summary": "s"`,
		`"checks.0": 1, "checks\u00000\u0000score": 1, "": 1, "summary": "s"`, 1)
	src = strings.Replace(src, `"score": 15`, `"score": 99`, 1)
	var got []string
	for _, x := range v.Validate(Metrics, parse(t, src)) {
		got = append(got, x.Node.Pointer())
	}
	want := []string{"/checks/0/score", "/checks.0", "/checks\x000\x00score", "/"}
	if !slices.Equal(got, want) {
		t.Errorf("places are %q, want %q", got, want)
	}
}

func TestMissingDocumentHasNoViolations(t *testing.T) {
	t.Parallel()
	if got := newValidator(t).Validate(Entry10, nil); got != nil {
		t.Errorf("Validate(nil) = %q, want none", tellAll(got))
	}
}

func TestUnknownSchemaPanics(t *testing.T) {
	t.Parallel()
	v := newValidator(t)
	defer func() {
		if got, want := fmt.Sprint(recover()), `schema: no embedded schema "x.json"`; got != want {
			t.Errorf("panic is %q, want %q", got, want)
		}
	}()
	v.conforms("x.json", nil)
}

// The engine alone panics on these: it compares through float64.
func TestNumbersBeyondFloat64DoNotPanic(t *testing.T) {
	t.Parallel()
	v := newValidator(t)
	for _, src := range []string{
		`{"role": 1e400}`, `{"size_class": -1e400}`, `{"role": {"a": [1e400]}}`, `1e400`,
	} {
		for s := range valid() {
			if v.conforms(s, decode(t, src)) {
				t.Errorf("conforms(%s, %s) = true, want false", s, src)
			}
			if len(v.Validate(s, parse(t, src))) == 0 {
				t.Errorf("Validate(%s, %s) is empty, want violations", s, src)
			}
		}
	}
}
