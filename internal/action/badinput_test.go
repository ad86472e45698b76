package action_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/cmmv-hive/modelgate/internal/ghub"
	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
)

// quick does not wait before it tries again.
func quick(o ghub.Options) ghub.Options {
	o.Sleep = func(context.Context, time.Duration) error { return nil }
	return o
}

// impatient is quick, and gives up much sooner than a real run. It is for a
// server that hangs: others may be slow on a busy machine.
func impatient(o ghub.Options) ghub.Options {
	o.Timeout, o.Budget = time.Second, 1500*time.Millisecond
	return quick(o)
}

func patienceFor(name string) func(ghub.Options) ghub.Options {
	if strings.HasPrefix(name, "hangs") {
		return impatient
	}
	return quick
}

func TestABadEventIsAFailureToCheck(t *testing.T) {
	t.Parallel()
	p := newRepository(t).open(t)
	without := func(member string) map[string]any {
		payload := p.payload()
		delete(payload, member)
		return payload
	}
	tests := []struct {
		name    string
		payload any
		env     map[string]string
		says    string
	}{
		{"no JSON", "only words", nil, "is not the JSON of a pull_request event"},
		{"empty", "", nil, "is not the JSON of a pull_request event"},
		{"a list", "[1, 2]", nil, "is not the JSON of a pull_request event"},
		{"cut off", `{"pull_request": {"number": 7, "head"`, nil, "is not the JSON of a pull_request event"},
		{"null", "null", nil, "the pull_request event has no repository"},
		{"no repository", without("repository"), nil, "the pull_request event has no repository"},
		{"no pull request", without("pull_request"), nil, "the pull_request event has no pull_request"},
		{"an option for an id", object("repository", object(), "pull_request", object(
			"head", object("sha", "--upload-pack=x"), "base", object("sha", p.base),
		)), nil, `is "--upload-pack=x", want a commit id`},
		{"no repository in the environment", p.payload(), map[string]string{"GITHUB_REPOSITORY": ""}, `the repository is "", want owner/name`},
		{"no workspace", p.payload(), map[string]string{"GITHUB_WORKSPACE": ""}, "GITHUB_WORKSPACE is not set"},
		{"no event file", p.payload(), map[string]string{"GITHUB_EVENT_PATH": "/nowhere/event.json"}, "read the event: open"},
		{"no event", p.payload(), map[string]string{"GITHUB_EVENT_NAME": ""}, "GITHUB_EVENT_NAME is not set"},
	}
	j := p.job(2)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			j := j
			j.payload, j.env = tt.payload, map[string]string{"GITHUB_API_URL": p.srv.URL}
			for name, value := range tt.env {
				j.env[name] = value
			}
			res := j.run(t)
			res.wantFailure(t, tt.says)
			if res.log != "" || len(res.outputs) > 0 {
				t.Errorf("log = %q, outputs = %q; want none", res.log, res.outputs)
			}
		})
	}
	if got := p.srv.Writes(); got != 0 {
		t.Errorf("%d writes, want none", got)
	}
}

func TestAnAPIThatFailsIsAFailureToCheck(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.write(specsPage, r.read(specsPage)+"\nA word more.\n")
	p := r.open(t)
	shallow := p.job(1, "comment", "review")
	for _, tt := range apiFaults() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			srv := p.again(t, nil)
			srv.Fail(tt.fault(srv))
			j := shallow.on(t, srv)
			j.api = patienceFor(tt.name)
			j.run(t).wantFailure(t, tt.says)
			if got := srv.Writes(); got != 0 {
				t.Errorf("%d writes, want none: %q", got, asked(srv, 0))
			}
		})
	}
}

type apiFault struct {
	name  string
	fault func(*ghubtest.Server) ghubtest.Fault
	says  string
}

func apiFaults() []apiFault {
	const pages = `{"base_commit":{"sha":"BASE"},"total_commits":200,"commits":[]}`
	always := func(f ghubtest.Fault) func(*ghubtest.Server) ghubtest.Fault {
		return func(*ghubtest.Server) ghubtest.Fault { return f }
	}
	return []apiFault{
		{"hangs", func(s *ghubtest.Server) ghubtest.Fault { return ghubtest.Fault{Answer: s.Hang()} }, "it does not answer within"},
		{"hangs later", func(s *ghubtest.Server) ghubtest.Fault { return ghubtest.Fault{After: 3, Answer: s.Hang()} }, "it does not answer within"},
		{"answers HTML", always(ghubtest.Fault{Answer: ghubtest.HTML(200)}), "it answers with text/html, want JSON"},
		{"answers HTML and an error", always(ghubtest.Fault{Answer: ghubtest.HTML(502)}), "may not be GitHub's API"},
		{"resets", always(ghubtest.Fault{Answer: ghubtest.Reset()}), "GitHub's API is not available"},
		{"cuts its answers", always(ghubtest.Fault{Answer: ghubtest.Cut()}), "GitHub's API is not available"},
		{"redirects for ever", always(ghubtest.Fault{Answer: ghubtest.Redirect(301, "")}), "it redirects more than"},
		{"redirects elsewhere", always(ghubtest.Fault{Answer: ghubtest.Redirect(301, "https://elsewhere.example/")}), "which is another server"},
		{"answers too much", always(ghubtest.Fault{Answer: ghubtest.Huge(11 << 20)}), "it has more than 10 MiB"},
		{"answers nothing", always(ghubtest.Fault{Answer: ghubtest.JSON("")}), "its 0 bytes are not JSON"},
		{"answers null", always(ghubtest.Fault{Answer: ghubtest.JSON("null")}), "GitHub's answer is incomplete"},
		{"is out of requests", always(ghubtest.Fault{Answer: ghubtest.PrimaryLimit(403, time.Now().Add(time.Hour))}), "GitHub's rate limit is used up"},
		{"does not know the token", always(ghubtest.Fault{Answer: ghubtest.Status(401, "Bad credentials")}), `it answers 401 "Bad credentials"`},
		{"has lost the commit", always(ghubtest.Fault{Path: "/git/commits/", Answer: ghubtest.Status(404, "Not Found")}), "give actions/checkout `fetch-depth: 2`"},
		{"has lost a file", always(ghubtest.Fault{Path: "/git/blobs/", Answer: ghubtest.Status(404, "Not Found")}), "GitHub does not find this"},
		{"loops its pages", func(*ghubtest.Server) ghubtest.Fault {
			return ghubtest.Fault{Path: "/compare/", Answer: ghubtest.JSON(strings.Replace(pages, "200", "100000", 1))}
		}, "GitHub's answer is incomplete"},
	}
}

func TestAFaultOfTheAPIWhilePostingChangesNoVerdict(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.edit(registryFile, sound, faulty)
	p := r.open(t)
	whole := p.job(2, "comment", "summary")
	for _, tt := range []apiFault{
		{"hangs", func(s *ghubtest.Server) ghubtest.Fault { return ghubtest.Fault{Path: "/issues/", Answer: s.Hang()} }, "it does not answer within"},
		{"loops its pages", func(s *ghubtest.Server) ghubtest.Fault {
			return ghubtest.Fault{Path: "/issues/7/comments", Answer: s.EndlessPages("[]", 0)}
		}, "page 1 leads to page 1"},
		{"has no end of pages", func(s *ghubtest.Server) ghubtest.Fault {
			return ghubtest.Fault{Path: "/issues/7/comments", Answer: s.EndlessPages("[]", 1)}
		}, "more than 30 pages"},
		{"answers HTML", func(*ghubtest.Server) ghubtest.Fault {
			return ghubtest.Fault{Path: "/issues/", Answer: ghubtest.HTML(200)}
		}, "want JSON"},
		{"resets", func(*ghubtest.Server) ghubtest.Fault {
			return ghubtest.Fault{Method: "POST", Answer: ghubtest.Reset()}
		}, "GitHub's API is not available"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			srv := p.again(t, nil)
			srv.Fail(tt.fault(srv))
			j := whole.on(t, srv)
			j.api = patienceFor(tt.name)
			res := j.run(t)
			res.wantVerdict(t, false)
			tellsAll(t, res)
			if n := res.notices(); len(n) != 1 || !strings.Contains(n[0], tt.says) {
				t.Errorf("notices = %q, want one that says %q", n, tt.says)
			}
		})
	}
}

func TestARunEndsWithItsContext(t *testing.T) {
	t.Parallel()
	p := newRepository(t).open(t)
	p.srv.Fail(ghubtest.Fault{Answer: p.srv.Hang()})
	j := p.job(1)
	j.api = func(o ghub.Options) ghub.Options {
		o.Sleep = func(context.Context, time.Duration) error { return context.Canceled }
		o.Timeout = 50 * time.Millisecond
		return o
	}
	j.run(t).wantFailure(t, "context canceled")
}

func TestTheFirstWrongIDOfAnEventIsNamed(t *testing.T) {
	t.Parallel()
	p := newRepository(t).open(t)
	j := p.job(0)
	j.payload = object("repository", object(), "pull_request", object("head", object("sha", "x"), "base", object("sha", "y")))
	for range 20 {
		j.run(t).wantFailure(t, `the pull_request event's pull_request.head.sha is "x"`)
	}
}

// What GitHub does not list whole, git still knows where all history is here.
func TestGitDecidesWhereTheAPIListsTooManyCommits(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.write(specsPage, r.read(specsPage)+"\nA word more.\n")
	p := r.open(t, "GIT_AUTHOR_EMAIL=1+hive-sync[bot]@users.noreply.github.com")
	tooMany := ghubtest.JSON(`{"base_commit":{"sha":"` + p.base + `"},"total_commits":300,"commits":[]}`)
	p.srv.Fail(ghubtest.Fault{Path: "/compare/", Answer: tooMany})
	res := p.job(0).run(t)
	automatedEdit(t, res, `"hive-sync[bot]" as author of commit`)
	if n := strings.Join(res.notices(), "\n"); !strings.Contains(n, "was decided from git alone") {
		t.Errorf("notices = %q, want that git decided", n)
	}
	p.job(1).run(t).wantFailure(t, "300 commits, more than 250")
}
