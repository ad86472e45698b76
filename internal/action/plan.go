package action

import (
	"context"

	"github.com/cmmv-hive/modelgate/internal/git"
)

// A Plan is what a run of the Action for the present event would compare.
type Plan struct {
	Event, SHA      string // GITHUB_EVENT_NAME and GITHUB_SHA
	Compares        bool   // the event is about a change
	Base, Head, Tip string // commit ids; Base is "" for a full check
	Why             string // what Base is, or why there is none; one clause
}

// PlanOf reads the event and finds its commits in local git, without the API.
// repo may be nil: then nothing but the event is told. An error that is
// ErrNoBase is about a commit that the checkout lacks.
func PlanOf(ctx context.Context, env Env, repo *git.Repo) (Plan, error) {
	e, err := readEvent(env)
	p := Plan{Event: e.Name, SHA: e.SHA, Compares: e.comparing()}
	if err != nil || repo == nil {
		return p, err
	}
	c, err := source{repo: repo, e: e}.compareFor(ctx)
	p.Base, p.Head, p.Tip, p.Why = c.base, c.head, c.tip, c.why
	return p, err
}
