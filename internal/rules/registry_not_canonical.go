package rules

import (
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var registryNotCanonical = &check.Rule{
	Rule: diag.Rule{
		Name:     "registry-not-canonical",
		Group:    "Form",
		Severity: diag.Warning,
		Summary:  "a registry should be in canonical order",
		Why: `Two people who add a model each should get the same file, whoever comes
first. So models are sorted by model_id, byte by byte, the properties of each
stand in the order of BIP-035, and the file's schema_version is the newest of
its entries'. The rule speaks once, of the first place that is not so, and
leaves white space alone. A pull request that changes nothing but the order is
judged by the full check only.`,
		Repair: "Run `modelgate fmt`.",
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-two"}, {"model_id": "acme-one"}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "provider": "acme"}, {"model_id": "acme-two"}]}
`,
	Check: func(p *check.Pass) {
		at, what := firstOutOfOrder(p.Registry)
		if what == "" || onlyReordered(p) {
			return
		}
		p.Report(diag.Finding{
			Place: at, Subject: p.Registry.Doc.Name,
			Message: what, Help: "run `modelgate fmt`",
		})
	},
}

// onlyReordered reports whether the head has put a canonical base out of
// order and done nothing else: DESIGN.md §2 promises that a pure re-sort gives
// no new finding.
func onlyReordered(p *check.Pass) bool {
	if p.Base == nil || p.Base.Registry == nil {
		return false
	}
	_, before := firstOutOfOrder(p.Base.Registry)
	return before == "" && sameEntries(p.Base.Registry, p.Registry)
}

// firstOutOfOrder returns the first place in the file that breaks the
// canonical order and says how; "" for a canonical or missing registry.
func firstOutOfOrder(f *registry.File) (diag.Place, string) {
	if f == nil {
		return diag.Place{}, ""
	}
	var first orderFault
	if f.Doc.Root.Get("models") != nil {
		first = first.orEarlier(memberFault(f.Doc.Root, []string{"schema_version", "models"}))
		first = first.orEarlier(versionFault(f.Doc))
	}
	previous := ""
	for _, e := range f.Entries {
		if e.Doc != f.Doc {
			continue // proposed in a file of its own, which has no order with others
		}
		first = first.orEarlier(memberFault(e.Node, registry.Fields()))
		if e.ModelID == "" {
			continue
		}
		if id := e.Node.Get("model_id"); e.ModelID < previous {
			first = first.orEarlier(orderFault{id, fmt.Sprintf("model %q stands after %q, so models are not sorted by model_id", e.ModelID, previous)})
		}
		previous = e.ModelID
	}
	if first.node == nil {
		return diag.Place{}, ""
	}
	return f.Doc.Place(first.node), first.what
}
