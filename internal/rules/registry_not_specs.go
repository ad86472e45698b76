package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

var registryNotSpecs = &check.Rule{
	Rule: diag.Rule{
		Name:     "registry-not-specs",
		Group:    "Form",
		Severity: diag.Warning,
		Summary:  "a registry should hold no contribution tracking and no embeddings",
		Why: `BIP-035 makes the registry the one list of what models are. What models
did (sessions, files, votes) grows without end and belongs into logs; vectors
belong into an index that can be built anew.`,
		Repair: `Remove the property. Contributions are kept in metrics/models_index.json
or in the minutes.`,
	},
	Bad: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "session_id": "ACME-ONE-001", "files_created": ["a.md"]}]}
`,
	Good: `
-- registry/data/model_registry.json --
{"schema_version": "1.0", "models": [{"model_id": "acme-one", "capabilities": ["embeddings"], "notes": "Took part in the first vote."}]}
`,
	Check: func(p *check.Pass) {
		if p.Registry == nil {
			return
		}
		w := trackingWalk{p, map[*jsondoc.Node]*registry.Entry{}}
		for e := range p.Registry.All() {
			w.entries[e.Node] = e
		}
		w.look(p.Registry.Doc.Root, nil, "")
	},
}

// A trackingWalk looks through a registry and knows which values are entries.
type trackingWalk struct {
	*check.Pass
	entries map[*jsondoc.Node]*registry.Entry
}

// look tells the outermost values at and below n that are no specifications.
// entry is the one that n belongs to, nil in the wrapper; field is n's path in it.
func (w trackingWalk) look(n *jsondoc.Node, entry *registry.Entry, field string) {
	if e := w.entries[n]; e != nil {
		entry, field = e, ""
	}
	doc := w.Registry.Doc
	if isVector(n) {
		w.tell(doc.Place(n), entry, "numbers "+field,
			fmt.Sprintf("%q is an array of %d numbers, which is an embedding and no specification", field, len(n.Children)))
		return
	}
	for _, c := range n.Children {
		if n.Is(jsondoc.Object) && isTracking(c.Name) {
			w.tell(doc.KeyPlace(c), entry, "property "+memberPath(field, c.Name),
				fmt.Sprintf("property %q is contribution tracking or an embedding, no specification", c.Name))
			continue
		}
		w.look(c, entry, memberPath(field, c.Name))
	}
}

func (w trackingWalk) tell(at diag.Place, entry *registry.Entry, key, message string) {
	f := diag.Finding{
		Place: at, Subject: w.Registry.Doc.Name, Key: key, Message: message,
		Help: "remove it from the registry",
	}
	if entry != nil {
		f.Subject, f.ModelID = entry.Subject(), entry.ModelID
	}
	w.Report(f)
}

// memberPath adds a member's name to a path; elements of arrays add nothing.
func memberPath(field, name string) string {
	return strings.Trim(field+"."+name, ".")
}

// maxNumbers is the longest list of numbers that can pass for a
// specification; the shortest embeddings in use have 64 dimensions.
const maxNumbers = 32

func isVector(n *jsondoc.Node) bool {
	return len(n.Elems()) > maxNumbers &&
		!slices.ContainsFunc(n.Elems(), func(e *jsondoc.Node) bool { return !e.Is(jsondoc.Number) })
}

// isTracking reports whether a property's name, in any case and style, is that
// of contribution tracking or of an embedding.
func isTracking(name string) bool {
	return slices.Contains([]string{
		"contribution", "contributions", "contributionlog", "contributionhistory",
		"contributiontype", "discussioncontribution", "discussioncontributions",
		"sessionid", "sessionids", "session", "sessions",
		"filescreated", "filesmodified", "filesdeleted", "filechanges",
		"vote", "votes", "votinghistory", "complianceverification",
		"embedding", "embeddings", "embeddingvector", "embeddingvectors", "vector", "vectors",
	}, plainName(name))
}

// plainName lowers a property's name and drops what only joins its words.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("_-. ", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}
