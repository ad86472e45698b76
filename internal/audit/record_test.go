package audit

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const blob = "0123456789abcdef0123456789abcdef01234567"

func full() Record {
	return Record{
		Op: Upsert, Actor: "Ada <ada@example.org>", Tool: "modelgate 1.0.0", Reason: "naïve </script> \u2028 & \"more\"",
		Time:    time.Date(2026, 1, 31, 23, 30, 0, 5000, time.FixedZone("", -2*3600)),
		Parents: []string{strings.Repeat("b", 64), strings.Repeat("a", 64)},
		Changes: []Change{
			{ModelID: "z", After: json.RawMessage("{ \"model_id\": \"z\",\n \"a\": 1.50e1, \"A\": \"\\u0061\" }")},
			{ModelID: "a", Before: json.RawMessage(`{"model_id":"a"}`), After: json.RawMessage(" null ")},
		},
		Sources: []Source{{"metrics/models/z.json", blob, ""}, {"metrics/models/a.json", blob, blob}},
	}
}

func TestEncodeWritesCanonicalJSONNamedByItsHash(t *testing.T) {
	t.Parallel()
	name, content, err := full().Encode()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"actor":"Ada <ada@example.org>","changes":[` +
		`{"after":null,"before":{"model_id":"a"},"model_id":"a"},` +
		`{"after":{"A":"a","a":15,"model_id":"z"},"before":null,"model_id":"z"}],"op":"upsert",` +
		`"parents":["` + strings.Repeat("a", 64) + `","` + strings.Repeat("b", 64) + `"],` +
		`"reason":"naïve </script> ` + "\u2028" + ` & \"more\"",` +
		`"sources":[{"blob":"` + blob + `","commit":"` + blob + `","path":"metrics/models/a.json"},` +
		`{"blob":"` + blob + `","commit":"","path":"metrics/models/z.json"}],` +
		`"time":"2026-02-01T01:30:00.000005Z","tool":"modelgate 1.0.0","v":1}`
	if diff := cmp.Diff(want, string(content)); diff != "" {
		t.Errorf("content differs (-want +got):\n%s", diff)
	}
	if want := "2026/02/" + sum(content) + ".json"; name != want {
		t.Errorf("path = %q, want %q", name, want)
	}
}

func TestDecodeReturnsWhatWasEncoded(t *testing.T) {
	t.Parallel()
	_, content, err := full().Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(content)
	if err != nil {
		t.Fatal(err)
	}
	want, err := full().normalized()
	if err != nil {
		t.Fatal(err)
	}
	want.Name = sum(content)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("record differs (-want +got):\n%s", diff)
	}
	if _, again, err := got.Encode(); err != nil || string(again) != string(content) {
		t.Errorf("encoded again = %s, %v, want %s", again, err, content)
	}
}

func TestEncodeLeavesItsReceiverAsItIs(t *testing.T) {
	t.Parallel()
	r := full()
	if _, _, err := r.Encode(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(full(), r); diff != "" {
		t.Errorf("record changed (-want +got):\n%s", diff)
	}
}

func TestEncodeRefusesWhatDecodeWould(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		edit func(*Record)
		want string
	}{
		{"unknown op", func(r *Record) { r.Op = "hand-edit" }, `op is "hand-edit"`},
		{"no op", func(r *Record) { r.Op = "" }, `op is ""`},
		{"no actor", func(r *Record) { r.Actor = "" }, "actor is empty"},
		{"no tool", func(r *Record) { r.Tool = "" }, "tool is empty"},
		{"no time", func(r *Record) { r.Time = time.Time{} }, "time is in the year 1"},
		{"far time", func(r *Record) { r.Time = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }, "year 10000"},
		{"no changes", func(r *Record) { r.Changes = nil }, "changes is empty"},
		{"one model twice", func(r *Record) { r.Changes[1].ModelID = "z" }, `changes[1].model_id is "z", which is not after "z"`},
		{"no model id", func(r *Record) { r.Changes[0].ModelID = "" }, "changes[0].model_id is empty"},
		{"another model's entry", func(r *Record) { r.Changes[1].ModelID = "b" }, `entry has the model_id "a", want "b"`},
		{"entry without id", func(r *Record) { r.Changes[0].After = json.RawMessage(`{}`) }, "entry has no model_id"},
		{"entry with a number as id", func(r *Record) { r.Changes[0].After = json.RawMessage(`{"model_id":1}`) }, "no string"},
		{"entry is a list", func(r *Record) { r.Changes[0].After = json.RawMessage(`["model_id","z"]`) }, "entry is no object"},
		{"nothing changes", func(r *Record) { r.Changes[1].After = r.Changes[1].Before }, `leaves "a" as it was`},
		{"duplicate key", func(r *Record) { r.Changes[0].After = json.RawMessage(`{"model_id":"z","model_id":"z"}`) }, "duplicate"},
		{"too many digits", func(r *Record) { r.Changes[0].After = json.RawMessage(`{"model_id":"z","n":9007199254740993}`) }, `"9007199254740993"`},
		{"infinite", func(r *Record) { r.Changes[0].After = json.RawMessage(`{"model_id":"z","n":1e999}`) }, `"1e999"`},
		{"too deep", func(r *Record) {
			r.Changes[0].After = json.RawMessage(`{"model_id":"z","n":` + strings.Repeat("[", 80) + strings.Repeat("]", 80) + "}")
		}, "deeper"},
		{"short parent", func(r *Record) { r.Parents[0] = "ab" }, `parents[1] is "ab"`},
		{"upper case parent", func(r *Record) { r.Parents[0] = strings.Repeat("B", 64) }, "64 hex digits"},
		{"one parent twice", func(r *Record) { r.Parents[0] = r.Parents[1] }, "not after"},
		{"source outside", func(r *Record) { r.Sources[0].Path = "../x" }, `"../x"`},
		{"source with a line break", func(r *Record) { r.Sources[0].Path = "a\nb" }, `"a\nb"`},
		{"one source twice", func(r *Record) { r.Sources[0].Path = r.Sources[1].Path }, "not after"},
		{"source without blob", func(r *Record) { r.Sources[0].Blob = "" }, "blob"},
		{"source with HEAD as commit", func(r *Record) { r.Sources[0].Commit = "HEAD" }, `"HEAD"`},
		{"bad UTF-8", func(r *Record) { r.Reason = "\xff" }, "UTF-8"},
		{"too large", func(r *Record) { r.Reason = strings.Repeat("x", MaxRecord) }, "limit"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := full()
			tt.edit(&r)
			if _, _, err := r.Encode(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Encode() = %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestDecodeRefusesOtherForms(t *testing.T) {
	t.Parallel()
	const good = `{"actor":"a","changes":[],"op":"adopt","parents":[],"reason":"","sources":[],"time":"2026-01-31T12:00:00Z","tool":"t","v":1}`
	if _, err := Decode([]byte(good)); err != nil {
		t.Fatal(err)
	}
	swap := func(old, replacement string) string { return strings.Replace(good, old, replacement, 1) }
	for _, tt := range []struct {
		name, content string
		kind          Kind
		line          int
		want          string
	}{
		{"empty", "", NotJSON, 0, "unexpected end"},
		{"cut off", good[:40], NotJSON, 1, "not JSON"},
		{"two values", good + good, NotJSON, 1, "not JSON"},
		{"bad second line", "{\n!", NotJSON, 2, "not JSON"},
		{"byte order mark", "\ufeff" + good, NotJSON, 1, "not JSON"},
		{"duplicate key", swap(`"op":"adopt"`, `"op":"adopt","op":"adopt"`), NotJSON, 1, "duplicate"},
		{"final newline", good + "\n", NotCanonical, 1, "byte 125"},
		{"blank after a line", swap(`,"op"`, ",\n\"op\""), NotCanonical, 1, "byte 27"},
		{"keys in another order", swap(`{"actor":"a","changes":[]`, `{"changes":[],"actor":"a"`), NotCanonical, 1, "canonical"},
		{"other spelling", swap(`"actor":"a"`, `"actor":"\u0061"`), NotCanonical, 1, "canonical"},
		{"list", `[1]`, Malformed, 0, "wrong type"},
		{"unknown key", swap(`"op"`, `"o":1,"op"`), Malformed, 0, `unknown field at "/o"`},
		{"other case", swap(`{"actor"`, `{"Actor":"a","actor"`), Malformed, 0, `unknown field at "/Actor"`},
		{"missing key", swap(`"reason":"",`, ""), Malformed, 0, "lacks reason"},
		{"null", swap(`"changes":[]`, `"changes":null`), Malformed, 0, "lacks changes"},
		{"wrong type", swap(`"tool":"t"`, `"tool":1`), Malformed, 0, `"/tool"`},
		{"no version", swap(`,"v":1`, ""), Malformed, 0, "v is missing"},
		{"newer version", swap(`"v":1`, `"v":2,"w":3`), Malformed, 0, "upgrade modelgate"},
		{"unknown op", swap("adopt", "delete"), Malformed, 0, `op is "delete"`},
		{"local time", swap("12:00:00Z", "12:00:00+01:00"), Malformed, 0, "UTC"},
		{"padded time", swap("12:00:00Z", "12:00:00.500Z"), Malformed, 0, "12:00:00.500Z"},
		{"no such day", swap("01-31", "02-31"), Malformed, 0, "RFC 3339"},
		{"change without before", swap(`"changes":[]`, `"changes":[{"after":null,"model_id":"a"}]`), Malformed, 0, "changes[0] lacks"},
		{"source without commit", swap(`"sources":[]`, `"sources":[{"blob":"","path":"a"}]`), Malformed, 0, "sources[0] lacks"},
		{"unsorted parents", swap(`"parents":[]`, `"parents":["`+strings.Repeat("b", 64)+`","`+strings.Repeat("a", 64)+`"]`), Malformed, 0, "parents[1]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Decode([]byte(tt.content))
			var form *FormError
			if !errors.As(err, &form) {
				t.Fatalf("Decode(%s) = %v, want a FormError", tt.content, err)
			}
			if form.Kind != tt.kind || form.Line != tt.line || !strings.Contains(form.Reason, tt.want) {
				t.Errorf("Decode(%s) = %+v, want kind %s, line %d, reason with %q", tt.content, form, tt.kind, tt.line, tt.want)
			}
		})
	}
}

func TestCanonicalKeepsTheValueOfNumbers(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"0": "0", "-0": "0", "0.10": "0.1", "1e2": "100", "100E-2": "1", "9007199254740992": "9007199254740992",
		"123.4560": "123.456", "1e21": "1e+21", "5e-324": "5e-324", "0.0e-999": "0",
	} {
		if got, err := Canonical([]byte(in)); err != nil || string(got) != want {
			t.Errorf("Canonical(%s) = %s, %v, want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"9007199254740993", "0.1234567890123456789", "1e400", "1e-400", "1e99999999999999999999"} {
		if got, err := Canonical([]byte(in)); err == nil {
			t.Errorf("Canonical(%s) = %s, want an error", in, got)
		}
	}
}
