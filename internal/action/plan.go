package action

import (
	"context"

	"github.com/cmmv-hive/modelgate/internal/git"
)

// A Trigger is the event that a run of the Action would be about.
type Trigger struct {
	Event, SHA string // GITHUB_EVENT_NAME and GITHUB_SHA
	Compares   bool   // it is about a change

	e Event
}

// Commits are those that a run would compare.
type Commits struct {
	Base, Head, Tip string // commit ids; Base is "" for a full check, Tip the target's
	Why             string // what Base is, or why there is none; one clause
}

// ReadTrigger reads the event that the environment names.
func ReadTrigger(env Env) (Trigger, error) {
	e, err := readEvent(env)
	return Trigger{Event: e.Name, SHA: e.SHA, Compares: e.comparing(), e: e}, err
}

// Commits finds the commits in local git, without the API. An error about what
// the checkout lacks is a ShallowError.
func (t Trigger) Commits(ctx context.Context, repo *git.Repo) (Commits, error) {
	c, err := source{repo: repo, e: t.e}.compareFor(ctx)
	return Commits{Base: c.base, Head: c.head, Tip: c.tip, Why: c.why}, err
}
