// Package schema validates documents against the JSON Schemas compiled into
// the program, and says what breaks them in plain sentences with places.
//
// Nothing is ever fetched: neither a schema's references nor an instance's
// "$schema" reach a loader (DESIGN.md §2).
package schema

import (
	"fmt"
	"io/fs"

	"github.com/xeipuuv/gojsonschema"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/schemas"
)

// A Schema names an embedded schema by its file name.
type Schema string

// The schemas of documents. RegistryFile and EvaluationsFile are the wrappers:
// they ask of their elements only that they are objects, because each element
// has a schema of its own.
const (
	RegistryFile    Schema = "registry_file.schema.json"
	Entry10         Schema = "model_registry.schema.json"
	Entry11         Schema = "model_registry-1.1.schema.json"
	Metrics         Schema = "metrics.schema.json"
	EvaluationsFile Schema = "evaluations.schema.json"
	Evaluation      Schema = "evaluation.schema.json"
)

// A Violation is one way in which a document breaks a schema.
type Violation struct {
	Node    *jsondoc.Node // the value at fault; of a missing property the object
	OnKey   bool          // the fault is the member's name, not its value
	Keyword string        // of JSON Schema: "enum", "required"
	Field   string        // the property's path without array indexes: "history[].event"; "" is the value itself
	Message string        // one sentence without full stop, quoting the wrong value
	Help    string        // what to do; may be empty
}

// A Validator holds the compiled schemas. It is safe for concurrent use.
type Validator struct{ definitions map[Schema]*definition }

// New compiles the embedded schemas. It refuses a schema with any keyword,
// format or reference that the engine would ignore or fetch.
func New() (*Validator, error) { return compileAll(schemas.Files) }

func compileAll(files fs.FS) (*Validator, error) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list schemas: %w", err)
	}
	v := &Validator{definitions: make(map[Schema]*definition, len(names))}
	for _, name := range names {
		src, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read schema: %w", err)
		}
		if v.definitions[Schema(name)], err = compile(name, src); err != nil {
			return nil, fmt.Errorf("compile schema %s: %w", name, err)
		}
	}
	return v, nil
}

// Validate returns what is wrong with the shape of n, by place, each fault
// once. The role policy that BIP-035 writes into the entry schema is left to
// the rule general-too-small. A nil node has no violations. Validate panics
// for a schema that is not embedded.
func (v *Validator) Validate(s Schema, n *jsondoc.Node) []Violation {
	d := v.definition(s)
	if n == nil {
		return nil
	}
	return d.violations(n, run(d.shape, n.Value()))
}

func (v *Validator) definition(s Schema) *definition {
	d, ok := v.definitions[s]
	if !ok {
		panic(fmt.Sprintf("schema: no embedded schema %q", s))
	}
	return d
}

func run(s *gojsonschema.Schema, value any) []gojsonschema.ResultError {
	result, err := s.Validate(gojsonschema.NewRawLoader(bounded(value)))
	if err != nil {
		// A raw loader returns its value; it has no way to fail.
		panic("schema: " + err.Error())
	}
	return result.Errors()
}
