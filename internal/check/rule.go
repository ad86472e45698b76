// Package check runs rules over a snapshot and compares the findings of a head
// with those of its base.
package check

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/schema"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// A Rule is one kind of fault and the code that finds it. Rules are pure: all
// that can fail has failed before a rule runs, so Check has no error result.
type Rule struct {
	diag.Rule
	Bad, Good string // smallest repositories, as txtar; both are run as tests
	Check     func(*Pass)
}

// An Input is what the rules look at.
type Input struct {
	Head      *snapshot.Snapshot
	Base      *snapshot.Snapshot // nil without a base
	Config    *config.Config     // the policy in force: the base's where there is a base
	Validator *schema.Validator
	Now       time.Time
	Full      bool          // scope all: also tell what only a full check can know
	Commits   *change.Range // who changed what from base to head; nil when unknown
	Policy    *Policy       // how the head changes the policy; nil without a base

	AllowedSigners  []byte   // of the policy in force, never of the head that it judges; nil when there is none
	ProposedSigners *Signers // the head's own, where they are others; nil: they are not

	Suppressions []SuppressionUse // set only for the rules about suppressions
}

// A Policy is the head's change to the policy, told by the rules policy-changed
// and policy-bootstrap.
type Policy struct {
	Path      string         // of the config
	Bootstrap bool           // the base has neither config nor registry, so the head's config judges
	Changed   bool           // the config is another
	Appear    []diag.Finding // what the head's policy would add
	Vanish    []diag.Finding // what it would no longer tell
	Reranked  []Reranked     // what it would tell under another severity
	Problem   string         // why nothing could be checked under it, a clause; "" when it could
}

// Signers is the list of allowed signers that a head proposes.
type Signers struct {
	Path string // from the tree's top
	Src  []byte // nil: the head has none there
}

// A Pass is one rule's look at the input.
type Pass struct {
	*snapshot.Snapshot
	Input
	rule     *Rule
	severity diag.Severity
	out      *[]diag.Finding

	namesakes map[*registry.Evaluation]diag.Claim // nil until they are asked for
}

// Report tells a finding. The rule's name and severity are filled in; message,
// place and subject are the caller's.
func (p *Pass) Report(f diag.Finding) {
	p.tell(f, p.severity)
}

func (p *Pass) tell(f diag.Finding, s diag.Severity) {
	f.Rule, f.Severity = p.rule.Name, s
	f.Identity = cmp.Or(f.Identity, p.identity(f))
	*p.out = append(*p.out, f)
}

// identity replaces a subject that changes when nothing is wrong anew: the path
// of a file, when the registry moves to another root, and the place of an entry
// without an id, when the file is sorted. It is "" for all others.
func (p *Pass) identity(f diag.Finding) string {
	switch {
	case f.Subject == f.Place.File:
		rel, _ := p.Layout.Rel(f.Subject)
		return rel
	case f.ModelID == "" && strings.HasPrefix(f.Subject, f.Place.File+"#/"):
		return "an entry without an id"
	}
	return ""
}

// ReportAs tells a finding under another severity than the rule's default. A
// severity that the config sets for the rule comes first.
func (p *Pass) ReportAs(s diag.Severity, f diag.Finding) {
	if _, set := p.Config.Rules[p.rule.Name]; set {
		s = p.severity
	}
	p.tell(f, s)
}

// ReportEntry tells a finding about a registry entry. key is what the rule
// distinguishes within the entry; "" where it can say one thing only.
func (p *Pass) ReportEntry(e *registry.Entry, at diag.Place, key, help, format string, args ...any) {
	p.Report(diag.Finding{
		Place: at, Subject: e.Subject(), ModelID: e.ModelID, Key: key, Help: help,
		Message: fmt.Sprintf(format, args...),
	})
}

// ReportEvaluation tells a finding about an evaluation. Its subject is the
// evaluation's key; its identity leaves out the date, which a repair may move,
// and the id, which one may add.
func (p *Pass) ReportEvaluation(v *registry.Evaluation, at diag.Place, key, help, format string, args ...any) {
	p.Report(diag.Finding{
		Place: at, Subject: v.Key(), Identity: v.Stem(), ModelID: v.ModelID, Key: key, Help: help,
		Message: fmt.Sprintf(format, args...), Claim: p.claim(v),
	})
}

// ReportFault repeats a finding that was made while reading, under the rule's
// severity.
func (p *Pass) ReportFault(f diag.Finding) { p.Report(f) }

// Run runs the rules that the config has switched on and returns their
// findings, sorted. Rules that need a base run only where there is one; those
// about suppressions run later, in RunSuppressions.
func Run(in Input, rules []*Rule) []diag.Finding {
	return run(in, rules, func(r *Rule) bool { return r.Group != SuppressionGroup })
}

func run(in Input, rules []*Rule, want func(*Rule) bool) []diag.Finding {
	var out []diag.Finding
	for _, r := range rules {
		severity, on := in.Config.Severity(r.Rule)
		if !on || !want(r) || r.NeedsBase && in.Base == nil && in.Policy == nil {
			continue
		}
		r.Check(&Pass{Snapshot: in.Head, Input: in, rule: r, severity: severity, out: &out})
	}
	return diag.Sort(out)
}
