package schema

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// A mutator changes documents at random places. It never changes the value it
// is given; equal seeds give equal mutants.
type mutator struct{ *rand.Rand }

func newMutator(seed, stream uint64) mutator {
	return mutator{rand.New(rand.NewPCG(seed, stream))}
}

// mutant returns v after one to three changes.
func (m mutator) mutant(v any) any {
	for range 1 + m.IntN(3) {
		v = m.value(v)
	}
	return v
}

// value changes v itself or a value below it.
func (m mutator) value(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 || m.IntN(5) == 0 {
			return m.object(v)
		}
		out, k := maps.Clone(v), m.name(v)
		out[k] = m.value(v[k])
		return out
	case []any:
		if len(v) == 0 || m.IntN(3) == 0 {
			return m.array(v)
		}
		out, i := slices.Clone(v), m.IntN(len(v))
		out[i] = m.value(v[i])
		return out
	}
	return m.scalar(v)
}

func (m mutator) name(v map[string]any) string {
	return pick(m, slices.Sorted(maps.Keys(v)))
}

func (m mutator) object(v map[string]any) any {
	out := maps.Clone(v)
	if len(v) == 0 {
		out[m.text("")] = m.junk(0)
		return out
	}
	a, b := m.name(v), m.name(v)
	switch m.IntN(8) {
	case 0, 1:
		delete(out, a)
	case 2: // rename
		delete(out, a)
		out[m.text(a)] = v[a]
	case 3: // duplicate under another name
		out[m.text(a)] = v[a]
	case 4: // swap
		out[a], out[b] = v[b], v[a]
	case 5:
		out[pick(m, propertyNames())] = m.junk(0)
	case 6:
		out[m.text("")] = m.junk(0)
	default:
		return m.junk(0)
	}
	return out
}

func (m mutator) array(v []any) any {
	if len(v) == 0 {
		return []any{m.junk(0)}
	}
	i, j := m.IntN(len(v)), m.IntN(len(v))
	out := slices.Clone(v)
	switch m.IntN(7) {
	case 0:
		return []any{}
	case 1:
		return slices.Delete(out, i, i+1)
	case 2:
		return append(out, v[i])
	case 3:
		return append(out, m.junk(0))
	case 4:
		out[i], out[j] = v[j], v[i]
		return out
	case 5:
		out[i] = v[j]
		return out
	}
	return m.junk(0)
}

func (m mutator) scalar(v any) any {
	if m.IntN(6) == 0 {
		return m.junk(0)
	}
	switch v := v.(type) {
	case string:
		return m.text(v)
	case json.Number:
		if m.IntN(4) == 0 && !strings.ContainsAny(string(v), ".eE") {
			return v + ".0" // the same number
		}
		return m.number()
	case bool:
		return !v
	}
	return m.text("")
}

// junk is a value of any kind, nested up to ten deep.
func (m mutator) junk(depth int) any {
	switch m.IntN(9) {
	case 0:
		return nil
	case 1:
		return m.IntN(2) == 0
	case 2:
		return m.number()
	case 3:
		return []any{}
	case 4:
		return map[string]any{}
	case 5:
		if depth < 10 {
			return []any{m.junk(depth + 1), m.junk(depth + 1)}
		}
	case 6:
		if depth < 10 {
			return map[string]any{m.text("role"): m.junk(depth + 1), m.text(""): m.junk(depth + 1)}
		}
	}
	return m.text("")
}

func (m mutator) number() json.Number {
	return json.Number(pick(m, []string{
		"0", "-0", "0.0", "-0.0e9", "1", "1.0", "1.5", "10e-1", "1E+1", "2.5e1", "25", "25.0",
		"25.000000000000000000000000000000000001", "26", "100", "100.0", "1e2", "101", "-1", "-1e-9",
		"1e-400", "1e308", "1e309", "1e400", "-1e400", "1.7976931348623159e308",
		"9007199254740993", "123456789012345678901234567890123456",
	}))
}

// text is a changed spelling of s, or another string.
func (m mutator) text(s string) string {
	switch m.IntN(8) {
	case 0, 1:
		return pick(m, words())
	case 2:
		return pick(m, dates())
	case 3:
		return m.edit(pick(m, dates()))
	case 4:
		return strings.ToUpper(s)
	case 5:
		return s + pick(m, []string{" ", "\x00", "\u2028", "é", "ſ", "\U0001F600", "<&>", "s", "0"})
	case 6:
		return s
	}
	return m.edit(s)
}

// edit replaces, drops or doubles one character. It puts in no sign: the
// reference takes "+1" for the two digits of an hour, which RFC 3339 forbids
// and TestDateTimeIsStrictRFC3339 holds us to.
func (m mutator) edit(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return "x"
	}
	i := m.IntN(len(r))
	switch m.IntN(3) {
	case 0:
		r[i] = pick(m, []rune("0123456789TtZz:., xé"))
	case 1:
		r = slices.Delete(r, i, i+1)
	default:
		r = slices.Insert(r, i, r[i])
	}
	return string(r)
}

func pick[T any](m mutator, from []T) T { return from[m.IntN(len(from))] }

func words() []string {
	return []string{
		"", "1.0", "1.1", "general", "specialist", "experimental", "contributor", "rejected",
		"nano", "mini", "small", "medium", "large", "xl", "xxl", "active", "deprecated", "archived",
		"Connectivity", "Command & Tool Use", "Stability", "initial_assessment", "update", "master_override",
		"0123456789abcdef0123456789abcdef01234567", "0123456789ABCDEF0123456789abcdef01234567",
		"0123456789abcdef0123456789abcdef01234567\n", "true", "null", "ünïcode", "(root)", "a.b", "a/b~c",
	}
}

func dates() []string {
	return []string{
		"2025-09-07T00:00:00Z", "2025-09-07t00:00:00z", "2025-09-07T23:59:59.123456789+23:59",
		"2024-02-29T12:00:00-00:00", "2025-02-29T12:00:00Z", "2000-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
		"2016-12-31T23:59:60Z", "1990-12-31T15:59:60-08:00", "2016-12-31T22:59:60Z", "2017-01-01T00:59:60+01:00",
		"2025-09-07", "12:00:00Z", "2025-09-07T12:00:00", "2025-09-07 12:00:00Z", "2025-09-07T24:00:00Z",
		"2025-09-31T00:00:00Z", "2025-09-07T00:00:00+0000", "2025-09-07T00:00:00+24:00", "2025-09-07T00:00:00-00:60",
		"0000-01-01T00:00:00Z", "9999-12-31T23:59:59.9Z", "2025-09-07T00:00:00,5Z", "2025-09-07T00:00:00.Z",
	}
}

func propertyNames() []string {
	return []string{
		"aliases", "parameters", "lifecycle", "provenance", "checks", "history", "score", "notes",
		"updated_at", "id", "model_id", "sessionId", "version", "$schema", "$ref",
	}
}
