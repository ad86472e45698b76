// Package drift adds to a judgement what differs from the registry: what
// import, reconcile and export would change, each with its command.
package drift

import (
	"errors"
	"fmt"
	"time"

	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/importer"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/views"
)

// Add puts the pending plans into a judgement's run; a pending plan fails it.
// Documents that can't be read have findings already, and no plans.
func Add(j *gate.Judgement, now time.Time) error {
	j.Run.Plans = []report.Plan{}
	for _, pending := range []func(*gate.Judgement, time.Time) ([]report.Plan, error){imports, links, exports} {
		plans, err := pending(j, now)
		if err != nil {
			return err
		}
		j.Run.Plans = append(j.Run.Plans, plans...)
	}
	if len(j.Run.Plans) > 0 && j.Run.FailOn != "never" {
		j.Run.Pass = false
	}
	return nil
}

func imports(j *gate.Judgement, now time.Time) ([]report.Plan, error) {
	if j.Head.MetricsState == snapshot.Absent {
		return nil, nil
	}
	res, err := importer.Import(j.Head, importer.Options{Policy: j.Config.Policy, Now: now})
	if errors.Is(err, importer.ErrBroken) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("plan an import: %w", err)
	}
	var out []report.Plan
	for _, e := range res.Plan {
		out = append(out, report.Plan{Command: "modelgate import", Path: e.Path, Why: e.Why})
	}
	return out, nil
}

func links(j *gate.Judgement, now time.Time) ([]report.Plan, error) {
	if j.Head.RegistryState != snapshot.Present || j.Head.EvaluationsState == snapshot.Broken {
		return nil, nil
	}
	res, err := edit.Reconcile(j.Head, now)
	if err != nil || res.New == nil {
		return nil, nil // a registry of another shape has its finding
	}
	return []report.Plan{{
		Command: "modelgate reconcile", Path: j.Head.Layout.Path(j.Head.Layout.Paths.Registry),
		Why: fmt.Sprintf("%d entries have eval_refs to be written or made exact", len(res.Updated)),
	}}, nil
}

func exports(j *gate.Judgement, _ time.Time) ([]report.Plan, error) {
	if j.Head.RegistryState != snapshot.Present {
		return nil, nil
	}
	p, err := views.Plan(j.Head, views.Existing(j.Head)...)
	if errors.Is(err, views.ErrForeign) || errors.Is(err, views.ErrBroken) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("plan an export: %w", err)
	}
	var out []report.Plan
	for _, e := range p {
		out = append(out, report.Plan{Command: "modelgate export", Path: e.Path, Why: e.Why})
	}
	return out, nil
}
