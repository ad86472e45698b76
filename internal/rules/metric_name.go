package rules

import (
	"cmp"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// metricNames says by what name a metrics file goes in fingerprints: the entry
// that names it as a source, else the model it states, else its stem. So the
// findings of a file outlive its path.
//
// A file that the base has at the same path keeps the name it had there:
// registering it, or correcting the model's name, makes no finding new.
type metricNames struct {
	claims map[string]string // ids of entries, by path below the root
	base   *snapshot.Snapshot
	known  map[string]string // names at the base, by path
}

func newMetricNames(p *check.Pass) metricNames {
	x := metricNames{claims: claimsOn(p.Registry), base: p.Base, known: map[string]string{}}
	if p.Base != nil {
		claims := claimsOn(p.Base.Registry)
		for rel, id := range claims {
			x.known[rel] = id
		}
		for _, m := range p.Base.Metrics {
			x.known[m.Path] = nameOf(m, claims)
		}
	}
	return x
}

// claimsOn maps source files to the first id, in byte order, that names them.
func claimsOn(f *registry.File) map[string]string {
	out := map[string]string{}
	for _, e := range byID(f) {
		for _, src := range e.SourceFiles {
			if out[src] == "" {
				out[src] = e.ModelID
			}
		}
	}
	return out
}

func nameOf(m *registry.Metric, claims map[string]string) string {
	return cmp.Or(claims[m.Path], m.Identity(), m.ID)
}

func (x metricNames) of(m *registry.Metric) string {
	return cmp.Or(x.known[m.Path], nameOf(m, x.claims))
}

// claim says whether the change itself gives a file its name: one that the base
// has not goes by what it, or an entry, says of it.
func (x metricNames) claim(m *registry.Metric) diag.Claim {
	if x.base != nil && x.known[m.Path] == "" {
		return diag.ClaimsIdentity
	}
	return 0
}

// ofPath is the name of a file that can't be read; "" for its path.
func (x metricNames) ofPath(rel string) string {
	if x.base != nil && x.base.Exists(rel) {
		return x.known[rel]
	}
	return x.claims[rel]
}

// report tells a finding about a metrics file.
func (x metricNames) report(p *check.Pass, m *registry.Metric, at diag.Place, key, help, format string, args ...any) {
	p.Report(diag.Finding{
		Place: at, Subject: m.ID, Identity: x.of(m), Claim: x.claim(m), ModelID: m.ID, Key: key, Help: help,
		Message: fmt.Sprintf(format, args...),
	})
}
