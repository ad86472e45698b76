package schema

import (
	"cmp"
	"slices"

	"github.com/xeipuuv/gojsonschema"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
)

// violations turns the engine's errors, which come in random order and with
// echoes, into violations by place.
func (d *definition) violations(root *jsondoc.Node, errs []gojsonschema.ResultError) []Violation {
	nodes := newFinder(root)
	var faults, echoes []Violation
	for _, e := range errs {
		f := fault{ResultError: e, def: d, path: pathOf(e)}
		f.node = nodes.node(f.path)
		v := f.violation(nodes)
		if isEcho(e.Type()) {
			echoes = append(echoes, v)
			continue
		}
		faults = append(faults, v)
	}
	return sorted(append(faults, unexplained(echoes, faults)...))
}

// isEcho reports whether an error of the type only says that a subschema
// failed. The subschema's own errors are there too, except where several
// branches of a oneOf fit.
func isEcho(errorType string) bool {
	return slices.Contains([]string{
		"number_all_of", "number_any_of", "number_one_of",
		"condition_then", "condition_else", "contains", "invalid_property_name",
	}, errorType)
}

// unexplained keeps the echoes within whose value no fault stands.
func unexplained(echoes, faults []Violation) []Violation {
	starts := make([]int, len(faults))
	for i, f := range faults {
		starts[i] = f.Node.Start
	}
	slices.Sort(starts)
	return slices.DeleteFunc(echoes, func(e Violation) bool {
		i, _ := slices.BinarySearch(starts, e.Node.Start)
		return i < len(starts) && starts[i] < e.Node.End
	})
}

func sorted(vs []Violation) []Violation {
	slices.SortFunc(vs, compare)
	return slices.CompactFunc(vs, func(a, b Violation) bool { return a == b })
}

func compare(a, b Violation) int {
	return cmp.Or(
		cmp.Compare(a.start(), b.start()),
		cmp.Compare(a.Node.End, b.Node.End),
		cmp.Compare(a.Keyword, b.Keyword),
		cmp.Compare(a.Field, b.Field),
		cmp.Compare(a.Message, b.Message),
	)
}

func (v Violation) start() int {
	if v.OnKey {
		return v.Node.KeyStart
	}
	return v.Node.Start
}
