package importer

import (
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// sums are the ids of models that one finding speaks of together: told for
// each, what holds for nearly all would hide the rest.
type sums struct {
	capabilities []string // written without any
	assumed      []string // sized by the tier table
	unevaluated  []string // without an evaluation, because there are none at all
}

func (s *sums) count(d derivation) {
	s.countCapabilities(d)
	s.countSize(d)
}

func (s *sums) countCapabilities(d derivation) {
	s.capabilities = append(s.capabilities, d.draft.ModelID)
}

func (s *sums) countSize(d derivation) {
	if d.size.assumed {
		s.assumed = append(s.assumed, d.draft.ModelID)
	}
}

func (r *run) reportSums() {
	file := r.snap.Layout.Path(r.snap.Layout.Paths.Registry)
	tell := func(rule diag.Rule, ids []string, help, message string) {
		if len(ids) > 0 {
			r.report(rule, diag.Finding{
				Place: diag.InFile(file), Subject: file, Help: help, Message: message + models(ids),
			})
		}
	}
	tell(capabilitiesEmpty, r.sums.capabilities, "list each model's capabilities in its entry",
		"metrics files state no capabilities, so they are left empty for ")
	tell(sizeAssumed, r.sums.assumed, "correct size_class in the registry where you know better",
		"the tier table gave the size class of ")
	tell(evaluationMissing, r.sums.unevaluated, "add "+r.snap.Layout.Path(r.snap.Layout.Paths.Evaluations),
		"there is no evaluations file, so experimental is the role of ")
}

// models names one model, or counts several and names them.
func models(ids []string) string {
	if len(ids) == 1 {
		return fmt.Sprintf("%q", ids[0])
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = fmt.Sprintf("%q", id)
	}
	return fmt.Sprintf("%d models: %s", len(ids), strings.Join(names, ", "))
}
