// Package ghubtest is a GitHub for tests: a server on 127.0.0.1 that keeps one
// repository in memory and answers the part of the REST API that modelgate
// uses, with the limits that GitHub's OpenAPI description can't say.
//
//	srv := ghubtest.New(t)
//	srv.AddPull(ghubtest.Pull{Number: 7, Head: id, Files: []ghubtest.File{{Name: "a.json", Patch: "@@ -1 +1,2 @@\n one\n+two"}}})
//	client, err := ghub.New(ghub.Options{APIURL: srv.URL, Repository: ghubtest.Repository, Token: ghubtest.Token})
//	…
//	srv.Comments(7), srv.Reviews(7), srv.ReviewComments(7), srv.Issues() // what there is now, with authors
//	srv.Writes()                                                       // how many requests wanted to change something
//
// Token acts as Actions, as GITHUB_TOKEN does; everybody else's writing is put
// there with AddComment and the like. What a token may do is set by Permit, what
// goes wrong by Fail. Each request is held against GitHub's OpenAPI description
// where that is at hand, and so is each answer that is not a planned fault; a
// breach is an error of the test. So is an edit of what another account wrote.
package ghubtest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// The repository that a Server keeps, and the token that it knows.
const (
	Repository = "octo-org/registry"
	Token      = "ghs_0123456789abcdefghijklmnopqrstuvwxyz"

	prefix = "/repos/" + Repository
)

// Actions is the account that writes with GITHUB_TOKEN. GET /user is refused
// to it, so a client must know the login.
func Actions() User { return User{Login: "github-actions[bot]", Type: "Bot"} }

// A Server is one repository on GitHub. Its fields are set before the first
// request; its methods may be called at any time.
type Server struct {
	URL     string // what GITHUB_API_URL would say
	Git     *Git
	MaxTree int    // a folder with more entries is truncated; GitHub's own limit is 100,000
	Private bool   // nothing may be read without a token
	Account User   // who the token writes as; New makes it Actions
	Token   string // the one that it knows; New makes it Token

	t        testing.TB
	contract *contract // nil without the description
	table    []route
	done     chan struct{} // closed when the test ends, so that nothing hangs on

	mu          sync.Mutex
	permissions map[string]string
	faults      []*fault
	requests    []Request
	accounts    map[string]User // by e-mail address
	state
}

// New starts a server that ends with the test. The token may write everywhere.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{
		Git: newGit(), MaxTree: 100_000, Account: Actions(), Token: Token,
		t: t, contract: openContract(t), done: make(chan struct{}),
		permissions: map[string]string{"contents": "write", "issues": "write", "pull_requests": "write"},
		accounts:    map[string]User{},
		state:       newState(),
	}
	s.table = compiled(s.routes())
	web := httptest.NewServer(s)
	s.URL = web.URL
	t.Cleanup(func() {
		close(s.done)
		web.CloseClientConnections()
		web.Close()
	})
	return s
}

// Permit sets all that the token may do, as `permissions:` in a workflow does:
// names as in the X-Accepted-GitHub-Permissions header, "read" or "write".
func (s *Server) Permit(permissions map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.permissions = permissions
}

// ReadOnly is Permit for the token of a pull request from a fork.
func (s *Server) ReadOnly() {
	s.Permit(map[string]string{"contents": "read", "issues": "read", "pull_requests": "read"})
}

// Link makes commits by an e-mail address those of an account.
func (s *Server) Link(email string, u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts[email] = u
}

// A Request is what a client sent.
type Request struct {
	Method, Path, Query string // Path is below the API's root: "/repos/octo-org/registry/issues"
	Body                string
	Authorization       string
	Status              int // of the answer; 0 when there was none
}

func (r Request) writes() bool {
	return r.Method != http.MethodGet && r.Method != http.MethodHead && !strings.HasSuffix(r.Path, "/graphql")
}

// Requests returns what was sent so far, in order.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Writes returns how many requests so far wanted to change something, whether
// they could or not.
func (s *Server) Writes() int {
	n := 0
	for _, r := range s.Requests() {
		if r.writes() {
			n++
		}
	}
	return n
}

// now is a clock that goes on by a second for each thing that is made.
func (s *Server) now() time.Time {
	s.ticks++
	return epoch().Add(time.Duration(s.ticks) * time.Second)
}

func epoch() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }
