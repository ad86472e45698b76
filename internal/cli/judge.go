package cli

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/rules"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/version"
)

// judgeFlags are the flags of the commands that judge.
type judgeFlags struct {
	base, head, scope, failOn string
	noSuppress                bool
}

func (f judgeFlags) check() error {
	if f.scope != "" {
		if err := oneOf("scope", f.scope, gate.Scopes()); err != nil {
			return err
		}
	}
	if f.head != "" && f.base == "" {
		return usagef("--head needs --base")
	}
	if f.base == "" && (f.scope == "new" || f.scope == "changed") {
		return usagef("--scope %s needs --base: without one there is nothing to compare with", f.scope)
	}
	return oneOf("fail-on", f.failOn, gate.FailOns())
}

// notEmpty refuses flags that are given without a value, or with blanks alone.
// An unset variable in a script, as in --base "$BASE", must not turn into
// another kind of check.
func notEmpty(c *cobra.Command, names ...string) error {
	for _, name := range names {
		if f := c.Flags().Lookup(name); f != nil && f.Changed && blank(f.Value.String()) {
			return usagef("--%s is empty", name)
		}
	}
	return nil
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// request makes the request for a workspace: the work tree, or with --base
// what a pull request is judged by.
func (a *app) request(ctx context.Context, w *workspace, f judgeFlags) (gate.Request, error) {
	req := gate.Request{
		Head: gate.Tree{FS: w.fsys}, Root: cleanRoot(a.flags.root),
		Scope: f.scope, FailOn: f.failOn, NoSuppress: f.noSuppress, Now: a.Now(),
	}
	if err := a.chooseConfig(w, &req); err != nil {
		return req, err
	}
	if f.base == "" {
		return req, nil
	}
	if w.repo == nil {
		return req, fmt.Errorf("--base %q: %s is not in a git repository", f.base, w.dir)
	}
	head := f.head
	if head == "" {
		head = "HEAD"
	}
	local, err := gate.Between(ctx, w.repo, f.base, head)
	if err != nil {
		return req, err
	}
	return req, local.Fill(ctx, &req)
}

func cleanRoot(root string) string {
	if root == "" {
		return ""
	}
	return path.Clean(root)
}

// chooseConfig takes --config as a path in the trees when it lies inside the
// repository, so that a base's version wins over a pull request's; a file from
// elsewhere is the operator's own.
func (a *app) chooseConfig(w *workspace, req *gate.Request) error {
	if a.flags.config == "" {
		return nil
	}
	osPath := a.path(a.flags.config)
	if rel, ok := w.inTree(osPath); ok {
		req.ConfigPath, req.ConfigNamed = rel, true
		return nil
	}
	src, err := readOperatorFile(osPath)
	if err != nil {
		return usagef("--config: %w", bareError(err))
	}
	req.Config, err = config.Parse(a.flags.config, src, gate.Vocabulary(rules.All()))
	return err
}

func newJudge() (*gate.Judge, error) { return gate.NewJudge(version.String(), rules.All()) }

// tell writes a judgement in the chosen format and turns a failed one into
// exit code 1.
func (a *app) tell(ctx context.Context, run report.Run) error {
	return a.result(func(out output) error {
		r, err := out.reporter(a.flags.format)
		if err != nil {
			return err
		}
		if err := r.Report(ctx, run); err != nil {
			return err
		}
		if !run.Pass {
			return errFindings
		}
		return nil
	})
}

// shown is a run as a format wants its paths: GitHub's from the top of the
// repository, wherever --repo points in it.
func (w *workspace) shown(format string, run report.Run) report.Run {
	if w.repo == nil || format != "github" && format != "sarif" {
		return run
	}
	return run.Below(w.repo.Prefix())
}

// load reads the work tree for the commands that query or write it.
func (a *app) load(w *workspace) (*snapshot.Snapshot, *config.Config, error) {
	l, c, err := a.layout(w)
	if err != nil {
		return nil, nil, err
	}
	s, err := snapshot.Load(w.fsys, l)
	return s, c, err
}

// layout finds where the governed files are, without reading them.
func (a *app) layout(w *workspace) (snapshot.Layout, *config.Config, error) {
	c, err := a.localConfig(w)
	if err != nil {
		return snapshot.Layout{}, nil, err
	}
	root := cleanRoot(a.flags.root)
	if root == "" {
		root = c.Root
	}
	if root == "" {
		if root, err = snapshot.DetectRoot(w.fsys, c.Paths); err != nil {
			return snapshot.Layout{}, nil, err
		}
	}
	if err := snapshot.CheckRoot(root); err != nil {
		return snapshot.Layout{}, nil, err
	}
	return snapshot.NewLayout(root, c), c, nil
}

func (a *app) localConfig(w *workspace) (*config.Config, error) {
	var req gate.Request
	if err := a.chooseConfig(w, &req); err != nil {
		return nil, err
	}
	if req.Config != nil {
		return req.Config, nil
	}
	return gate.ReadConfig(w.fsys, req.ConfigPath, req.ConfigNamed, rules.All())
}
