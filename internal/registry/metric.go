package registry

import (
	"path"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// A Metric is one self-test result: a file metrics/models/<model id>.json.
type Metric struct {
	Doc *jsondoc.Document

	Path         string // relative to the root, as source_files name it
	ID           string // the file's stem, which is the model's id
	Provider     string
	FullModel    string
	ModelFamily  string
	ModelVariant string
	SelfClass    string
	Checks       []Check
}

// A Check is one scored test of a metrics file or an evaluation.
type Check struct {
	Node     *jsondoc.Node
	Name     string
	Score    *jsondoc.Node
	Critical *jsondoc.Node
}

// CheckNames lists the rubric's checks, in its order (MODEL_TEST_PROTOCOL).
func CheckNames() []string {
	return []string{
		"Connectivity", "Command & Tool Use", "Cursor File Operations",
		"Task Completeness", "Compliance & Safety", "Stability",
	}
}

// NewMetric reads a metrics file; rel is its path below the root.
func NewMetric(doc *jsondoc.Document, rel string) *Metric {
	r := doc.Root
	return &Metric{
		Doc: doc, Path: rel,
		ID:           strings.TrimSuffix(path.Base(rel), ".json"),
		Provider:     r.Get("provider").Str(),
		FullModel:    r.Get("fullModel").Str(),
		ModelFamily:  r.Get("modelFamily").Str(),
		ModelVariant: r.Get("modelVariant").Str(),
		SelfClass:    r.Get("selfClassification").Str(),
		Checks:       newChecks(r.Get("checks")),
	}
}

func newChecks(n *jsondoc.Node) []Check {
	var out []Check
	for _, c := range n.Elems() {
		out = append(out, Check{
			Node: c, Name: c.Get("name").Str(),
			Score: c.Get("score"), Critical: c.Get("critical"),
		})
	}
	return out
}

// At returns where a top-level field stands, or the file's value without it.
func (m *Metric) At(field string) diag.Place {
	if n := m.Doc.Root.Get(field); n != nil {
		return m.Doc.Place(n)
	}
	return m.Doc.Place(m.Doc.Root)
}

// Identity returns the model's identity as the file states it.
func (m *Metric) Identity() string { return Identity(m.Provider, m.FullModel) }
