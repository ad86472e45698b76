package rules

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var statusTransition = &check.Rule{
	Rule: diag.Rule{
		Name:      "status-transition",
		Group:     "Lifecycle",
		Severity:  diag.Error,
		NeedsBase: true,
		Summary:   "a status must change step by step",
		Why: `Users of a model need a time in which it is deprecated before it is
archived, and an archived model must not come back unnoticed. Legal are
active to deprecated and back, deprecated to archived, and archived to active
with a reason in the audit log; a new entry may have any status.`,
		Repair: `Deprecate the model first and archive it in a later change. To bring an
archived model back, record the reason with
` + "`modelgate set-status ID active --reason …`.",
		Configure: "With `audit: off` there is no log that could hold a reason, and an\narchived model may become active again.",
	},
	Bad: `
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "status": "active"}]}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "status": "archived"}]}
`,
	Good: `
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "status": "active"}]}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "status": "deprecated"}, {"model_id": "acme-two", "status": "archived"}]}
`,
	Check: func(p *check.Pass) {
		base, revived, unlogged := baseEntries(p), revivals(p), p.Config.Audit == config.AuditOff
		for e := range p.Registry.All() {
			was := base[e.ModelID]
			if len(was) == 0 || slices.ContainsFunc(was, func(b *registry.Entry) bool {
				return mayBecome(b.Status, e.Status, unlogged || revived[e.ModelID])
			}) {
				continue
			}
			from := was[0].Status
			p.ReportEntry(e, e.At("status"), string(from)+" "+string(e.Status), transitionHelp(from),
				"status of %q goes from %q to %q, which is no legal step", e.ModelID, from, e.Status)
		}
	},
}

// mayBecome reports whether a status may follow another. Of a word that is no
// status nothing is said here; the schema reports it.
func mayBecome(from, to registry.Status, revived bool) bool {
	if !isStatus(from) || !isStatus(to) {
		return true
	}
	return registry.MayBecome(from, to) && (from != registry.Archived || to != registry.Active || revived)
}

func isStatus(s registry.Status) bool {
	return s == registry.Active || s == registry.Deprecated || s == registry.Archived
}

// revivals lists the models that a record of this change brings back from the
// archive and says why. An adopt record gives the reason for itself and none
// for the edits that it takes up.
func revivals(p *check.Pass) map[string]bool {
	out := map[string]bool{}
	if p.Log == nil || p.Base == nil || p.Base.Log == nil {
		return out
	}
	for _, r := range audit.Added(p.Base.Log, p.Log) {
		if r.Op == audit.Adopt || strings.TrimSpace(r.Reason) == "" {
			continue
		}
		for _, c := range r.Changes {
			if statusOf(c.Before) == registry.Archived && statusOf(c.After) == registry.Active {
				out[c.ModelID] = true
			}
		}
	}
	return out
}

// statusOf is the status of an entry in the log; "" where it has none.
func statusOf(entry json.RawMessage) registry.Status {
	var e struct {
		Status any `json:"status"`
	}
	if json.Unmarshal(entry, &e) != nil {
		return "" // there is no entry
	}
	s, _ := e.Status.(string)
	return registry.Status(s)
}

func transitionHelp(from registry.Status) string {
	if from == registry.Archived {
		return "set it back to \"archived\", then bring the model back with `modelgate set-status ID active --reason …`"
	}
	return `set it to "deprecated" first, and archive it in a later change`
}
