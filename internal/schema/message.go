package schema

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/nearest"
)

// describe says what is wrong and what to do.
func (f fault) describe() (message, help string) {
	switch f.Type() {
	case "required":
		return f.missing()
	case "additional_property_not_allowed":
		return f.unknown()
	case "invalid_type":
		return f.says("want " + types(f.text("expected"))), "write " + types(f.text("expected"))
	case "enum":
		return f.notAmong()
	case "const":
		return f.says("want " + f.text("allowed")), "write " + f.text("allowed")
	case "format":
		return f.badFormat()
	case "pattern":
		return f.says("which does not match " + f.text("pattern")), "write a value that matches it"
	case "unique":
		return fmt.Sprintf("%s has the same value at %s and %s", f.label(), f.text("i"), f.text("j")),
			"remove one of the two"
	}
	return f.outOfBounds()
}

// outOfBounds speaks of numbers, lengths and counts; of the remaining keywords
// it says only which one is broken.
func (f fault) outOfBounds() (message, help string) {
	switch f.Type() {
	case "array_min_items", "array_max_items":
		return f.counted("element", "minItems", "maxItems")
	case "array_min_properties", "array_max_properties":
		return f.counted("property", "minProperties", "maxProperties")
	case "string_gte":
		return f.bound("want at least %s characters", "min")
	case "string_lte":
		return f.bound("want at most %s characters", "max")
	case "number_gte":
		return f.bound("want at least %s", "min")
	case "number_gt":
		return f.bound("want more than %s", "min")
	case "number_lte":
		return f.bound("want at most %s", "max")
	case "number_lt":
		return f.bound("want less than %s", "max")
	case "multiple_of":
		return f.bound("want a multiple of %s", "multiple")
	}
	return fmt.Sprintf("%s does not satisfy %q of the schema", f.label(), keyword(f.Type())), ""
}

func (f fault) text(detail string) string { return fmt.Sprint(f.Details()[detail]) }

// says joins what the value is with what is wrong about it.
func (f fault) says(rest string) string {
	return fmt.Sprintf("%s is %s, %s", f.label(), quote(f.node), rest)
}

func (f fault) bound(format, detail string) (message, help string) {
	want := fmt.Sprintf(format, f.text(detail))
	return f.says(want), strings.Replace(want, "want", "write", 1)
}

func (f fault) missing() (message, help string) {
	name := f.text("property")
	help = fmt.Sprintf("add %q", name)
	if len(f.path) == 0 {
		return name + " is missing", help
	}
	return f.label() + "." + name + " is missing", help
}

func (f fault) unknown() (message, help string) {
	name := f.text("property")
	message = fmt.Sprintf("property %q is unknown", shorten(name))
	if len(f.path) > 0 {
		message += " in " + f.label()
	}
	known := f.def.properties(f.path)
	if near := nearest.One(name, known); near != "" {
		return message, fmt.Sprintf("did you mean %q?", near)
	}
	return message, "remove it; known are " + strings.Join(known, ", ")
}

func (f fault) notAmong() (message, help string) {
	var values []any
	// The engine joins the JSON text of the values with commas.
	if err := json.Unmarshal([]byte("["+f.text("allowed")+"]"), &values); err != nil {
		return f.says("want one of " + f.text("allowed")), ""
	}
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	list := strings.Join(words, ", ")
	message = f.says("which is none of " + list)
	if near := nearest.One(f.node.Str(), words); near != "" {
		return message, fmt.Sprintf("did you mean %q?", near)
	}
	return message, "write one of " + list
}

func (f fault) badFormat() (message, help string) {
	if f.text("format") == "date" {
		return f.says("which is no date"), "write it like 2025-09-07"
	}
	help = "write it like 2025-09-07T00:00:00Z"
	if isDate(f.node.Str()) {
		help = fmt.Sprintf("write %q", f.node.Str()+"T00:00:00Z")
	}
	return f.says("which is no RFC 3339 date-time"), help
}

// counted says how many children there are and how many are wanted.
func (f fault) counted(noun, lower, upper string) (message, help string) {
	s := f.def.at(f.path)
	want := "at most " + f.text("max")
	switch {
	case s[lower] != nil && s[lower] == s[upper]:
		want = fmt.Sprint(s[lower])
	case strings.Contains(f.Type(), "_min_"):
		want = "at least " + f.text("min")
	}
	have := plural(fmt.Sprint(len(f.node.Children)), noun)
	return fmt.Sprintf("%s has %s, want %s", f.label(), have, want), "write " + plural(want, noun)
}

func plural(count, noun string) string {
	if count == "1" || strings.HasSuffix(count, " 1") {
		return count + " " + noun
	}
	return count + " " + strings.Replace(noun+"s", "ys", "ies", 1)
}

// types turns "[integer,null]" into "an integer or null".
func types(expected string) string {
	words := strings.Split(strings.Trim(expected, "[]"), ",")
	for i, w := range words {
		words[i] = withArticle(w)
	}
	return strings.Join(words, " or ")
}

func withArticle(kind string) string {
	switch kind {
	case "null":
		return kind
	case "integer", "array", "object":
		return "an " + kind
	}
	return "a " + kind
}

// maxQuoted is how many characters of a value or name a message repeats.
const maxQuoted = 80

// quote shows a value: strings quoted, other scalars as spelled (the grammar
// of JSON keeps those harmless), containers by their kind.
func quote(n *jsondoc.Node) string {
	switch n.Kind {
	case jsondoc.String:
		return fmt.Sprintf("%q", shorten(n.Text))
	case jsondoc.Array, jsondoc.Object:
		return withArticle(n.Kind.String())
	}
	return n.Text
}

func shorten(s string) string {
	n := 0
	for i := range s {
		if n == maxQuoted {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
