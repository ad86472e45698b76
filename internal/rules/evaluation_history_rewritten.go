package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

var evaluationHistoryRewritten = &check.Rule{
	Rule: diag.Rule{
		Name:     "evaluation-history-rewritten",
		Group:    "Evaluations",
		Severity: diag.Error,
		Summary:  "the history of an evaluation must only grow",
		Why: `The history says how a model came to its role. Events that are changed or
removed later make it say something else, and nobody who reads the file can
notice. An evaluation under another id, variant or name is still the same when
it is of the same model and the old one is gone.`,
		Repair:    `Restore the events of the base, and append a new one that corrects them.`,
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
		if p.Base == nil {
			return
		}
		for _, x := range successions(p.Base, p.Snapshot) {
			if !x.now.goesOn(x.was) {
				reportRewritten(p, x.was, x.now)
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

func events(n int) string {
	if n == 1 {
		return "1 event"
	}
	return fmt.Sprintf("%d events", n)
}
