package schema

import (
	"encoding/json"
	"strconv"
	"strings"
)

// bounded returns a copy of v in which numbers beyond float64 are the largest
// float64. The engine compares const, enum and uniqueItems through float64
// and dereferences nil where a number has none: {"role": 1e400} would crash
// it. The substitute is an integer of the same sign, as is every number so
// large that can be spelled in jsondoc's limit of digits.
func bounded(v any) any {
	switch v := v.(type) {
	case json.Number:
		return boundedNumber(v)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = bounded(e)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = bounded(e)
		}
		return out
	}
	return v
}

func boundedNumber(n json.Number) json.Number {
	if _, err := strconv.ParseFloat(string(n), 64); err == nil {
		return n
	}
	if strings.HasPrefix(string(n), "-") {
		return "-1e308"
	}
	return "1e308"
}
