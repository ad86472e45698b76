package schema

import (
	"fmt"
	"strings"

	"github.com/xeipuuv/gojsonschema"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// A fault is one error of the engine with the value it speaks of.
type fault struct {
	gojsonschema.ResultError
	def  *definition
	node *jsondoc.Node
	path []string // from the validated value to node
}

func (f fault) violation(nodes *finder) Violation {
	v := Violation{Node: f.node, Keyword: keyword(f.Type()), Field: fieldOf(f.node, len(f.path))}
	v.Message, v.Help = f.describe()
	name, _ := f.Details()["property"].(string)
	switch f.Type() {
	case "required":
		v.Field = join(v.Field, name)
	case "additional_property_not_allowed":
		v.Node, v.OnKey, v.Field = nodes.child(f.node, name), true, join(v.Field, name)
	}
	return v
}

// keyword returns the JSON Schema keyword that an error of the type is about.
func keyword(errorType string) string {
	k, ok := map[string]string{
		"invalid_type":                    "type",
		"additional_property_not_allowed": "additionalProperties",
		"array_min_items":                 "minItems",
		"array_max_items":                 "maxItems",
		"array_no_additional_items":       "additionalItems",
		"unique":                          "uniqueItems",
		"array_min_properties":            "minProperties",
		"array_max_properties":            "maxProperties",
		"invalid_property_name":           "propertyNames",
		"missing_dependency":              "dependencies",
		"string_gte":                      "minLength",
		"string_lte":                      "maxLength",
		"number_gte":                      "minimum",
		"number_gt":                       "exclusiveMinimum",
		"number_lte":                      "maximum",
		"number_lt":                       "exclusiveMaximum",
		"multiple_of":                     "multipleOf",
		"number_all_of":                   "allOf",
		"number_any_of":                   "anyOf",
		"number_one_of":                   "oneOf",
		"number_not":                      "not",
		"condition_then":                  "then",
		"condition_else":                  "else",
	}[errorType]
	if !ok {
		return errorType // the others are called as the keyword is
	}
	return k
}

// fieldOf returns the property path of n, which stands depth levels below the
// validated value: names joined by dots, "[]" for an element.
func fieldOf(n *jsondoc.Node, depth int) string {
	return pathTo(n, depth, func(int) string { return "[]" })
}

// label returns the same path with indexes, for people.
func (f fault) label() string {
	s := pathTo(f.node, len(f.path), func(i int) string { return fmt.Sprintf("[%d]", i) })
	if s == "" {
		return "the value"
	}
	return s
}

func pathTo(n *jsondoc.Node, depth int, element func(i int) string) string {
	if depth == 0 || n.Parent == nil {
		return ""
	}
	above := pathTo(n.Parent, depth-1, element)
	if n.Parent.Is(jsondoc.Array) {
		return above + element(n.Index)
	}
	return join(above, n.Name)
}

// join appends a name to a path. A name that is no plain word comes from the
// file and is quoted.
func join(path, name string) string {
	if !isWord(name) {
		return fmt.Sprintf("%s[%q]", path, shorten(name))
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

func isWord(s string) bool {
	return s != "" && len(s) <= maxQuoted && strings.IndexFunc(s, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' ||
			r == '_' || r == '-' || r == '$')
	}) < 0
}
