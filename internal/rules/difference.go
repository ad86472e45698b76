package rules

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// A difference is a value that a metrics file and its evaluation state
// differently. A nil node is an absent value.
type difference struct {
	field      string // its path in the metrics file
	evaluated  string // its path in the evaluation
	metric     *jsondoc.Node
	evaluation *jsondoc.Node
}

// differences compares what both sides state soundly: a value of the wrong
// type is the schema's to report.
func differences(m *registry.Metric, v *registry.Evaluation) []difference {
	var out []difference
	add := func(field, evaluated string, differ func(a, b *jsondoc.Node) bool) {
		a, b := m.Doc.Root.Get(field), v.Node.Get(evaluated)
		if differ(a, b) {
			out = append(out, difference{field, evaluated, a, b})
		}
	}
	add("provider", "provider", providersDiffer)
	for _, f := range []string{"fullModel", "modelFamily", "modelVariant"} {
		add(f, f, textsDiffer)
	}
	add("version", "version", versionsDiffer)
	add("sessionId", "sessionId", optionalDiffer)
	add("selfClassification", "status", statusesDiffer)
	return append(out, checkDifferences(m, v)...)
}

func providersDiffer(a, b *jsondoc.Node) bool {
	x, y := registry.ProviderSlug(a.Str()), registry.ProviderSlug(b.Str())
	return x != "" && y != "" && x != y
}

func textsDiffer(a, b *jsondoc.Node) bool {
	return a.Is(jsondoc.String) && b.Is(jsondoc.String) && a.Text != b.Text
}

// versionsDiffer leaves a metrics file without a version to its schema.
func versionsDiffer(a, b *jsondoc.Node) bool { return a != nil && optionalDiffer(a, b) }

// optionalDiffer compares texts that may be missing: absent and null are one.
func optionalDiffer(a, b *jsondoc.Node) bool {
	x, okX := optionalText(a)
	y, okY := optionalText(b)
	return okX && okY && x != y
}

// optionalText tells a missing text from an empty one by its quotes.
func optionalText(n *jsondoc.Node) (text string, ok bool) {
	switch {
	case n == nil, n.Is(jsondoc.Null):
		return "", true
	case n.Is(jsondoc.String):
		return strconv.Quote(n.Text), true
	}
	return "", false
}

func statusesDiffer(a, b *jsondoc.Node) bool {
	words := []string{"general", "contributor", "rejected"}
	return slices.Contains(words, a.Str()) && slices.Contains(words, b.Str()) && a.Text != b.Text
}

// checkDifferences matches the rubric's checks by name. Other names are the
// schema's to report; an evaluation without checks has nothing to compare.
func checkDifferences(m *registry.Metric, v *registry.Evaluation) []difference {
	var out []difference
	for _, name := range registry.CheckNames() {
		a, b := checkOf(m.Checks, name), checkOf(v.Checks, name)
		if numbersDiffer(a.Score, b.Score) {
			field := fmt.Sprintf("checks[%s].score", name)
			out = append(out, difference{field, field, a.Score, b.Score})
		}
		if a.Critical.Is(jsondoc.Bool) && b.Critical.Is(jsondoc.Bool) && a.Critical.Text != b.Critical.Text {
			field := fmt.Sprintf("checks[%s].critical", name)
			out = append(out, difference{field, field, a.Critical, b.Critical})
		}
	}
	return out
}

// checkOf returns the first check of a name, or the zero Check.
func checkOf(checks []registry.Check, name string) registry.Check {
	if i := slices.IndexFunc(checks, func(c registry.Check) bool { return c.Name == name }); i >= 0 {
		return checks[i]
	}
	return registry.Check{}
}

// numbersDiffer compares values, not spellings: 10 and 10.0 are one score.
func numbersDiffer(a, b *jsondoc.Node) bool {
	if !a.Is(jsondoc.Number) || !b.Is(jsondoc.Number) {
		return false
	}
	x, errX := strconv.ParseFloat(a.Text, 64)
	y, errY := strconv.ParseFloat(b.Text, 64)
	return errX == nil && errY == nil && x != y
}

func orRoot(n, root *jsondoc.Node) *jsondoc.Node {
	if n == nil {
		return root
	}
	return n
}
