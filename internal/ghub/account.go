package ghub

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/google/go-github/v62/github"
)

// actionsLogin is the account behind a workflow's own GITHUB_TOKEN. An app's
// login is "SLUG[bot]", which no person can have: GitHub allows no brackets.
const actionsLogin = "github-actions[bot]"

// An account is the login that a token writes as, once it is known.
type account struct {
	mu    sync.Mutex
	login string // "" until it is known to be another than actionsLogin
	asked bool
}

// wrote reports for each user whether the token writes as that one. The token
// is taken for GITHUB_TOKEN, which costs no request, unless it is a person's by
// its form, has written as another account, or a text that carries our mark is
// of another account: then GitHub is asked, once.
func (c *Client) wrote(ctx context.Context, users []*github.User) []bool {
	c.account.mu.Lock()
	defer c.account.mu.Unlock()
	a := &c.account
	others := slices.DeleteFunc(slices.Clone(users), func(u *github.User) bool { return is(u, actionsLogin) })
	if a.login == "" && !a.asked && (len(others) > 0 || len(users) > 0 && isPersonal(c.wire.token)) {
		a.login, a.asked = c.askLogin(ctx, others), true
	}
	login := actionsLogin
	if a.login != "" {
		login = a.login
	}
	out := make([]bool, len(users))
	for i, u := range users {
		out[i] = is(u, login)
	}
	return out
}

// isPersonal tells a person's token by its prefix; an app's is like
// GITHUB_TOKEN
// (https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats).
func isPersonal(token string) bool {
	return slices.ContainsFunc([]string{"ghp_", "github_pat_", "gho_", "ghu_"}, func(prefix string) bool {
		return strings.HasPrefix(token, prefix)
	})
}

// ours are the texts that the token's account wrote.
func ours[T any](ctx context.Context, c *Client, texts []T, author func(T) *github.User) []T {
	users := make([]*github.User, len(texts))
	for i, t := range texts {
		users[i] = author(t)
	}
	var out []T
	for i, is := range c.wrote(ctx, users) {
		if is {
			out = append(out, texts[i])
		}
	}
	return out
}

func is(u *github.User, login string) bool {
	return u.GetLogin() != "" && strings.EqualFold(u.GetLogin(), login)
}

// learn takes the author of what the token has just written.
func (c *Client) learn(u *github.User) {
	c.account.mu.Lock()
	defer c.account.mu.Unlock()
	if login := u.GetLogin(); login != "" {
		c.account.login = login
	}
}

// askLogin returns "" where GitHub does not say. GET /user answers a person's
// token and refuses an app's, which only GraphQL tells its login.
func (c *Client) askLogin(ctx context.Context, others []*github.User) string {
	if me, _, err := c.Users.Get(ctx, ""); err == nil {
		return me.GetLogin()
	}
	if !slices.ContainsFunc(others, func(u *github.User) bool { return u.GetType() == "Bot" }) {
		return "" // no app's token writes as a person
	}
	req, err := c.NewRequest(http.MethodPost, graphQL(c.BaseURL.Path), map[string]string{"query": "query { viewer { login } }"})
	if err != nil {
		return ""
	}
	var answer struct {
		Data struct {
			Viewer struct{ Login string }
		}
	}
	if _, err := c.Do(ctx, req, &answer); err != nil {
		return ""
	}
	return answer.Data.Viewer.Login
}

// graphQL is where GraphQL is, seen from the REST API: on GitHub Enterprise
// Server /api/graphql stands beside /api/v3.
func graphQL(rest string) string {
	if strings.HasSuffix(rest, "/api/v3/") {
		return "../graphql"
	}
	return "graphql"
}
