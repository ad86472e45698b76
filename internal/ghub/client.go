// Package ghub is GitHub's API as modelgate uses it: commits that the checkout
// lacks, who stands behind a change, and what is told on a pull request or in
// an issue.
//
// All requests go through one http.Client, which go-github is given: go-github
// itself sends the token along on redirects to other hosts, has no timeout, no
// limit on an answer's size and no retries, and takes an empty answer for an
// empty result.
package ghub

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/google/go-github/v62/github"
)

// DefaultAPIURL is where the API of github.com is.
const DefaultAPIURL = "https://api.github.com"

// What a run may take.
const (
	defaultTimeout = 30 * time.Second
	defaultBudget  = 60 * time.Second
	maxFaults      = 50 * time.Second // of the budget; with all else, a run that can't ask ends within a minute
	maxAnswer      = 10 << 20         // bytes of one answer
	maxWrites      = 25
	maxRedirects   = 5
)

// Options say which repository, where, and as whom. Proxies and additional
// certificates come from the environment: HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE
// and SSL_CERT_DIR.
type Options struct {
	Token      string // "" reads what is public and writes nothing
	APIURL     string // as in GITHUB_API_URL; "" is DefaultAPIURL
	Repository string // as in GITHUB_REPOSITORY: "owner/name"
	UserAgent  string // "" is "modelgate"

	Timeout time.Duration // of one request with its answer; 0 is 30 seconds
	Budget  time.Duration // that all failures and waits may take together; 0 is 60 seconds

	Now   func() time.Time                           // nil is time.Now
	Sleep func(context.Context, time.Duration) error // nil waits in earnest
}

// A Client speaks with GitHub about one repository. It may be used from several
// goroutines. The go-github services in it give errors that Is tells apart as
// this package's, and *github.ErrorResponse where there was an answer.
type Client struct {
	*github.Client
	Owner, Repo string

	wire    *transport
	objects objects
	account account
}

// New prepares a client; it asks GitHub nothing.
func New(o Options) (*Client, error) {
	owner, repo, err := splitRepository(o.Repository)
	if err != nil {
		return nil, err
	}
	home, err := parseAPIURL(cmp.Or(o.APIURL, DefaultAPIURL))
	if err != nil {
		return nil, err
	}
	if strings.ContainsFunc(o.Token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("the token has blanks or line feeds in it")
	}
	t := newTransport(o, home)
	rest := github.NewClient(&http.Client{Transport: t, CheckRedirect: t.checkRedirect})
	rest.BaseURL, rest.UserAgent = home, cmp.Or(o.UserAgent, "modelgate")
	return &Client{Client: rest, Owner: owner, Repo: repo, wire: t, objects: newObjects()}, nil
}

// CanWrite reports whether there is a token. What it allows, only a refusal
// tells.
func (c *Client) CanWrite() bool { return c.wire.token != "" }

// Writes returns how many writing requests were made.
func (c *Client) Writes() int {
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	return c.wire.writes
}

// splitRepository reads "owner/name". GitHub allows no other characters, and
// they need no escaping in a path.
func splitRepository(s string) (owner, repo string, err error) {
	owner, repo, ok := strings.Cut(s, "/")
	if !ok || !regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_-]*/[A-Za-z0-9._-]+$`).MatchString(s) || repo == "." || repo == ".." {
		return "", "", fmt.Errorf("the repository is %q, want owner/name", s)
	}
	return owner, repo, nil
}

// parseAPIURL reads https://api.github.com, https://api.SUB.ghe.com or
// https://HOST/api/v3. The path is taken as it is, so go-github's
// WithEnterpriseURLs, which guesses at it, is of no use.
func parseAPIURL(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return nil, errors.New("the API's address is not a URL") // the error would quote it, with a password
	case u.User != nil:
		return nil, errors.New("the API's address has a user in it; the token is given apart")
	case u.Scheme != "https" && u.Scheme != "http", u.Host == "", u.RawQuery != "", u.Fragment != "":
		return nil, fmt.Errorf("the API's address is %q, want a URL such as %s", s, DefaultAPIURL)
	}
	u.Path = strings.TrimRight(u.Path, "/") + "/" // go-github wants it
	u.RawPath = ""
	return u, nil
}

// newTransport fills in what the options leave open.
func newTransport(o Options, home *url.URL) *transport {
	t := &transport{
		home: home, token: o.Token, now: o.Now, sleep: o.Sleep,
		timeout: cmp.Or(o.Timeout, defaultTimeout), budget: cmp.Or(o.Budget, defaultBudget),
		base: &http.Transport{
			Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: 10 * time.Second, IdleConnTimeout: 30 * time.Second, MaxResponseHeaderBytes: 1 << 20,
		},
	}
	t.faults = min(t.budget, maxFaults)
	if t.now == nil {
		t.now = time.Now
	}
	if t.sleep == nil {
		t.sleep = sleep
	}
	return t
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// A transport makes requests: to one host alone, bounded, counted, and again
// where that can do no harm. An answer that is an error becomes an *Error.
type transport struct {
	home    *url.URL
	token   string
	timeout time.Duration
	base    http.RoundTripper
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error

	mu     sync.Mutex
	budget time.Duration // what is left
	faults time.Duration // what is left for a server that does not answer
	writes int
}
