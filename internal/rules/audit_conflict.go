package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

var auditConflict = &check.Rule{
	Rule: diag.Rule{
		Name:     "audit-conflict",
		Group:    "Trust",
		Severity: diag.Error,
		Summary:  "two branches that change one model are decided by a merge record",
		Why: `Records of two branches merge without a conflict, because each is a file of
its own. When both change the same model differently, git can't know which is
right, and a text merge may even mix the two.`,
		Repair: `Run modelgate resolve and decide with --ours, --theirs or --keep; it writes
the merge record.`,
	},
	Bad:  "\n" + concurrentChanges,
	Good: "\n" + concurrentChanges + mergeRecord,
	Check: func(p *check.Pass) {
		if p.Log == nil || len(p.Log.Problems()) > 0 {
			return
		}
		_, conflicts := p.Log.Replay()
		for _, c := range conflicts {
			at := diag.InFile(p.Layout.Path(p.Layout.Paths.Registry))
			if e := p.Registry.Find(c.ModelID); e != nil {
				at = e.At("model_id")
			}
			p.Report(diag.Finding{
				Place: at, Subject: c.ModelID, ModelID: c.ModelID, Key: c.A + " " + c.B,
				Message: fmt.Sprintf("records %q and %q change model %q without knowing of each other", c.A, c.B, c.ModelID),
				Help:    fmt.Sprintf("decide with `modelgate resolve --keep %s`, or --ours or --theirs where git tells the sides apart", c.ModelID),
			})
		}
	},
}

// concurrentChanges is a registry whose log has two changes of one model that
// know nothing of each other.
const concurrentChanges = `-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "a", "role": "general"}]}
-- registry/logs/2026/01/ef4cbe9eb789c4cfe0471948efffaeaeab994353307d31a33511a5cba455a606.json --
{"actor":"ann","changes":[{"after":{"model_id":"a","role":"experimental"},"before":null,"model_id":"a"}],"op":"upsert","parents":[],"reason":"","sources":[],"time":"2026-01-01T00:00:00Z","tool":"modelgate","v":1}
-- registry/logs/2026/01/40903d9fb56c536089cdec933c20328469a84162437acee0632f86e3ea2c90b2.json --
{"actor":"ann","changes":[{"after":{"model_id":"a","role":"specialist"},"before":{"model_id":"a","role":"experimental"},"model_id":"a"}],"op":"upsert","parents":["ef4cbe9eb789c4cfe0471948efffaeaeab994353307d31a33511a5cba455a606"],"reason":"","sources":[],"time":"2026-01-01T00:00:00Z","tool":"modelgate","v":1}
-- registry/logs/2026/01/604a29c48bf1a3c7121a8a933728911c944cf1d1a45526cae29f0f6b34df5307.json --
{"actor":"ann","changes":[{"after":{"model_id":"a","role":"general"},"before":{"model_id":"a","role":"experimental"},"model_id":"a"}],"op":"upsert","parents":["ef4cbe9eb789c4cfe0471948efffaeaeab994353307d31a33511a5cba455a606"],"reason":"","sources":[],"time":"2026-01-01T00:00:00Z","tool":"modelgate","v":1}
`

// mergeRecord decides between the two.
const mergeRecord = `-- registry/logs/2026/01/38d32c77690ad233f23394987911796df529994d6742852ad4c10918f9c076c0.json --
{"actor":"ann","changes":[{"after":{"model_id":"a","role":"general"},"before":{"model_id":"a","role":"general"},"model_id":"a"}],"op":"merge","parents":["40903d9fb56c536089cdec933c20328469a84162437acee0632f86e3ea2c90b2","604a29c48bf1a3c7121a8a933728911c944cf1d1a45526cae29f0f6b34df5307"],"reason":"","sources":[],"time":"2026-01-01T00:00:00Z","tool":"modelgate","v":1}
`
