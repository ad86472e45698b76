package cli

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/cmmv-hive/modelgate/internal/ghub"
	"github.com/cmmv-hive/modelgate/internal/version"
)

// token tells what the token may read. It only ever reads: what may be written
// shows when it is written.
func (d *doctor) token(ctx context.Context) {
	name := "INPUT_TOKEN"
	token := d.Getenv(name)
	if token == "" {
		name = "GITHUB_TOKEN"
		token = d.Getenv(name)
	}
	repo := d.Getenv("GITHUB_REPOSITORY")
	switch {
	case token == "":
		d.note("token", "none (INPUT_TOKEN, GITHUB_TOKEN): check, annotations and summary need none; comments and the drift issue do")
		return
	case repo == "":
		d.note("token", "%s is given; GITHUB_REPOSITORY is not, so it can't be tried", name)
		return
	}
	client, err := ghub.New(ghub.Options{
		Token: token, APIURL: d.Getenv("GITHUB_API_URL"), Repository: repo, UserAgent: "modelgate/" + version.String(),
		Timeout: 10 * time.Second, Budget: 3 * time.Second, Now: d.Now,
	})
	if err != nil {
		d.problem("token", "correct GITHUB_REPOSITORY, GITHUB_API_URL or the token", "%v", err)
		return
	}
	d.note("token", "%s, tried on %s at %s", name, repo, cmp.Or(d.Getenv("GITHUB_API_URL"), ghub.DefaultAPIURL))
	d.probe(ctx, client)
}

func (d *doctor) probe(ctx context.Context, c *ghub.Client) {
	r, resp, err := c.Repositories.Get(ctx, c.Owner, c.Repo)
	if err != nil {
		help := "check the token and GITHUB_REPOSITORY; the job needs `permissions: contents: read`"
		if errors.Is(err, ghub.ErrUnavailable) {
			help = "check GITHUB_API_URL, proxy and certificates"
		}
		d.problem("token", help, "can't read the repository: %v", bareAPI(err))
		return
	}
	d.reads = true
	visibility := "public, so reading proves little"
	if r.GetPrivate() {
		visibility = "private"
	}
	d.note("token", "reads the repository (%s)", visibility)
	if limits, _, err := c.RateLimit.Get(ctx); err != nil {
		d.note("token", "rate limit: not known: %v", bareAPI(err)) // an Enterprise Server may have none
	} else if core := limits.GetCore(); core != nil {
		d.note("token", "rate limit: %d of %d requests are left", core.Remaining, core.Limit)
	}
	if scopes := resp.Header.Get("X-OAuth-Scopes"); scopes != "" {
		d.note("token", "a personal token with the scopes %s", scopes)
	}
	_, _, err = c.PullRequests.List(ctx, c.Owner, c.Repo, nil)
	d.may(err, "pull requests", "pull-requests", "comment")
	_, _, err = c.Issues.ListByRepo(ctx, c.Owner, c.Repo, nil)
	d.may(err, "issues", "issues", "drift-issue")
	d.note("token", "what it may write can't be known without writing: comments need `pull-requests: write`, the drift issue `issues: write`")
}

func (d *doctor) may(err error, what, permission, input string) {
	if err != nil {
		d.problem("token", "add `permissions: "+permission+": write` if `"+input+"` is used", "can't read %s: %v", what, bareAPI(err))
		return
	}
	d.note("token", "reads %s", what)
}

// bareAPI strips the method and address from an error of the API.
func bareAPI(err error) error {
	if e, ok := errors.AsType[*ghub.Error](err); ok {
		return e
	}
	return err
}
