package action

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cmmv-hive/modelgate/internal/drift"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/ghub"
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

	API func(ghub.Options) ghub.Options // adapts how GitHub is asked; nil: as it is
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
	if r.api, err = r.client(); err != nil {
		return false, err
	}
	if in.Mode == "comment" {
		err := r.comment(ctx)
		return err == nil, err
	}
	if r.dir, err = r.folder(); err != nil {
		return false, err
	}
	return r.check(ctx)
}

type runner struct {
	env   Env
	in    Inputs
	event Event
	api   *ghub.Client // nil without a token
	dir   string       // of the checkout
}

// client is GitHub's API; without a token the check is made from local git
// alone and nothing is written.
func (r runner) client() (*ghub.Client, error) {
	if r.in.Token == "" {
		return nil, nil
	}
	o := ghub.Options{
		Token: r.in.Token, APIURL: r.env.Getenv("GITHUB_API_URL"),
		Repository: r.env.Getenv("GITHUB_REPOSITORY"), UserAgent: "modelgate/" + r.env.Judge.Version,
	}
	if r.env.API != nil {
		o = r.env.API(o)
	}
	return ghub.New(o)
}

// folder is where the checkout stands: the workspace, or `path` below it.
func (r runner) folder() (string, error) {
	ws := r.env.Getenv("GITHUB_WORKSPACE")
	if ws == "" {
		return "", errors.New("GITHUB_WORKSPACE is not set")
	}
	root, err := os.OpenRoot(ws)
	if err != nil {
		return "", fmt.Errorf("open the workspace: %w", err)
	}
	defer root.Close()
	at := "."
	for part := range strings.SplitSeq(r.in.Path, "/") {
		at = path.Join(at, part)
		info, err := root.Lstat(at)
		if err == nil && info.Mode()&fs.ModeSymlink != 0 {
			// A pull request could choose by it what is checked, and by which policy.
			return "", fmt.Errorf("%q is a link in the workspace, want the folder of a checkout", at)
		}
		if err != nil || !info.IsDir() {
			return "", fmt.Errorf("%q is no folder of the workspace; is actions/checkout run before, and does `path` name its path?", r.in.Path)
		}
	}
	return filepath.Join(ws, filepath.FromSlash(r.in.Path)), nil
}

// drifting reports whether this run watches for drift.
func (r runner) drifting() bool {
	return r.in.Mode == "drift" || r.in.Mode == "auto" && r.event.Name == "schedule"
}

// needsGit reports whether the check can't be made without a repository: to
// compare commits, or to look back on the specifications page. A drift check
// without its history would close an issue that it knows nothing of.
func (r runner) needsGit() bool {
	return r.event.comparing() || r.drifting()
}

// check judges the checkout and tells the result on every channel.
func (r runner) check(ctx context.Context) (pass bool, err error) {
	root, err := os.OpenRoot(r.dir)
	if err != nil {
		return false, fmt.Errorf("open the checkout: %w", err)
	}
	defer root.Close()
	req := gate.Request{
		Head: gate.Tree{FS: root.FS()}, FailOn: r.in.FailOn, Scope: r.in.Scope, Now: r.env.Now(),
		ConfigPath: r.in.Config, ConfigNamed: r.in.Config != "",
	}
	req.Root = r.in.Root
	repo, err := git.Open(ctx, r.dir)
	if errors.Is(err, git.ErrNotRepository) && !r.needsGit() {
		return r.judgeAlone(ctx, req)
	}
	if err != nil {
		return false, fmt.Errorf("%w; does actions/checkout run before?", err)
	}
	defer repo.Close()
	return r.judge(ctx, source{repo: repo, api: r.api, e: r.event, notes: new([]string)}, req)
}

// judgeAlone judges a folder that is no git repository.
func (r runner) judgeAlone(ctx context.Context, req gate.Request) (bool, error) {
	req.Scope = "all"
	res, err := r.env.Judge.Judge(ctx, req)
	if err != nil {
		return false, err
	}
	return r.told(ctx, res, comparison{}, source{})
}

func (r runner) judge(ctx context.Context, s source, req gate.Request) (bool, error) {
	var c comparison
	var err error
	if !r.drifting() {
		if c, err = s.compareFor(ctx); err != nil {
			return false, err
		}
	}
	res, err := r.judged(ctx, s, c, req)
	if err != nil {
		return false, err
	}
	res.Run.Notices = slices.Concat(c.notices, *s.notes, res.Run.Notices)
	res.Run = res.Run.Below(s.repo.Prefix())
	return r.told(ctx, res, c, s)
}

// told tells a judgement once it is clear that no report replaces what is
// governed.
func (r runner) told(ctx context.Context, res *gate.Judgement, c comparison, s source) (bool, error) {
	if err := r.mayWrite(res); err != nil {
		return false, err
	}
	return res.Run.Pass, r.tell(ctx, res, c, s)
}

func (r runner) judged(ctx context.Context, s source, c comparison, req gate.Request) (*gate.Judgement, error) {
	switch {
	case c.nothing:
		return &gate.Judgement{Run: report.Run{
			Version: r.env.Judge.Version, Scope: "new", FailOn: r.in.FailOn, Pass: true,
		}}, nil
	case c.base != "":
		if err := s.fill(ctx, c, &req); err != nil {
			return nil, err
		}
		return r.env.Judge.Judge(ctx, req)
	}
	req.Scope = "all" // without a base nothing else makes sense
	if !r.drifting() {
		return r.env.Judge.Judge(ctx, req)
	}
	var err error
	if req.History, err = gate.LookBack(ctx, s.repo, "", r.env.Now()); err != nil {
		return nil, err
	}
	res, err := r.env.Judge.Judge(ctx, req)
	if err != nil {
		return nil, err
	}
	return res, drift.Add(res, r.env.Now())
}
