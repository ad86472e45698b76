package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var evaluationHistoryRewritten = &check.Rule{
	Rule: diag.Rule{
		Name:     "evaluation-history-rewritten",
		Group:    "Evaluations",
		Severity: diag.Error,
		Summary:  "the history of an evaluation must only grow, and stay while its model does",
		Why: `The history says how a model came to its role. Events that are changed or
removed later make it say something else, and nobody who reads the file can
notice. An evaluation under another id, variant or name is still the same when
it is of the same model and the old one is gone. While a model is registered its
evaluations stay; several may become one that has the events of all.`,
		Repair: `Restore the events of the base, and append a new one that corrects them.
An evaluation goes only with its model.`,
		NeedsBase: true,
	},
	Bad: `
-- base:metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-01-01T00:00:00Z",
  "history": [{"event": "initial_assessment", "status": "rejected", "timestamp": "2025-01-01T00:00:00Z"}]}]}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-01-01T00:00:00Z",
  "history": [{"event": "initial_assessment", "status": "general", "timestamp": "2025-01-01T00:00:00Z"}]}]}
`,
	Good: `
-- base:metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-01-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-01-01T00:00:00Z",
  "history": [{"event": "initial_assessment", "status": "rejected", "timestamp": "2025-01-01T00:00:00Z"}]}]}
-- metrics/model_evaluations.json --
{"schemaVersion": "1.0.0", "updatedAt": "2025-02-01T00:00:00Z", "evaluations": [
 {"provider": "Acme", "fullModel": "Acme One Pro", "modelFamily": "One", "modelVariant": "Pro", "updatedAt": "2025-02-01T00:00:00Z",
  "history": [{"event": "initial_assessment", "status": "rejected", "timestamp": "2025-01-01T00:00:00Z"},
              {"event": "update", "status": "general", "timestamp": "2025-02-01T00:00:00Z"}]}]}
`,
	Check: func(p *check.Pass) {
		if p.Base == nil || p.EvaluationsState == snapshot.Broken {
			return
		}
		l := newLinks(p.Base, p.Snapshot)
		rewritten, gone := successions(p.Base, p.Snapshot, l)
		for _, x := range rewritten {
			reportRewritten(p, x.was, x.now)
		}
		for _, was := range gone {
			if !l.missed(was.Evaluation) { // else eval-ref-unknown says so
				reportGone(p, was, l.registered(was.Evaluation))
			}
		}
	},
}

// reportRewritten tells the first event of the base that is not there any more.
func reportRewritten(p *check.Pass, was, now chronicle) {
	i, help := was.common(now), "restore the base's events, and append a new one"
	name := fmt.Sprintf("%q", now.Key())
	if now.Anchor() != was.Anchor() {
		name += fmt.Sprintf(" (at the base %q)", was.Key())
	}
	if i == len(now.History) {
		p.ReportEvaluation(now.Evaluation, now.At("history"), "", help,
			"history of evaluation %s has %s, but %d at the base", name, events(len(now.History)), len(was.History))
		return
	}
	event := was.History[i]
	p.ReportEvaluation(now.Evaluation, now.Doc.Place(now.History[i]), "", help,
		"history[%d] of evaluation %s is not what it is at the base: %q with status %q at %q", i, name,
		event.Get("event").Str(), event.Get("status").Str(), event.Get("timestamp").Str())
}

// reportGone tells an evaluation that the head has no form of, e being the entry
// of its model.
func reportGone(p *check.Pass, was chronicle, e *registry.Entry) {
	at := diag.InFile(p.Layout.Path(p.Layout.Paths.Evaluations))
	if p.Evaluations != nil {
		at = p.Evaluations.Doc.KeyPlace(p.Evaluations.Doc.Root.Get("evaluations"))
	}
	p.Report(diag.Finding{
		Place: at, Subject: was.Key(), Identity: was.Anchor(), ModelID: e.ModelID, Key: "gone",
		Message: fmt.Sprintf("evaluation %q of model %q is gone, and its history of %s with it", was.Key(), e.ModelID, events(len(was.History))),
		Help:    "put the evaluation back, or remove the model with it",
		Related: []diag.Related{{Place: e.At("model_id"), Message: "the model is still registered"}},
	})
}

func events(n int) string {
	if n == 1 {
		return "1 event"
	}
	return fmt.Sprintf("%d events", n)
}
