package rules

import (
	"path"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

var modelsIndexNotSpecs = &check.Rule{
	Rule: diag.Rule{
		Name:     "models-index-not-specs",
		Group:    "Specifications page",
		Severity: diag.Error,
		Summary:  "the specifications page must hold specifications alone",
		Why: `BIP-035 keeps MODELS_INDEX.md for what models are: provider, size,
context, prices. A log of what models did (sessions, files, contributions)
grows with every session, and embeddings are of no use to a reader. Code blocks
count only where they hold a vector.`,
		Repair: `Move the section to the minutes or to metrics/models_index.json, by hand:
no tool edits this page.`,
	},
	Bad: `
-- guidelines/MODELS_INDEX.md --
# Models

### Model: Acme One
**Session ID**: ACME-ONE-001

#### Files Created:
- a.md
`,
	Good: `
-- guidelines/MODELS_INDEX.md --
# Models

### Model: Acme One
**Provider**: Acme

See the [session id](minutes.md) in the minutes. A log entry looks so:

~~~
**Session ID**: ACME-ONE-001
~~~
`,
	Check: func(p *check.Pass) {
		for _, s := range p.Specs {
			if !s.Safe {
				continue // path-unsafe says so
			}
			if at, key, message := pageLimit(s.Path, s.Src); message != "" {
				reportPage(p, s, at, key, message)
				continue
			}
			text := newPageText(s.Src)
			for _, m := range scanPage(s.Src) {
				reportPage(p, s, text.place(s.Path, m.start, m.end), m.key(), m.message())
			}
		}
	},
}

func reportPage(p *check.Pass, s snapshot.Specs, at diag.Place, key, message string) {
	p.Report(diag.Finding{
		Place: at, Subject: s.Path, Key: key, Message: message, Identity: pageIdentity(p),
		Help: "move what is no specification to the minutes or to " + p.Layout.Path(p.Layout.Paths.IndexJSON),
	})
}

// pageIdentity makes a fault the same one wherever the page stands and whatever
// case it is in.
func pageIdentity(p *check.Pass) string { return path.Base(p.Layout.Paths.ModelsIndex) }
