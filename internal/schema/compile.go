package schema

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/xeipuuv/gojsonschema"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// A definition is one schema: as written, for look-ups, and compiled.
type definition struct {
	root  map[string]any
	whole *gojsonschema.Schema // compiled to know that all of it can be
	shape *gojsonschema.Schema // without the policy of shapeOf
}

func compile(name string, src []byte) (*definition, error) {
	doc, findings := jsondoc.Parse(name, src, jsondoc.DefaultLimits())
	if len(findings) > 0 {
		return nil, errors.New(findings[0].Message)
	}
	root, ok := doc.Root.Value().(map[string]any)
	if !ok {
		return nil, fmt.Errorf("schema is no object")
	}
	// The engine knows no 2020-12, which BIP-035 names, and takes "$id" for a
	// place to fetch from. Both go; lint makes sure that the keywords mean the
	// same in draft-07.
	delete(root, "$schema")
	delete(root, "$id")
	if err := lint(root); err != nil {
		return nil, err
	}
	d := &definition{root: root}
	var err error
	if d.whole, err = build(root); err != nil {
		return nil, err
	}
	d.shape = d.whole
	if shape, changed := shapeOf(root); changed {
		d.shape, err = build(shape)
	}
	return d, err
}

// shapeOf returns the schema without the conditions among its root's allOf:
// there BIP-035 states the role policy. The engine reports a broken condition
// three times over and, as "if" holds where role is missing, for faults that
// are none of the policy's.
func shapeOf(root map[string]any) (shape map[string]any, changed bool) {
	all, _ := root["allOf"].([]any)
	rest := slices.DeleteFunc(slices.Clone(all), func(s any) bool {
		m, _ := s.(map[string]any)
		return m["if"] != nil
	})
	if len(rest) == len(all) {
		return root, false
	}
	shape = maps.Clone(root)
	shape["allOf"] = rest
	return shape, true
}

func build(root map[string]any) (*gojsonschema.Schema, error) {
	registerFormats()
	l := gojsonschema.NewSchemaLoader()
	l.AutoDetect = false
	l.Draft = gojsonschema.Draft7
	return l.Compile(sealed{gojsonschema.NewRawLoader(root)})
}

// registerFormats replaces the engine's formats that lint lets through. The
// engine keeps them in one table for the process; its own date-time takes a
// bare date or a bare time.
var registerFormats = sync.OnceFunc(func() {
	gojsonschema.FormatCheckers.Add("date-time", format(isDateTime))
	gojsonschema.FormatCheckers.Add("date", format(isDate))
})

// A sealed loader gives its schema and refuses to load any other. Without it
// the engine follows references over HTTP and into the file system.
type sealed struct{ gojsonschema.JSONLoader }

func (sealed) LoaderFactory() gojsonschema.JSONLoaderFactory { return refusing{} }

type refusing struct{}

func (refusing) New(source string) gojsonschema.JSONLoader {
	return refused{gojsonschema.NewRawLoader(nil), source}
}

type refused struct {
	gojsonschema.JSONLoader
	source string
}

func (r refused) LoadJSON() (any, error) {
	return nil, fmt.Errorf("reference to %q, outside the schema", r.source)
}
