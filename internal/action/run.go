package action

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/git"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// Env is the world of an Action's run.
type Env struct {
	Getenv  func(string) string
	Environ func() []string // KEY=value
	Stdout  io.Writer
	Now     func() time.Time
	Judge   *gate.Judge
}

// Run runs the Action and reports whether the check passed. An error means
// that it could not check, or (ErrInput) that its inputs are wrong.
func Run(ctx context.Context, env Env) (pass bool, err error) {
	in, err := readInputs(env)
	if err != nil {
		return false, err
	}
	e, err := readEvent(env)
	if err != nil {
		return false, err
	}
	r := runner{env: env, in: in, event: e}
	if r.dir, err = r.folder(); err != nil {
		return false, err
	}
	res, err := r.judge(ctx)
	if err != nil {
		return false, err
	}
	return res.Run.Pass, r.tell(ctx, res)
}

type runner struct {
	env   Env
	in    Inputs
	event Event
	dir   string // of the checkout
}

// folder is where the checkout stands: the workspace, or `path` below it.
func (r runner) folder() (string, error) {
	ws := r.env.Getenv("GITHUB_WORKSPACE")
	if ws == "" {
		return "", errors.New("GITHUB_WORKSPACE is not set")
	}
	dir := filepath.Join(ws, filepath.FromSlash(r.in.Path))
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return "", fmt.Errorf("%q is no folder of the workspace; is actions/checkout run before, and does `path` name its path?", r.in.Path)
	}
	return dir, nil
}

func (r runner) judge(ctx context.Context) (*gate.Judgement, error) {
	root, err := os.OpenRoot(r.dir)
	if err != nil {
		return nil, fmt.Errorf("open the checkout: %w", err)
	}
	defer root.Close()
	req := gate.Request{
		Head: gate.Tree{FS: root.FS()}, FailOn: r.in.FailOn, Scope: r.in.Scope, Now: r.env.Now(),
		ConfigPath: r.in.Config, ConfigNamed: r.in.Config != "",
	}
	if r.in.Root != "" {
		req.Root = path.Clean(r.in.Root)
	}
	repo, err := git.Open(ctx, r.dir)
	switch {
	case errors.Is(err, git.ErrNotRepository) && !r.comparing():
		return r.env.Judge.Judge(ctx, req)
	case err != nil:
		return nil, fmt.Errorf("%w; does actions/checkout run before?", err)
	}
	defer repo.Close()
	return r.judgeIn(ctx, repo, req)
}

// comparing reports whether the event needs git at all.
func (r runner) comparing() bool {
	switch r.event.Name {
	case "pull_request", "pull_request_target", "merge_group", "push":
		return true
	}
	return false
}

func (r runner) judgeIn(ctx context.Context, repo *git.Repo, req gate.Request) (*gate.Judgement, error) {
	c, err := compareFor(ctx, repo, r.event)
	if err != nil {
		return nil, err
	}
	if c.nothing {
		return &gate.Judgement{Run: report.Run{
			Version: r.env.Judge.Version, Scope: "new", FailOn: r.in.FailOn, Pass: true, Notices: c.notices,
		}}, nil
	}
	if c.base != "" {
		if err := r.compare(ctx, repo, c, &req); err != nil {
			return nil, err
		}
	} else if req.Scope != "all" {
		req.Scope = "all" // without a base nothing else makes sense
	}
	res, err := r.env.Judge.Judge(ctx, req)
	if err != nil {
		return nil, err
	}
	res.Run.Notices = append(c.notices, res.Run.Notices...)
	return res, nil
}

func (r runner) compare(ctx context.Context, repo *git.Repo, c comparison, req *gate.Request) error {
	local := gate.Local{Repo: repo, Base: c.base, Head: c.head, Tip: c.tip}
	if r.event.PullRequest != nil {
		// Never the event's sender: a merge queue's sender is a bot.
		local.Author = &change.Account{Login: r.event.PullRequest.User.Login, Type: r.event.PullRequest.User.Type}
	}
	if err := local.Fill(ctx, req); err != nil {
		return err
	}
	if c.places == "" {
		return nil
	}
	tree, err := repo.Tree(ctx, c.places)
	if err != nil {
		return err
	}
	req.Places = &gate.Tree{FS: tree, Commit: c.places}
	return nil
}
