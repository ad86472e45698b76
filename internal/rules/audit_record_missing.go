package rules

import (
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var auditRecordMissing = &check.Rule{
	Rule: diag.Rule{
		Name:     "audit-record-missing",
		Group:    "Trust",
		Severity: diag.Warning,
		Summary:  "every change of the registry has its record in the audit log",
		Why: `Replaying the log gives the registry. Where it does not, somebody edited the
registry by hand, or a record is gone, and nobody can tell later who decided.
While the log has faults of its own, and can't be replayed, each entry that a
change touches must still come with its record.`,
		Repair: `Make the change with modelgate upsert, set-status or remove. The next
command that writes takes hand edits up in an adopt record.`,
		Configure: "`audit: required` makes it an error and wants a log; `optional` speaks only\n" +
			"where there is one; `off` is silent.",
	},
	Bad: `
-- .modelgate.yaml --
version: 1
audit: required
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "a"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "a"}]}
`,
	Check: func(p *check.Pass) {
		if p.Log == nil || p.RegistryState != snapshot.Present {
			return // what is no registry has findings of its own
		}
		required := p.Config.Audit == config.AuditRequired
		severity := diag.Warning
		if required {
			severity = diag.Error
		}
		if len(p.Log.Problems()) == 0 && len(p.Log.Records()) == 0 {
			if required && len(p.Registry.Entries) > 0 {
				reportNoLog(p)
			}
			return
		}
		unfinished := interrupted(p)
		for _, x := range unrecorded(p) {
			if required || !spoken(p, x.ModelID) {
				reportUnrecorded(p, severity, x, unfinished.Concerns(x.ModelID))
			}
		}
	},
}

// unrecorded lists the models whose entries no record leads to. What a log with
// faults gives is unknown; then it is those that this change brings.
func unrecorded(p *check.Pass) []audit.Problem {
	if len(p.Log.Problems()) > 0 {
		return unrecordedChanges(p)
	}
	undecided := map[string]bool{} // audit-conflict says so
	_, conflicts := p.Log.Replay()
	for _, c := range conflicts {
		undecided[c.ModelID] = true
	}
	return slices.DeleteFunc(p.Log.Check(registered(p.Registry)), func(x audit.Problem) bool {
		return x.Kind != audit.RegistryDiffers || undecided[x.ModelID]
	})
}

// interrupted returns the record that a command left without the registry that
// goes with it; one of no model when there is none.
func interrupted(p *check.Pass) audit.Record {
	if !p.Interrupted {
		return audit.Record{}
	}
	r, _ := p.Log.Unapplied(registered(p.Registry))
	return r
}

// spoken reports whether another rule speaks of a model's entry first: one that
// breaks the schema, the role policy or its references has no record because none
// could be made. Where the base's entry was like that, the rule has nothing new
// to say, and an edit of it is told here.
func spoken(p *check.Pass, id string) bool {
	e := p.Registry.Find(id)
	if e == nil || recordable(p, p.Snapshot, e) {
		return false
	}
	if p.Base == nil {
		return true
	}
	was := p.Base.Registry.Find(id)
	return was == nil || recordable(p, p.Base, was) || entryDigest(was) == entryDigest(e)
}

// recordable reports whether a command could write an entry as it stands. A
// rule that is switched off does not speak.
func recordable(p *check.Pass, s *snapshot.Snapshot, e *registry.Entry) bool {
	small := tooSmall(p, e) && !p.Config.Rules[generalTooSmall.Name].Off
	if schema, known := entrySchema(e); small || !known || len(p.Validator.Validate(schema, e.Node)) > 0 {
		return false
	}
	if s.EvaluationsState != snapshot.Present || p.Config.Rules[evalRefUnknown.Name].Off {
		return true
	}
	return !slices.ContainsFunc(e.EvalRefs, func(ref string) bool {
		return s.Evaluations.Resolve(ref, e).Match == registry.MatchUnknown
	})
}

// registered is the registry by id; of a model named twice, the first.
func registered(f *registry.File) audit.State {
	out := audit.State{}
	for e := range f.All() {
		if _, twice := out[e.ModelID]; !twice && e.ModelID != "" {
			out[e.ModelID] = e.Doc.Raw(e.Node)
		}
	}
	return out
}

// reportNoLog tells the registry as a whole. The key holds the digest of its
// entries in any order, so that a further edit without a log is a new finding.
func reportNoLog(p *check.Pass) {
	logs := p.Layout.Path(p.Layout.Paths.Logs)
	entries := shortDigest([]byte(strings.Join(entryValues(p.Registry), "\n")))
	p.ReportAs(diag.Error, diag.Finding{
		Place: diag.InFile(p.Registry.Doc.Name), Subject: logs, Key: "no-log " + entries,
		Message: "the registry has no audit log, which `audit: required` wants",
		Help:    "the next command that writes begins one, such as `modelgate upsert`",
	})
}

// reportUnrecorded tells one model; unfinished says that the record is there
// and that its writer was interrupted before the registry. The key holds the
// entry's digest, so that a further hand edit of the same model is a new finding.
func reportUnrecorded(p *check.Pass, severity diag.Severity, x audit.Problem, unfinished bool) {
	at, key := diag.InFile(p.Layout.Path(p.Layout.Paths.Registry)), "absent"
	if e := p.Registry.Find(x.ModelID); e != nil {
		at = e.At("model_id")
		key = entryDigest(e)
	}
	why, help := "it was edited by hand, or its record is gone", "change the registry with modelgate; its next write takes the edit up in an adopt record"
	switch {
	case unfinished:
		why, help = "a command was interrupted after its record and before the registry", "the next command that writes finishes it, such as `modelgate fmt`"
	case len(p.Log.Problems()) > 0:
		help = "repair the log, then " + help
	}
	p.ReportAs(severity, diag.Finding{
		Place: at, Subject: x.ModelID, ModelID: x.ModelID, Key: key,
		Message: x.Message + ": " + why, Help: help,
	})
}
