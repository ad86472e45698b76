package rules

import (
	"fmt"
	"time"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var timestampsInconsistent = &check.Rule{
	Rule: diag.Rule{
		Name:     "timestamps-inconsistent",
		Group:    "Lifecycle",
		Severity: diag.Error,
		Summary:  "an entry must not be updated before it was created, nor in the future",
		Why: `Dates decide which statement about a model is the latest. One that
contradicts the other, or that has not come yet, decides wrongly. A record of
the audit log is never older than the one before, so that one from the future
moves all after it there.`,
		Repair: `Correct the date. Dates are RFC 3339 with a zone; a date more than a day
ahead is told as a warning, because clocks and zones differ. A record can't be
corrected once it is merged: remove it before, and write it again.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "created_at": "2025-01-02T00:00:00Z", "updated_at": "2025-01-01T00:00:00Z"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "created_at": "2025-01-01T00:00:00Z", "updated_at": "2025-01-01T00:00:00Z"}]}
`,
	Check: func(p *check.Pass) {
		for e := range p.Registry.All() {
			created, okC := registry.ParseTime(e.CreatedAt)
			updated, okU := registry.ParseTime(e.UpdatedAt)
			if okC && okU && created.After(updated) {
				p.ReportEntry(e, e.At("created_at"), "order", "correct the date that is wrong",
					"created_at is %q, later than updated_at, which is %q", e.CreatedAt, e.UpdatedAt)
				continue
			}
			// Where both lie ahead, the creation is the one fault.
			if !reportFuture(p, e, "created_at", created) {
				reportFuture(p, e, "updated_at", updated)
			}
		}
		reportFutureRecords(p)
	},
}

// clockSlack is how far ahead a date may lie: a day covers every time zone
// written by mistake.
const clockSlack = 24 * time.Hour

func reportFuture(p *check.Pass, e *registry.Entry, field string, at time.Time) bool {
	if !at.After(p.Now.Add(clockSlack)) {
		return false
	}
	p.ReportAs(diag.Warning, diag.Finding{
		Place: e.At(field), Subject: e.Subject(), ModelID: e.ModelID, Key: "future " + field,
		Message: fmt.Sprintf("%s is %q, which lies in the future", field, e.Node.Get(field).Str()),
		Help:    "correct the date, or the clock of this machine",
	})
	return true
}

// reportFutureRecords tells records that are dated ahead, not those that had to
// follow them.
func reportFutureRecords(p *check.Pass) {
	if p.Log == nil {
		return
	}
	for _, x := range p.Log.Future(p.Now) {
		p.ReportAs(diag.Warning, diag.Finding{
			Place: logPlace(x), Subject: x.Path, Key: string(x.Kind), Message: x.Message, Help: x.Help,
		})
	}
}
