package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/schemas"
)

// offline refuses to load anything; the metaschemas are part of the library.
type offline struct{}

func (offline) Load(url string) (any, error) { return nil, fmt.Errorf("load %s: offline", url) }

// reference compiles an embedded schema with the second engine: unchanged, so
// that BIP-035's is read as the 2020-12 it says it is, against its metaschema,
// with that engine's own idea of a date-time.
func reference(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	src, err := schemas.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.UseLoader(offline{})
	c.DefaultDraft(jsonschema.Draft7)
	c.AssertFormat()
	url := "embedded:///" + name
	if err := c.AddResource(url, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(url)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEverySchemaFollowsItsMetaschema(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(schemas.Files, "*.json")
	if err != nil || len(names) < len(valid()) {
		t.Fatalf("got schemas %q (%v), want at least %d", names, err, len(valid()))
	}
	for _, name := range names {
		reference(t, name)
	}
}

// The engine's verdict on generated documents is that of another engine
// (PLATFORM.md §2).
func TestEnginesAgree(t *testing.T) {
	t.Parallel()
	v := newValidator(t)
	mutants := map[Schema]int{
		Entry10: 32_000, Entry11: 24_000, RegistryFile: 12_000,
		Metrics: 12_000, EvaluationsFile: 10_000, Evaluation: 12_000,
	}
	for s, src := range valid() {
		t.Run(string(s), func(t *testing.T) {
			t.Parallel()
			c := comparison{validator: v, schema: s, reference: reference(t, string(s))}
			n := mutants[s]
			if testing.Short() {
				n /= 10
			}
			c.run(t, decode(t, src), n)
		})
	}
}

type comparison struct {
	validator *Validator
	schema    Schema
	reference *jsonschema.Schema
	conform   int
}

func (c *comparison) run(t *testing.T, doc any, mutants int) {
	for i := range mutants {
		mutant := newMutator(35, uint64(i)).mutant(doc)
		if !c.check(t, mutant) {
			src, _ := json.Marshal(mutant)
			t.Fatalf("mutant %d is %s", i, src)
		}
	}
	t.Logf("%d mutants: %d conform, %d do not", mutants, c.conform, mutants-c.conform)
	if least := mutants / 20; c.conform < least || mutants-c.conform < least {
		t.Errorf("%d of %d mutants conform, want at least %d of each kind", c.conform, mutants, least)
	}
}

func (c *comparison) check(t *testing.T, mutant any) bool {
	got, want := c.validator.conforms(c.schema, mutant), c.reference.Validate(mutant) == nil
	if got {
		c.conform++
	}
	if got != want {
		t.Errorf("conforms = %v, the other engine says %v", got, want)
		return false
	}
	return c.checkViolations(t, mutant, got)
}

// checkViolations: a document that conforms has none; one that does not has
// some, unless a small general is all that is wrong with it.
func (c *comparison) checkViolations(t *testing.T, mutant any, conforms bool) bool {
	src, err := json.Marshal(mutant)
	if err != nil {
		t.Fatal(err)
	}
	n := parse(t, string(src))
	got := c.validator.Validate(c.schema, n)
	want := !conforms
	if len(got) == 0 && want && (c.schema == Entry10 || c.schema == Entry11) {
		e := registry.NewEntry(nil, n)
		small := []registry.SizeClass{registry.Nano, registry.Mini, registry.Small, registry.Medium}
		want = e.Role != registry.General || !slices.Contains(small, e.SizeClass)
	}
	if (len(got) > 0) != want {
		t.Errorf("Validate = %q, conforms is %v", tellAll(got), conforms)
		return false
	}
	return true
}
