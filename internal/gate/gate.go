// Package gate judges a tree: it reads the policy, loads the snapshots, runs
// the rules and decides. The command line and the Action both call it.
package gate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/compare"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/schema"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// A Tree is a tree to look at, and the commit it is of ("" for a work tree).
type Tree struct {
	FS     fs.FS
	Commit string
}

// A Request says what to judge and by what.
type Request struct {
	Head   Tree
	Base   *Tree // what the head is compared with; nil: nothing
	Policy *Tree // the target's tip, whose config is in force; nil: Base, else Head
	Places *Tree // the pull request's own head, when Head is a merge result

	Root        string         // "" : from the config, else detected
	ConfigPath  string         // of the config in the trees; "" : .modelgate.yaml
	ConfigNamed bool           // the user named ConfigPath, so it must exist
	Config      *config.Config // read by the caller from outside the trees; nil: ConfigPath

	Scope      string // "" : new with a base, else all
	FailOn     string // "" : error
	NoSuppress bool
	Now        time.Time

	History *History // of a drift check; nil: nothing is looked back on

	// Commits returns who changed the given paths between base and head; nil
	// when that cannot be known.
	Commits func(ctx context.Context, paths []string) (*change.Range, error)
}

// A Judgement is the result of a run, with the snapshots it was made from.
type Judgement struct {
	Run        report.Run
	Head, Base *snapshot.Snapshot // Base is nil without one
	Config     *config.Config
	Suppressed []diag.Finding
}

// A Judge holds what every run needs: the rules and the compiled schemas.
type Judge struct {
	Rules     []*check.Rule
	Validator *schema.Validator
	Version   string
}

// NewJudge compiles the schemas.
func NewJudge(version string, rules []*check.Rule) (*Judge, error) {
	v, err := schema.New()
	if err != nil {
		return nil, fmt.Errorf("compile the schemas: %w", err)
	}
	return &Judge{Rules: rules, Validator: v, Version: version}, nil
}

// IsUsage reports whether an error is a wrong use or configuration (exit 4)
// and not a failure to check (exit 3), such as ErrMoved.
func IsUsage(err error) bool {
	var bad *config.Error
	return errors.As(err, &bad) || errors.Is(err, snapshot.ErrNotGoverned) ||
		errors.Is(err, snapshot.ErrAmbiguousRoot) || errors.Is(err, snapshot.ErrBadRoot) || errors.Is(err, ErrNoConfig)
}

// Judge runs the gate.
func (j *Judge) Judge(ctx context.Context, req Request) (*Judgement, error) {
	r := &run{Judge: j, req: req}
	for _, step := range []func(context.Context) error{r.readPolicy, r.load, r.findCommits} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	r.check()
	if err := r.lookBack(ctx); err != nil {
		return nil, err
	}
	return r.judgement(), nil
}

// A run is one judgement in the making.
type run struct {
	*Judge
	req Request

	policy     *config.Config
	headConfig *config.Config // nil when the head's policy is no other
	proposed   *config.Config // the head's, whether it is another or not; nil without a base
	bootstrap  bool
	notices    []string

	head, base *snapshot.Snapshot
	commits    *change.Range
	signers    []byte // the allowed_signers file of the target's tip

	findings   []diag.Finding
	suppressed []diag.Finding
}

func (r *run) load(context.Context) error {
	if err := r.checkStale(); err != nil {
		return err
	}
	headRoot, baseRoot, err := r.roots()
	if err != nil {
		return err
	}
	if r.head, err = snapshot.Load(r.req.Head.FS, snapshot.NewLayout(headRoot, r.policy)); err != nil {
		return fmt.Errorf("head: %w", err)
	}
	r.signers = r.head.AllowedSigners
	if r.req.Base == nil {
		return nil
	}
	if err := r.findRivals(); err != nil {
		return fmt.Errorf("head: %w", err)
	}
	if r.base, err = snapshot.Load(r.req.Base.FS, snapshot.NewLayout(baseRoot, r.policy)); err != nil {
		return fmt.Errorf("base: %w", err)
	}
	return r.readSigners(baseRoot)
}

// readSigners takes the keys that may sign from the target's tip, so that no
// pull request can bring its own, and a stale branch no revoked ones.
func (r *run) readSigners(root string) error {
	if r.bootstrap {
		return nil
	}
	r.signers = r.base.AllowedSigners
	if r.req.Policy == nil {
		return nil
	}
	l := snapshot.NewLayout(root, r.policy)
	src, err := fs.ReadFile(r.req.Policy.FS, l.Path(l.AllowedSigners))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	r.signers = src
	if err != nil {
		return fmt.Errorf("allowed signers: %w", err)
	}
	return nil
}

func (r *run) findCommits(ctx context.Context) error {
	if r.base == nil || r.req.Commits == nil || slices.EqualFunc(r.base.Specs, r.head.Specs, sameSpecs) {
		return nil // nobody changed it, so nobody needs to be found
	}
	var err error
	r.commits, err = r.req.Commits(ctx, specsPaths(r.base, r.head))
	if err != nil {
		return fmt.Errorf("find who changed the specifications page: %w", err)
	}
	return nil
}

func sameSpecs(a, b snapshot.Specs) bool {
	return a.Path == b.Path && a.Safe == b.Safe && bytes.Equal(a.Src, b.Src)
}

// specsPaths lists the specifications pages of both trees, and where one could
// stand; a page that a commit adds and a later one deletes is among them.
func specsPaths(trees ...*snapshot.Snapshot) []string {
	var out []string
	for _, t := range trees {
		out = append(out, t.Layout.SpecsPaths()...)
		for _, s := range t.Specs {
			out = append(out, s.Path)
		}
	}
	return sortedUnique(out)
}

func (r *run) judgement() *Judgement {
	res := &Judgement{Head: r.head, Base: r.base, Config: r.policy, Suppressed: r.suppressed}
	res.Run = report.Run{
		Version: r.Version, Scope: r.scope(), FailOn: r.failOn(), Notices: r.notices,
		Repo:     report.Repo{Root: r.head.Layout.Root, Head: r.req.Head.Commit},
		Findings: r.findings,
		Registry: overview(r.head),
	}
	if r.base != nil {
		res.Run.Repo.Base = r.req.Base.Commit
		res.Run.Changes = compare.Snapshots(r.base, r.head)
		res.Run.Changed = r.changedFiles()
	}
	for _, rule := range r.Rules {
		res.Run.Rules = append(res.Run.Rules, rule.Rule)
	}
	res.Run.Summary = summarize(r.findings, len(r.suppressed))
	res.Run.Pass = passes(res.Run)
	return res
}
