package rules

import (
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var evalRefAmbiguous = &check.Rule{
	Rule: diag.Rule{
		Name:     "eval-ref-ambiguous",
		Group:    "Evaluations",
		Severity: diag.Warning,
		Summary:  "an eval_ref should name one evaluation",
		Why: `The short key eval-<provider>-<family>-<date> of BIP-035 leaves out the
variant, so the members of a family that were evaluated on one day share it. It
is a warning where the entry's own name tells which evaluation is meant, and an
error where nothing does: then the role rests on a guess.`,
		Repair: "Write the full key that the finding names; `modelgate reconcile` does so\n" +
			"for all entries.",
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-one-pro", "provider": "acme", "display_name": "One Pro", "eval_refs": ["eval-acme-one-2025-01-01"]}]}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
` + twoVariants + `]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [
 {"model_id": "acme-one-pro", "provider": "acme", "display_name": "One Pro", "eval_refs": ["eval-acme-one-pro-2025-01-01"]}]}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
` + twoVariants + `]}
`,
	Check: func(p *check.Pass) {
		for _, r := range referrers(p.Snapshot) {
			for _, ref := range r.refs {
				if ref.Match != registry.MatchAmbiguous {
					continue
				}
				f := aboutRef(p, r, ref, ref.One)
				many, one := "have", "has"
				if ref.Past {
					many, one = "had", "had"
				}
				f.Message = fmt.Sprintf("eval_refs[%d] is %q, which %d evaluations %s", ref.index, ref.text, len(ref.Among), many)
				for _, v := range few(ref.Among) {
					f.Related = append(f.Related, diag.Related{Place: v.At("fullModel"), Message: fmt.Sprintf("%q %s it", v.Key(), one)})
				}
				if ref.One != nil {
					p.ReportAs(diag.Warning, f)
					continue
				}
				f.Key += " undecided" // it was a warning while something told which is meant
				f.Help = "write the full key of the one that is meant: " + oneOf(ref.Among)
				p.ReportAs(diag.Error, f)
			}
		}
	},
}

// twoVariants are evaluations of one family on one day, for the examples.
const twoVariants = ` {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-01-01T00:00:00Z"},
 {"provider": "Acme", "fullModel": "Acme One Flash", "modelFamily": "One", "modelVariant": "Flash", "updatedAt": "2025-01-01T00:00:00Z"}`

// few cuts a list of candidates: hostile data can make every reference name
// every evaluation.
func few(list []*registry.Evaluation) []*registry.Evaluation { return list[:min(5, len(list))] }

func oneOf(list []*registry.Evaluation) string {
	var keys []string
	for _, v := range few(list) {
		keys = append(keys, fmt.Sprintf("%q", v.Key()))
	}
	return strings.Join(keys, " or ")
}
