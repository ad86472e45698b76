package gate

import (
	"slices"
	"time"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// A Proposal is files that an author wants judged before proposing them.
type Proposal struct {
	Docs       []*jsondoc.Document // entries, or whole registries
	Faults     []diag.Finding      // of files that are no JSON
	Repository *snapshot.Snapshot  // what they would go into; nil: nothing known
	Config     *config.Config
	FailOn     string
	Now        time.Time

	// Replaces holds the entries to what those they replace allow: no illegal
	// transition, no change of what can't change. It is for entries that are
	// about to be written.
	Replaces bool
}

// entryFields is how many of an entry's fields make an object without an id an
// entry: other files have a field or two of the same name.
const entryFields = 3

// IsProposal reports whether a document is an entry or a registry at all. An
// entry without its id is still one if it has enough of an entry's fields, and
// is no metrics file and no evaluations.
func IsProposal(doc *jsondoc.Document) bool {
	has := func(field string) bool { return doc.Root.Get(field) != nil }
	switch {
	case has("model_id"), has("models"):
		return true
	case has("fullModel"), has("evaluations"):
		return false
	}
	n := 0
	for _, f := range registry.Fields() {
		if has(f) {
			n++
		}
	}
	return n >= entryFields
}

// Validate judges a proposal as if it stood in the repository: its entries
// replace those registered under the same id. Only findings that concern the
// proposed files are told.
func (j *Judge) Validate(p Proposal) report.Run {
	head := p.inPlace()
	in := check.Input{Head: head, Config: p.Config, Validator: j.Validator, Now: p.Now}
	if p.Replaces {
		in.Base = p.Repository
	}
	var found []diag.Finding
	for _, f := range append(slices.Clone(p.Faults), check.Run(in, ofProposals(j.Rules))...) {
		if p.concerns(f) {
			found = append(found, f)
		}
	}
	found = check.AsCurrent(diag.Sort(found))
	run := report.Run{
		Version: j.Version, Repo: report.Repo{Root: head.Layout.Root}, Scope: "all",
		FailOn: p.FailOn, Findings: found, Summary: summarize(found, 0),
	}
	for _, r := range j.Rules {
		run.Rules = append(run.Rules, r.Rule)
	}
	run.Pass = passes(run)
	return run
}

// ofProposals leaves out the rules about what comes with writing or after it:
// the record of a proposal can't exist yet, nor its signature.
func ofProposals(rules []*check.Rule) []*check.Rule {
	later := []string{"audit-record-missing", "signature-missing", "signature-invalid"}
	return slices.DeleteFunc(slices.Clone(rules), func(r *check.Rule) bool { return slices.Contains(later, r.Name) })
}

// inPlace is the repository with the proposed entries in it. Each entry keeps
// its own document, so findings point into the proposed file.
func (p Proposal) inPlace() *snapshot.Snapshot {
	s := &snapshot.Snapshot{
		Layout:           snapshot.NewLayout(".", p.Config),
		EvaluationsState: snapshot.Broken, // unknown: nothing may be concluded
		MetricsState:     snapshot.Broken,
	}
	if p.Repository != nil {
		copied := *p.Repository
		s = &copied
		s.Faults = nil
	}
	var proposed []*registry.Entry
	file := &registry.File{}
	for _, doc := range p.Docs {
		f := registry.NewFile(doc)
		proposed = append(proposed, f.Entries...)
		if file.Doc == nil || doc.Root.Get("models") != nil {
			file.Doc, file.SchemaVersion = f.Doc, f.SchemaVersion
		}
	}
	for e := range s.Registry.All() {
		if !slices.ContainsFunc(proposed, func(n *registry.Entry) bool { return n.ModelID == e.ModelID }) {
			file.Entries = append(file.Entries, e)
		}
	}
	file.Entries = append(file.Entries, proposed...)
	if file.Doc != nil {
		s.Registry, s.RegistryState = file, snapshot.Present
	}
	return s
}

// concerns reports whether a finding is about a proposed file.
func (p Proposal) concerns(f diag.Finding) bool {
	mine := func(name string) bool {
		return slices.ContainsFunc(p.Docs, func(d *jsondoc.Document) bool { return d.Name == name }) ||
			slices.ContainsFunc(p.Faults, func(x diag.Finding) bool { return x.Place.File == name })
	}
	return mine(f.Place.File) || slices.ContainsFunc(f.Related, func(r diag.Related) bool { return mine(r.Place.File) })
}
