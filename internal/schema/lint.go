package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// lint refuses what gojsonschema 1.2.0 would silently ignore (PLATFORM.md §2):
// keywords it does not know, formats it does not check, keywords beside a
// reference. It refuses references out of the schema, which the engine would
// fetch, and circular ones, which overflow its stack.
func lint(root map[string]any) error {
	return (&linter{root: root}).schema("", root)
}

type linter struct {
	root map[string]any
	open []string // references being followed
}

// schema checks one schema; at is its JSON Pointer.
func (l *linter) schema(at string, v any) error {
	if _, ok := v.(bool); ok {
		return nil
	}
	m, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is neither a schema nor a boolean", at)
	}
	if ref, ok := m["$ref"]; ok {
		return l.reference(at, m, ref)
	}
	return each(at, m, func(at, k string, v any) error { return l.keyword(at, k, v) })
}

func (l *linter) keyword(at, k string, v any) error {
	switch k {
	case "properties", "patternProperties", "definitions":
		return l.named(at, v)
	case "allOf", "anyOf", "oneOf":
		return l.list(at, v)
	case "not", "if", "then", "else", "contains", "propertyNames",
		"additionalItems", "additionalProperties":
		return l.schema(at, v)
	case "items":
		if _, ok := v.([]any); ok {
			return l.list(at, v)
		}
		return l.schema(at, v)
	case "dependencies":
		return l.dependencies(at, v)
	case "format":
		return knownFormat(at, v)
	case "enum", "type":
		// The engine takes an empty list for no constraint at all.
		if a, ok := v.([]any); ok && len(a) == 0 {
			return fmt.Errorf("%s is empty", at)
		}
		return nil
	}
	if !isLeaf(k) && !isAnnotation(k) {
		return fmt.Errorf("%s: the engine does not implement the keyword %q", at, k)
	}
	return nil
}

func isLeaf(k string) bool {
	return slices.Contains([]string{
		"const", "required", "pattern", "minLength", "maxLength",
		"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
		"minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
	}, k)
}

// isAnnotation reports whether k says nothing about validity.
func isAnnotation(k string) bool {
	return slices.Contains([]string{
		"title", "description", "$comment", "default", "examples", "readOnly", "writeOnly",
	}, k)
}

func (l *linter) named(at string, v any) error {
	m, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is no object", at)
	}
	return each(at, m, func(at, _ string, v any) error { return l.schema(at, v) })
}

func (l *linter) list(at string, v any) error {
	a, ok := v.([]any)
	if !ok || len(a) == 0 {
		return fmt.Errorf("%s is no list of schemas", at)
	}
	for i, s := range a {
		if err := l.schema(fmt.Sprintf("%s/%d", at, i), s); err != nil {
			return err
		}
	}
	return nil
}

// dependencies are schemas or lists of property names.
func (l *linter) dependencies(at string, v any) error {
	m, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is no object", at)
	}
	return each(at, m, func(at, _ string, v any) error {
		if _, ok := v.([]any); ok {
			return nil
		}
		return l.schema(at, v)
	})
}

func (l *linter) reference(at string, m map[string]any, ref any) error {
	for k := range m {
		if k != "$ref" && !isAnnotation(k) {
			return fmt.Errorf("%s: the engine ignores keywords beside $ref, such as %q", at, k)
		}
	}
	target, _ := ref.(string)
	s, ok := resolve(l.root, target)
	if !ok {
		return fmt.Errorf("%s: $ref %q is none of the schema's own definitions", at, target)
	}
	if slices.Contains(l.open, target) {
		return fmt.Errorf("%s: $ref %q refers to itself", at, target)
	}
	l.open = append(l.open, target)
	defer func() { l.open = l.open[:len(l.open)-1] }()
	return l.schema(target, s)
}

// resolve finds the definition that a reference "#/definitions/name" means.
func resolve(root map[string]any, ref string) (any, bool) {
	name, ok := strings.CutPrefix(ref, "#/definitions/")
	if !ok || strings.ContainsAny(name, "/~%") {
		return nil, false
	}
	definitions, _ := root["definitions"].(map[string]any)
	s, ok := definitions[name]
	return s, ok
}

func knownFormat(at string, v any) error {
	if v != "date-time" && v != "date" {
		return fmt.Errorf("%s: format %q is not checked", at, v)
	}
	return nil
}

// each calls f for every member in the order of names, so that of several
// faults always the same one is told.
func each(at string, m map[string]any, f func(at, k string, v any) error) error {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		if err := f(at+"/"+k, k, m[k]); err != nil {
			return err
		}
	}
	return nil
}
