package rules

import (
	"slices"
	"strconv"

	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// number returns the value of a JSON number; false when n is none, or is one
// beyond float64.
func number(n *jsondoc.Node) (float64, bool) {
	if !n.Is(jsondoc.Number) {
		return 0, false
	}
	v, err := strconv.ParseFloat(n.Text, 64)
	return v, err == nil
}

// sumOf adds up the scores of checks; false when there are none or one of
// them has no number.
func sumOf(checks []registry.Check) (float64, bool) {
	sum := 0.0
	for _, c := range checks {
		v, ok := number(c.Score)
		if !ok {
			return 0, false
		}
		sum += v
	}
	return sum, len(checks) > 0
}

// A verdict is what the rubric of MODEL_TEST_PROTOCOL makes of six checks.
type verdict struct {
	status   string
	sum      float64
	critical []string // the checks with a critical fault, in the rubric's order
}

// rate applies the rubric: general from 85 points without any critical fault,
// rejected below 65 or with a critical fault in one of the core checks,
// contributor otherwise. It is false unless the checks are exactly the six.
func rate(checks []registry.Check) (verdict, bool) {
	sum, ok := sumOf(checks)
	names := registry.CheckNames()
	if !ok || len(checks) != len(names) {
		return verdict{}, false
	}
	v := verdict{status: "contributor", sum: sum}
	core := false
	for _, name := range names {
		i := slices.IndexFunc(checks, func(c registry.Check) bool { return c.Name == name })
		if i < 0 || !checks[i].Critical.Is(jsondoc.Bool) {
			return verdict{}, false
		}
		if checks[i].Critical.Text == "true" {
			v.critical = append(v.critical, name)
			core = core || slices.Contains(coreChecks(), name)
		}
	}
	switch {
	case sum < 65 || core:
		v.status = "rejected"
	case sum >= 85 && len(v.critical) == 0:
		v.status = "general"
	}
	return v, true
}

// coreChecks lists the checks in which a critical fault rejects a model.
func coreChecks() []string {
	return []string{"Connectivity", "Cursor File Operations", "Task Completeness"}
}
