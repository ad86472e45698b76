package rules

import (
	"slices"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var immutableFieldChanged = &check.Rule{
	Rule: diag.Rule{
		Name:      "immutable-field-changed",
		Group:     "Lifecycle",
		Severity:  diag.Error,
		NeedsBase: true,
		Summary:   "created_at and provider must never change",
		Why: `They say what was registered and when. An entry of another provider is
another model, and a creation date that moves is none. To empty a field is to
change it; one that the base left empty may be filled in.`,
		Repair: `Restore the value. For another model add an entry of its own and
deprecate this one.`,
	},
	Bad: `
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "provider": "acme", "created_at": "2025-01-01T00:00:00Z"}]}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "provider": "acme", "created_at": "2025-01-02T00:00:00Z"}]}
`,
	Good: `
-- base:registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "provider": "acme", "created_at": "2025-01-01T00:00:00Z"}]}
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "provider": "acme", "created_at": "2025-01-01T01:00:00+01:00"}]}
`,
	Check: func(p *check.Pass) {
		base := baseEntries(p)
		for e := range p.Registry.All() {
			was := base[e.ModelID]
			reportImmutable(p, e, was, "created_at", sameInstant)
			reportImmutable(p, e, was, "provider", sameText)
		}
	},
}

// reportImmutable tells a field that no entry of the base has like e. To empty
// it is to change it; of one that is missing or no text the schema speaks, if
// there is one for e's version.
func reportImmutable(p *check.Pass, e *registry.Entry, was []*registry.Entry, field string, same func(base, head string) bool) {
	now := e.Node.Get(field)
	if _, known := entrySchema(e); known && !now.Is(jsondoc.String) {
		return
	}
	if len(was) == 0 || slices.ContainsFunc(was, func(b *registry.Entry) bool { return same(b.Node.Get(field).Str(), now.Str()) }) {
		return
	}
	p.ReportEntry(e, e.At(field), field, "restore the value",
		"%s of %q is %s, but was %q", field, e.ModelID, said(now), was[0].Node.Get(field).Str())
}

// sameText lets a value be filled in where the base has none.
func sameText(base, head string) bool { return base == "" || base == head }

// sameInstant compares times, not spellings. A base's text that is no time may
// be repaired.
func sameInstant(base, head string) bool {
	b, ok := registry.ParseTime(base)
	if !ok {
		return true
	}
	h, ok := registry.ParseTime(head)
	return ok && b.Equal(h)
}
