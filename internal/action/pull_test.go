package action_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
)

// manyFaults is a change with faults on its own lines, on lines that it does
// not touch, in a file that it does not touch and in a file as a whole.
func manyFaults(t *testing.T) *pull {
	t.Helper()
	r := newRepository(t)
	r.edit(registryFile, `"display_name": "Northwind Atlas 405B",
      "role": "general",
      "size_class": "xl"`, `"display_name": "Northwind Atlas 405B",
      "role": "general",
      "size_class": "nano"`)
	r.edit("gov/metrics/model_evaluations.json", `"modelVariant": "32B"`, `"modelVariant": "33B"`)
	r.git("rm", "-q", "gov/metrics/models/velloria-kiln-180b.json")
	return r.open(t)
}

func TestAPullRequestIsJudgedTheSameWhateverIsAtHand(t *testing.T) {
	t.Parallel()
	const refused = "GitHub refuses the summary comment: give the job `pull-requests: write`; a pull request from a fork or by Dependabot has a read-only token whatever is asked"
	const noToken = "nothing was posted on the pull request: there is no token; give the step `token: ${{ github.token }}`"
	p := manyFaults(t)
	files := p.diff(p.base, p.head)
	jobs := map[int]job{}
	for depth := range 3 {
		jobs[depth] = p.job(depth, "comment", "review")
	}
	want := p.job(0).run(t)
	want.wantVerdict(t, false)
	if len(want.report.Findings) < 4 {
		t.Fatalf("%d findings, want some of each kind: %v", len(want.report.Findings), want.report.Findings)
	}
	tests := []struct {
		name    string
		depth   int
		change  func(*testing.T, *ghubtest.Server, *job)
		notices []string
		told    bool // on the pull request
	}{
		{"full history", 0, nil, nil, true},
		{"depth 1 and the API", 1, nil, nil, true},
		{"depth 2 without a token", 2, func(_ *testing.T, _ *ghubtest.Server, j *job) { delete(j.inputs, "token") }, []string{noToken}, false},
		{"full history without a token", 0, func(_ *testing.T, _ *ghubtest.Server, j *job) { delete(j.inputs, "token") }, []string{noToken}, false},
		{"a fork's token", 2, func(_ *testing.T, srv *ghubtest.Server, _ *job) { srv.ReadOnly() }, []string{refused}, false},
		{"a fork's token at depth 1", 1, func(_ *testing.T, srv *ghubtest.Server, _ *job) { srv.ReadOnly() }, []string{refused}, false},
		{"a private repository and contents: read alone", 1, func(_ *testing.T, srv *ghubtest.Server, _ *job) {
			srv.Private = true
			srv.Permit(map[string]string{"contents": "read"})
		}, []string{refused}, false},
		{"Enterprise Server", 1, func(t *testing.T, srv *ghubtest.Server, j *job) {
			j.env["GITHUB_API_URL"] = belowAPI(t, srv) + "/api/v3"
		}, nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			srv := p.again(t, files)
			j := jobs[tt.depth].on(t, srv)
			if tt.change != nil {
				tt.change(t, srv, &j)
			}
			got := j.run(t)
			got.wantVerdict(t, false)
			if d := cmp.Diff(want.report.Findings, got.report.Findings); d != "" {
				t.Errorf("findings differ (-full history +here):\n%s", d)
			}
			if d := cmp.Diff(tt.notices, got.notices()); d != "" {
				t.Errorf("notices differ (-want +got):\n%s", d)
			}
			tellsAll(t, got)
			if posted := len(srv.Comments(7)) == 1 && len(srv.ReviewComments(7)) > 0; posted != tt.told {
				t.Errorf("posted = %v, want %v", posted, tt.told)
			}
		})
	}
}

// tellsAll checks that each finding is in the log and in the summary, and each
// notice in the summary too.
func tellsAll(t *testing.T, r result) {
	t.Helper()
	for _, f := range r.report.Findings {
		for _, part := range []string{f["rule"].(string), f["message"].(string)} {
			if !strings.Contains(r.log, part) || !strings.Contains(r.summary, part) {
				t.Errorf("in the log: %v, in the summary: %v; want %q in both", strings.Contains(r.log, part), strings.Contains(r.summary, part), part)
			}
		}
	}
	for _, n := range r.notices() {
		head, _, _ := strings.Cut(n, "`")
		if !strings.Contains(r.summary, head) {
			t.Errorf("the summary lacks the notice %q", n)
		}
	}
}

// belowAPI is the double at an address that answers below /api/v3 alone.
func belowAPI(t *testing.T, srv *ghubtest.Server) string {
	t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/api/v3/") {
			http.NotFound(w, r)
			return
		}
		srv.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	return web.URL
}

func TestAStaleBranchOfATargetThatMovedItsRegistryCannotBeCheckedFromTheTarget(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.git("switch", "-q", "main")
	r.git("mv", registryFile, "gov/registry/models.json")
	r.write(".modelgate.yaml", "version: 1\nroot: gov\npaths: {registry: registry/models.json}\n")
	r.commit("Move the registry")
	r.git("switch", "-q", "topic")
	r.edit(registryFile, `"xl"`, `"nano"`)
	p := r.open(t)
	for _, depth := range []int{0, 1} {
		j := p.job(depth)
		j.event, j.sha = "pull_request_target", p.base
		j.run(t).wantFailure(t, "the target moved the registry")
	}
}

// JSON can't hold a name that is not UTF-8, so the API gives another one than
// git does; the base has the fault all the same.
func TestANameThatIsNoUTF8IsOneFaultToGitAndToTheAPI(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.git("switch", "-q", "main")
	r.write("gov/metrics/models/a\xe9\xff.json", "{}")
	r.commit("Base of old names")
	r.git("switch", "-q", "-C", "topic")
	r.write("NOTES.md", "words\n")
	p := r.open(t)
	for _, depth := range []int{0, 1} {
		res := p.job(depth, "scope", "all").run(t)
		res.wantVerdict(t, false)
		if res.report.Summary.New != 0 || res.report.Summary.Existing != 1 {
			t.Errorf("at depth %d: %+v, want one that exists", depth, res.report.Summary)
		}
	}
}
