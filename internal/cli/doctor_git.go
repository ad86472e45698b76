package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/cmmv-hive/modelgate/internal/action"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/git"
)

// history tells how much of the past is there.
func (d *doctor) history(ctx context.Context, w *workspace) {
	if w.repo == nil {
		d.note("history", "no git repository: only the whole registry can be checked, without a base")
		return
	}
	head, err := w.repo.Resolve(ctx, "HEAD")
	if errors.Is(err, git.ErrUnknownRevision) {
		d.note("history", "no commit yet")
		return
	}
	var commits []git.Commit
	if err == nil {
		commits, err = w.repo.Commits(ctx, "", head)
	}
	switch {
	case err != nil:
		d.problem("history", "fetch again; `git fsck` tells what is missing", "can't be read: %v", err)
	case w.repo.IsShallow():
		d.note("history", "shallow: %d commits are here; a pull request needs fetch-depth 2, drift and provenance need fetch-depth 0", len(commits))
	default:
		d.note("history", "complete: %d commits", len(commits))
	}
}

// comparison chooses what check would compare, and says why: what --base
// names, else what the workflow's event is about, else nothing.
func (d *doctor) comparison(ctx context.Context, w *workspace, f judgeFlags) (gate.Request, error) {
	inWorkflow := f.base == "" && d.Getenv("GITHUB_EVENT_NAME") != ""
	req, err := d.request(ctx, w, f)
	switch {
	case err != nil && f.base != "":
		d.problem("base", "fetch the base's branch and enough history: `git fetch --unshallow`, or fetch-depth 0", "%v", err)
		return req, err
	case err != nil:
		d.problem("config", "correct --config", "%v", err)
		return req, err
	case inWorkflow:
		return d.eventComparison(ctx, w, req)
	case f.base == "":
		d.note("base", "none (no --base, and no workflow's event): every finding counts")
		d.note("head", "the files in the folder")
		return req, nil
	}
	d.note("base", "%s (merge base with %s, by --base)", req.Base.Commit, f.base)
	d.note("head", "%s (%s)", req.Head.Commit, why(f.head != "", "--head", w.repo.HeadRef() != "", "HEAD, branch "+w.repo.HeadRef(), "HEAD, detached"))
	d.note("policy", "from %s, the tip of the base", req.Policy.Commit)
	return req, nil
}

// eventComparison compares what the Action would for the workflow's event.
func (d *doctor) eventComparison(ctx context.Context, w *workspace, req gate.Request) (gate.Request, error) {
	t, err := action.ReadTrigger(action.Env{Getenv: d.Getenv})
	if err != nil {
		d.problem("event", "run in a job of a workflow, or give --base", "%v", err)
		return req, err
	}
	d.note("event", "%s, GITHUB_SHA %s", t.Event, t.SHA)
	if w.repo == nil {
		if !t.Compares {
			d.note("base", "none: the event compares nothing, so every finding counts")
			return req, nil
		}
		err := errors.New("there is no git repository to find the event's commits in")
		d.problem("base", "run actions/checkout before", "%v", err)
		return req, err
	}
	c, err := t.Commits(ctx, w.repo)
	if err != nil {
		return req, d.baseMissing(err)
	}
	if c.Base == "" {
		d.note("base", "none (%s): every finding counts", c.Why)
		return req, nil
	}
	d.note("base", "%s (%s)", c.Base, c.Why)
	d.note("head", "%s", c.Head)
	d.note("policy", "from %s, the tip of the base", c.Tip)
	local := gate.Local{Repo: w.repo, Base: c.Base, Head: c.Head, Tip: c.Tip}
	if err := local.Fill(ctx, &req); err != nil {
		return req, d.baseMissing(err)
	}
	return req, nil
}

// baseMissing tells of commits that the checkout lacks. The Action can still
// ask GitHub for them with a token; here it can't be tried whole, so the work
// tree stands in for the check.
func (d *doctor) baseMissing(err error) error {
	help := ""
	if shallow, ok := errors.AsType[*action.ShallowError](err); ok {
		help, err = fmt.Sprintf("give actions/checkout `fetch-depth: %s`", shallow.Depth), shallow.Err
	}
	if d.reads && help != "" {
		d.problem("base", help+", which is faster than asking GitHub", "%v; the Action would read it from GitHub with the token", err)
		return nil
	}
	d.problem("base", help, "%v", err)
	return fmt.Errorf("base: %w", err)
}
