package importer

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func (r *run) report(rule diag.Rule, f diag.Finding) {
	f.Rule, f.Severity = rule.Name, rule.Severity
	r.out.Findings = append(r.out.Findings, f)
}

// reportModel reports a finding about the entry of d.
func (r *run) reportModel(rule diag.Rule, d derivation, at diag.Place, key, help, format string, args ...any) {
	r.report(rule, diag.Finding{
		Place: at, Subject: d.draft.ModelID, ModelID: d.draft.ModelID, Key: key, Help: help,
		Message: fmt.Sprintf(format, args...),
	})
}

// reportRole tells where the role does not follow from an evaluation alone.
func (r *run) reportRole(d derivation) {
	v, m := d.evaluation, d.metric
	switch {
	case v == nil && r.snap.EvaluationsState == snapshot.Absent:
		r.sums.unevaluated = append(r.sums.unevaluated, d.draft.ModelID)
	case v == nil:
		r.reportModel(evaluationMissing, d, m.At("fullModel"), "",
			"evaluate the model, then set its role and status in the registry",
			"no evaluation is of %q, so it is registered as %s", m.FullModel, d.draft.Role)
	case !decides(d.verdict):
		r.reportModel(evaluationMissing, d, v.At("status"), "status",
			"write general, contributor or rejected",
			"evaluation %q has the status %q, which stands for no role, so its model is registered as %s",
			v.Key(), v.Status, d.draft.Role)
	case d.lowered != "":
		r.reportModel(roleLowered, d, verdictPlace(v), "",
			`nothing to do if that is right; else correct "size_class" and "role" in the registry`,
			"%q is evaluated general, but %s, so it is registered as %s", d.draft.ModelID, d.lowered, d.draft.Role)
	}
}

// reportRefs tells of an evaluation that the entry can't refer to.
func (r *run) reportRefs(d derivation) {
	v := d.evaluation
	switch {
	case v == nil || len(d.draft.EvalRefs) > 0:
	case !v.Of(d.draft.Entry()):
		r.reportModel(evaluationMissing, d, v.At("fullModel"), "key",
			"correct the names, or give the evaluation a model_id",
			"evaluation %q is of %q and its entry is of %q, so the entry gets no eval_refs",
			v.Key(), v.FullModel, d.draft.DisplayName)
	default:
		r.reportModel(evaluationMissing, d, v.At("updatedAt"), "key",
			"complete modelFamily, modelVariant and updatedAt of the evaluation, or give it an id",
			"the key %q does not lead to the evaluation of %q alone, so the entry gets no eval_refs",
			v.Key(), d.draft.ModelID)
	}
}

// reportSize tells of a size class that can't be derived; what completes the
// sentence with what follows from it.
func (r *run) reportSize(d derivation, what, help string) {
	r.reportModel(sizeUnknown, d, d.metric.At("fullModel"), "", help,
		"the name %q tells no size class, so %s", d.metric.FullModel, what)
}

func decides(verdict string) bool {
	v := registry.Evaluation{Status: verdict}
	_, _, ok := v.RoleFor()
	return ok
}

// verdictPlace is where the verdict stands.
func verdictPlace(v *registry.Evaluation) diag.Place {
	if n := v.MasterDecision.Get("decision"); n != nil && n.Str() == verdict(v) {
		return v.Doc.Place(n)
	}
	return v.At("status")
}
