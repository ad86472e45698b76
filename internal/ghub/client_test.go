package ghub_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-github/v62/github"

	"github.com/cmmv-hive/modelgate/internal/ghub"
	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
)

// A clock only goes on when somebody waits for it.
type clock struct {
	at    time.Time
	slept []time.Duration
}

func newClock() *clock { return &clock{at: time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time { return c.at }

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.at, c.slept = c.at.Add(d), append(c.slept, d)
	return ctx.Err()
}

func newClient(t *testing.T, o ghub.Options) *ghub.Client {
	t.Helper()
	if o.Repository == "" {
		o.Repository = ghubtest.Repository
	}
	if o.Sleep == nil {
		c := newClock()
		o.Now, o.Sleep = c.now, c.sleep
	}
	client, err := ghub.New(o)
	if err != nil {
		t.Fatalf("New(): %v", err)
	}
	return client
}

// withToken is a client of the double.
func withToken(t *testing.T, s *ghubtest.Server) *ghub.Client {
	t.Helper()
	return newClient(t, ghub.Options{APIURL: s.URL, Token: ghubtest.Token})
}

// A request that only reads, and one that writes.
func read(t *testing.T, c *ghub.Client) error {
	t.Helper()
	_, _, err := c.PullRequests.Get(t.Context(), c.Owner, c.Repo, 7)
	return err
}

func write(t *testing.T, c *ghub.Client) error {
	t.Helper()
	_, _, err := c.Issues.CreateComment(t.Context(), c.Owner, c.Repo, 7, &github.IssueComment{Body: new("hello")})
	return err
}

func withPull(t *testing.T) *ghubtest.Server {
	t.Helper()
	s := ghubtest.New(t)
	s.AddPull(ghubtest.Pull{Number: 7})
	return s
}

func TestReadingIsTriedAgainWhereThatMayHelp(t *testing.T) {
	t.Parallel()
	noon := newClock().now()
	seconds := func(list ...int) (out []time.Duration) {
		for _, n := range list {
			out = append(out, time.Duration(n)*time.Second)
		}
		return out
	}
	tests := []struct {
		name   string
		fault  ghubtest.Fault
		want   error // nil: in the end there is an answer
		waited []time.Duration
	}{
		{"bad gateway, twice", ghubtest.Fault{Times: 2, Answer: ghubtest.Status(502, "Bad Gateway")}, nil, seconds(1, 2)},
		{"page of an overloaded front end", ghubtest.Fault{Times: 1, Answer: ghubtest.HTML(503)}, nil, seconds(1)},
		{"down", ghubtest.Fault{Answer: ghubtest.Status(500, "Oops")}, ghub.ErrUnavailable, seconds(1, 2, 4, 8, 16)},
		{"connection reset", ghubtest.Fault{Times: 1, Answer: ghubtest.Reset()}, nil, seconds(1)},
		{"answer cut off", ghubtest.Fault{Times: 1, Answer: ghubtest.Cut()}, nil, seconds(1)},
		{"secondary limit", ghubtest.Fault{Times: 1, Answer: ghubtest.SecondaryLimit(403, 7*time.Second)}, nil, seconds(7)},
		{"secondary limit by 429", ghubtest.Fault{Times: 1, Answer: ghubtest.SecondaryLimit(429, 7*time.Second)}, nil, seconds(7)},
		{"secondary limit in words alone", ghubtest.Fault{Times: 1, Answer: ghubtest.SecondaryLimit(403, -1)}, nil, seconds(60)},
		{"secondary limit beyond the budget", ghubtest.Fault{Answer: ghubtest.SecondaryLimit(403, time.Hour)}, ghub.ErrRateLimited, nil},
		{"limit until a date", ghubtest.Fault{Times: 1, Answer: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", noon.Add(9*time.Second).Format(http.TimeFormat))
			ghubtest.Status(429, "Slow down")(w, r)
		}}, nil, seconds(9)},
		{"primary limit soon over", ghubtest.Fault{Times: 1, Answer: ghubtest.PrimaryLimit(403, noon.Add(20*time.Second))}, nil, seconds(21)},
		{"primary limit by 429", ghubtest.Fault{Times: 1, Answer: ghubtest.PrimaryLimit(429, noon.Add(20*time.Second))}, nil, seconds(21)},
		{"primary limit", ghubtest.Fault{Answer: ghubtest.PrimaryLimit(403, noon.Add(time.Hour))}, ghub.ErrRateLimited, nil},
		{"limit again and again", ghubtest.Fault{Answer: ghubtest.SecondaryLimit(429, 25*time.Second)}, ghub.ErrRateLimited, seconds(25, 25)},
		{"refusal", ghubtest.Fault{Answer: ghubtest.NotAccessible("pull_requests=read")}, ghub.ErrForbidden, nil},
		{"bad credentials", ghubtest.Fault{Answer: ghubtest.Status(401, "Bad credentials")}, ghub.ErrForbidden, nil},
		{"not found", ghubtest.Fault{Answer: ghubtest.Status(404, "Not Found")}, ghub.ErrNotFound, nil},
		{"gone", ghubtest.Fault{Answer: ghubtest.Status(410, "Issues are disabled for this repo")}, ghub.ErrNotFound, nil},
		{"diff too large", ghubtest.Fault{Answer: ghubtest.Status(406, "Sorry, the diff exceeded the maximum number of files")}, ghub.ErrTruncated, nil},
		{"invalid", ghubtest.Fault{Answer: ghubtest.Status(422, "Validation Failed")}, ghub.ErrInvalid, nil},
		{"page of somebody else", ghubtest.Fault{Answer: ghubtest.HTML(200)}, ghub.ErrUnavailable, nil},
		{"page that says not found", ghubtest.Fault{Answer: ghubtest.HTML(404)}, ghub.ErrUnavailable, nil},
		{"too large", ghubtest.Fault{Answer: ghubtest.Huge(10<<20 + 1)}, ghub.ErrTruncated, nil},
		{"empty", ghubtest.Fault{Answer: ghubtest.JSON("")}, ghub.ErrTruncated, nil},
		{"half", ghubtest.Fault{Answer: ghubtest.JSON(`{"number": 7, "user"`)}, ghub.ErrTruncated, nil},
		{"redirect for ever", ghubtest.Fault{Answer: ghubtest.Redirect(307, "")}, ghub.ErrUnavailable, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, c := withPull(t), newClock()
			s.Fail(tt.fault)
			err := read(t, newClient(t, ghub.Options{APIURL: s.URL, Token: ghubtest.Token, Now: c.now, Sleep: c.sleep}))
			if !errors.Is(err, tt.want) {
				t.Errorf("error = %v, want %v", err, tt.want)
			}
			if !slices.Equal(c.slept, tt.waited) {
				t.Errorf("waited %v, want %v", c.slept, tt.waited)
			}
			checkText(t, err)
		})
	}
}

// checkText holds an error to what all must be.
func checkText(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if s := err.Error(); strings.ContainsAny(s, "\n\r") || strings.Contains(s, ghubtest.Token) || len(s) > 600 {
		t.Errorf("error is %q, want one short line without the token", s)
	}
	if s := fmt.Sprintf("%+v %#v", err, err); strings.Contains(s, ghubtest.Token) {
		t.Errorf("error holds the token: %s", s)
	}
}

func TestWritingIsTriedAgainOnlyIfNothingWasWritten(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name               string
		fault              ghubtest.Fault
		want               error
		comments, requests int
	}{
		{"written, then reset", ghubtest.Fault{Done: true, Answer: ghubtest.Reset()}, ghub.ErrUnavailable, 1, 1},
		{"written, then cut off", ghubtest.Fault{Done: true, Answer: ghubtest.Cut()}, ghub.ErrUnavailable, 1, 1},
		{"written, then bad gateway", ghubtest.Fault{Done: true, Answer: ghubtest.Status(502, "Bad Gateway")}, ghub.ErrUnavailable, 1, 1},
		{"limit", ghubtest.Fault{Times: 1, Answer: ghubtest.SecondaryLimit(403, time.Second)}, nil, 1, 2},
		{"found elsewhere", ghubtest.Fault{Times: 1, Answer: ghubtest.Redirect(301, "")}, ghub.ErrUnavailable, 0, 1},
		{"found elsewhere for the moment", ghubtest.Fault{Times: 1, Answer: ghubtest.Redirect(307, "")}, nil, 1, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := withPull(t)
			s.Fail(tt.fault)
			c := withToken(t, s)
			if err := write(t, c); !errors.Is(err, tt.want) {
				t.Errorf("error = %v, want %v", err, tt.want)
			}
			if got := len(s.Comments(7)); got != tt.comments {
				t.Errorf("%d comments, want %d", got, tt.comments)
			}
			if got := s.Writes(); got != tt.requests || c.Writes() != got {
				t.Errorf("%d writing requests, counted as %d, want %d", got, c.Writes(), tt.requests)
			}
		})
	}
}

func TestRunMakesAtMost25Writes(t *testing.T) {
	t.Parallel()
	s := withPull(t)
	c := withToken(t, s)
	for i := range 25 {
		if err := write(t, c); err != nil {
			t.Fatalf("write %d: %v", i+1, err)
		}
	}
	if err := write(t, c); !errors.Is(err, ghub.ErrWriteBudget) {
		t.Errorf("write 26: %v, want %v", err, ghub.ErrWriteBudget)
	}
	if err := read(t, c); err != nil {
		t.Errorf("reading after that: %v", err)
	}
	if got := s.Writes(); got != 25 {
		t.Errorf("%d writing requests, want 25", got)
	}
}

func TestWithoutATokenOnlyReadingIsPossible(t *testing.T) {
	t.Parallel()
	s := withPull(t)
	c := newClient(t, ghub.Options{APIURL: s.URL})
	if err := read(t, c); err != nil || c.CanWrite() {
		t.Errorf("read: %v, CanWrite() = %v; want neither", err, c.CanWrite())
	}
	if err := write(t, c); !errors.Is(err, ghub.ErrForbidden) || s.Writes() != 0 {
		t.Errorf("write: %v with %d requests, want %v with none", err, s.Writes(), ghub.ErrForbidden)
	}
}

func TestRefusalSaysWhatTheTokenLacks(t *testing.T) {
	t.Parallel()
	s := withPull(t)
	s.ReadOnly()
	err := write(t, withToken(t, s))
	e, ok := errors.AsType[*ghub.Error](err)
	if !ok || !errors.Is(err, ghub.ErrForbidden) || e.Status != 403 || e.Permission != "issues=write; pull_requests=write" {
		t.Fatalf("error = %+v, want a refusal that names the permission", err)
	}
	const want = `GitHub does not allow this: it answers 403 "Resource not accessible by integration"; the token needs issues=write or pull_requests=write`
	if e.Error() != want {
		t.Errorf("Error() = %q, want %q", e.Error(), want)
	}
	if answer, ok := errors.AsType[*github.ErrorResponse](err); !ok || answer.Response.StatusCode != 403 {
		t.Errorf("error = %v, want go-github's too", err)
	}
}

func TestErrorNeverHoldsTheToken(t *testing.T) {
	t.Parallel()
	s := withPull(t)
	s.Fail(ghubtest.Fault{Answer: ghubtest.Status(403, "no, "+ghubtest.Token+"\n::error::no")})
	err := read(t, withToken(t, s))
	checkText(t, err)
	if !strings.Contains(err.Error(), `no, ***\n::error::no`) {
		t.Errorf("error = %q, want the rest quoted", err)
	}
}

func TestTokenStaysOnItsHost(t *testing.T) {
	t.Parallel()
	reached := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	t.Cleanup(other.Close)
	s := withPull(t)
	s.Fail(ghubtest.Fault{Answer: ghubtest.Redirect(302, other.URL+"/repos")})
	err := read(t, withToken(t, s))
	if !errors.Is(err, ghub.ErrUnavailable) || reached {
		t.Errorf("error = %v, reached the other host: %v; want an error and no request", err, reached)
	}
	checkText(t, err)
	for _, r := range s.Requests() {
		if r.Authorization != "Bearer "+ghubtest.Token {
			t.Errorf("%s %s has %q, want the token", r.Method, r.Path, r.Authorization)
		}
	}
	req, reqErr := http.NewRequestWithContext(t.Context(), http.MethodGet, other.URL, nil)
	if reqErr != nil {
		t.Fatal(reqErr)
	}
	if _, err := withToken(t, s).Do(t.Context(), req, nil); err == nil || reached {
		t.Errorf("Do() = %v, reached the other host: %v; want an error and no request", err, reached)
	}
}

func TestRenamedRepositoryIsFollowed(t *testing.T) {
	t.Parallel()
	s := withPull(t)
	s.Fail(ghubtest.Fault{Path: "/repos/old/name", Answer: ghubtest.Redirect(301, "/repos/"+ghubtest.Repository+"/pulls/7")})
	if err := read(t, newClient(t, ghub.Options{APIURL: s.URL, Repository: "old/name"})); err != nil {
		t.Error(err)
	}
}

func TestHangingServerIsGivenUp(t *testing.T) {
	t.Parallel()
	s := withPull(t)
	s.Fail(ghubtest.Fault{Answer: s.Hang()})
	c := newClient(t, ghub.Options{APIURL: s.URL, Timeout: 20 * time.Millisecond})
	err := read(t, c)
	if !errors.Is(err, ghub.ErrUnavailable) || !strings.Contains(err.Error(), "does not answer within 20ms") {
		t.Errorf("error = %v, want that it does not answer", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, _, err = newClient(t, ghub.Options{APIURL: s.URL}).PullRequests.Get(ctx, "octo-org", "registry", 7)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error = %v, want %v", err, context.DeadlineExceeded)
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	s := withPull(t)
	s.Fail(ghubtest.Fault{Answer: ghubtest.SecondaryLimit(429, 30*time.Second)})
	c, err := ghub.New(ghub.Options{APIURL: s.URL, Repository: ghubtest.Repository})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, _, err = c.PullRequests.Get(ctx, c.Owner, c.Repo, 7)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error = %v, want %v", err, context.DeadlineExceeded)
	}
}

func TestBudgetIsOneForTheClient(t *testing.T) {
	t.Parallel()
	s, clk := withPull(t), newClock()
	s.Fail(ghubtest.Fault{Answer: ghubtest.Status(502, "Bad Gateway")})
	c := newClient(t, ghub.Options{APIURL: s.URL, Budget: 10 * time.Second, Now: clk.now, Sleep: clk.sleep})
	for range 3 {
		if err := read(t, c); !errors.Is(err, ghub.ErrUnavailable) {
			t.Errorf("error = %v, want %v", err, ghub.ErrUnavailable)
		}
	}
	if got := clk.at.Sub(newClock().at); got != 10*time.Second {
		t.Errorf("waited %v, want 10s", got)
	}
}

func TestAServerThatHangsIsNotAskedForEver(t *testing.T) {
	t.Parallel()
	s := withPull(t)
	s.Fail(ghubtest.Fault{Answer: s.Hang()})
	c := newClient(t, ghub.Options{
		APIURL: s.URL, Timeout: 60 * time.Millisecond, Budget: 100 * time.Millisecond,
		Sleep: func(context.Context, time.Duration) error { return nil },
	})
	for range 5 {
		if err := read(t, c); !errors.Is(err, ghub.ErrUnavailable) {
			t.Errorf("error = %v, want %v", err, ghub.ErrUnavailable)
		}
	}
	// 60 ms are gone after the first; the second has the 40 that are left.
	if got := len(s.Requests()); got > 2 {
		t.Errorf("%d requests, want at most 2", got)
	}
}

func TestNobodyThere(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(nil)
	gone.Close()
	clk := newClock()
	c := newClient(t, ghub.Options{APIURL: gone.URL, Token: ghubtest.Token, Now: clk.now, Sleep: clk.sleep})
	if err := write(t, c); !errors.Is(err, ghub.ErrUnavailable) || len(clk.slept) != 5 {
		t.Errorf("error = %v after %d waits, want %v after 5: nothing was sent", err, len(clk.slept), ghub.ErrUnavailable)
	}
}

func TestNewChecksItsOptions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		o    ghub.Options
		want string // of the API's root; or what the error says
	}{
		{"github.com", ghub.Options{Repository: "o/r"}, "https://api.github.com/"},
		{"ghe.com", ghub.Options{Repository: "o/r", APIURL: "https://api.sub.ghe.com"}, "https://api.sub.ghe.com/"},
		{"Enterprise Server", ghub.Options{Repository: "o/r", APIURL: "https://host:8443/api/v3"}, "https://host:8443/api/v3/"},
		{"managed user", ghub.Options{Repository: "jo_corp/r.2"}, "https://api.github.com/"},
		{"no repository", ghub.Options{}, `the repository is "", want owner/name`},
		{"three parts", ghub.Options{Repository: "a/b/c"}, `the repository is "a/b/c", want owner/name`},
		{"way out", ghub.Options{Repository: "a/.."}, `the repository is "a/..", want owner/name`},
		{"query in the name", ghub.Options{Repository: "a/b?c"}, `the repository is "a/b?c", want owner/name`},
		{"password", ghub.Options{Repository: "o/r", APIURL: "https://u:secret@host"}, "the API's address has a user in it; the token is given apart"},
		{"other scheme", ghub.Options{Repository: "o/r", APIURL: "file:///etc"}, `the API's address is "file:///etc", want a URL such as https://api.github.com`},
		{"no URL", ghub.Options{Repository: "o/r", APIURL: "https://u:secret@ho st"}, "the API's address is not a URL"},
		{"token with a line feed", ghub.Options{Repository: "o/r", Token: "a\n"}, "the token has blanks or line feeds in it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := ghub.New(tt.o)
			got := fmt.Sprint(err)
			if err == nil {
				got = c.BaseURL.String()
			}
			if got != tt.want {
				t.Errorf("New() = %s, want %s", got, tt.want)
			}
		})
	}
}

func TestEnterpriseServerIsBelowAPath(t *testing.T) {
	t.Parallel()
	s := withPull(t)
	if err := read(t, newClient(t, ghub.Options{APIURL: s.URL + "/api/v3"})); err != nil {
		t.Error(err)
	}
}
