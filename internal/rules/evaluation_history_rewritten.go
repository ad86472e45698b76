package rules

import (
	"fmt"
	"reflect"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var evaluationHistoryRewritten = &check.Rule{
	Rule: diag.Rule{
		Name:     "evaluation-history-rewritten",
		Group:    "Evaluations",
		Severity: diag.Error,
		Summary:  "the history of an evaluation must only grow",
		Why: `The history says how a model came to its role. Events that are changed or
removed later make it say something else, and nobody who reads the file can
notice.`,
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
		byKey, byAnchor := map[string][]*registry.Evaluation{}, map[string][]*registry.Evaluation{}
		for v := range p.Evaluations.All() {
			byKey[v.Key()] = append(byKey[v.Key()], v)
			byAnchor[v.Anchor()] = append(byAnchor[v.Anchor()], v)
		}
		for old := range p.Base.Evaluations.All() {
			now := byKey[old.Key()]
			if len(now) == 0 {
				now = byAnchor[old.Anchor()]
			}
			reportRewritten(p, old, now)
		}
	},
}

// reportRewritten tells where the history of old is not the beginning of that
// of what became of it. Evaluations of one key are told apart by nothing, so
// one that fits is enough; one that is gone has no history to rewrite.
func reportRewritten(p *check.Pass, old *registry.Evaluation, now []*registry.Evaluation) {
	for _, v := range now {
		if commonEvents(old, v) == len(old.History) {
			return
		}
	}
	if len(now) == 0 {
		return
	}
	v := now[0]
	i, help := commonEvents(old, v), "restore the base's events, and append a new one"
	if i == len(v.History) {
		p.ReportEvaluation(v, v.At("history"), "", help,
			"history of evaluation %q has %s, but %d at the base", v.Key(), events(len(v.History)), len(old.History))
		return
	}
	was := old.History[i]
	p.ReportEvaluation(v, v.Doc.Place(v.History[i]), "", help,
		"history[%d] of evaluation %q is not what it is at the base: %q with status %q at %q", i, v.Key(),
		was.Get("event").Str(), was.Get("status").Str(), was.Get("timestamp").Str())
}

// commonEvents counts the events that two histories begin with alike.
func commonEvents(a, b *registry.Evaluation) int {
	n := 0
	for n < len(a.History) && n < len(b.History) &&
		reflect.DeepEqual(a.History[n].Value(), b.History[n].Value()) {
		n++
	}
	return n
}

func events(n int) string {
	if n == 1 {
		return "1 event"
	}
	return fmt.Sprintf("%d events", n)
}
