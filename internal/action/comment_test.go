package action_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/action"
	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
)

// A forked is a pull request of a fork, and the workspace of the run that
// posts what the fork's own run left behind.
type forked struct {
	*pull
	workspace string
}

func fromFork(t *testing.T) forked {
	t.Helper()
	r := newRepository(t)
	r.edit(registryFile, sound, faulty)
	p := r.open(t)
	srv := ghubtest.New(t) // another pull request stands beside it
	srv.AddPull(ghubtest.Pull{Number: 6, Base: p.base, Head: p.base, Owner: "mallory", Branch: "topic"})
	srv.AddPull(ghubtest.Pull{Number: 7, Base: p.base, Head: p.head, Owner: "contributor", Branch: "topic", Files: r.diff(p.base, p.head)})
	r.upload(srv)
	p.srv = srv
	return forked{p, t.TempDir()}
}

// artifact is the report of a run without a token.
func (f forked) artifact(t *testing.T) string {
	t.Helper()
	j := f.job(2)
	delete(j.inputs, "token")
	j.run(t).wantVerdict(t, false)
	return readFile(t, filepath.Join(j.dir, "report.json"))
}

func (f forked) leave(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(f.workspace, "report.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (f forked) poster() job {
	return job{
		event: "workflow_run", dir: f.workspace,
		payload: object("repository", object("default_branch", "main"), "workflow_run", object(
			"head_sha", f.head, "head_branch", "topic", "pull_requests", []any{},
			"head_repository", object("owner", object("login", "contributor")),
		)),
		inputs: map[string]string{"mode": "comment", "report-file": "report.json", "comment": "review", "token": ghubtest.Token},
		env:    map[string]string{"GITHUB_API_URL": f.srv.URL},
	}
}

func TestTheReportOfAForkIsPostedOnItsPullRequest(t *testing.T) {
	t.Parallel()
	f := fromFork(t)
	f.leave(t, f.artifact(t))
	for range 3 {
		f.poster().run(t).wantVerdict(t, true)
	}
	if got := f.srv.Writes(); got != 2 {
		t.Errorf("%d writes, want a summary and a review once: %q", got, asked(f.srv, 0))
	}
	comments := f.srv.Comments(7)
	if len(comments) != 1 || !strings.Contains(comments[0].Body, "northwind-atlas-405b") || len(f.srv.ReviewComments(7)) != 2 {
		t.Errorf("comments = %+v and %+v, want a summary and two", comments, f.srv.ReviewComments(7))
	}
	if len(f.srv.Comments(6)) > 0 {
		t.Errorf("another pull request has %+v", f.srv.Comments(6))
	}
}

func TestTheReportOfAnOldHeadIsNotPosted(t *testing.T) {
	t.Parallel()
	f := fromFork(t)
	f.leave(t, f.artifact(t))
	j := f.poster()
	f.push()
	res := j.run(t)
	res.wantVerdict(t, true)
	if f.srv.Writes() != 0 || !strings.Contains(res.log, "no open pull request has this head any more; nothing is posted") {
		t.Errorf("%d writes, log = %q; want none, and why", f.srv.Writes(), res.log)
	}
}

func TestAnArtifactIsRefusedUnlessItIsAReport(t *testing.T) {
	t.Parallel()
	f := fromFork(t)
	report := f.artifact(t)
	tests := []struct {
		name string
		text string
		says string
	}{
		{"no JSON", "::error::pwned\n", "is no report of modelgate"},
		{"empty", "", "is no report of modelgate"},
		{"another schema", `{"schema_version": "1"}`, "is no report of modelgate"},
		{"another version", strings.Replace(report, `"schema_version": "1"`, `"schema_version": "2"`, 1), "is no report of modelgate"},
		{"a key twice", strings.Replace(report, `"scope": "new"`, `"scope": "new", "scope": "all"`, 1), "is no report of modelgate"},
		{"a key more", strings.Replace(report, `"scope": "new"`, `"scope": "new", "number": 6`, 1), "is no report of modelgate"},
		{"text behind it", report + "{}", "is no report of modelgate"},
		{"too large", report + strings.Repeat(" ", 33<<20), "is no report of modelgate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := forked{f.pull, t.TempDir()}
			if tt.text == report {
				t.Fatal("the report is as it was")
			}
			f.leave(t, tt.text)
			res := f.poster().run(t)
			res.wantFailure(t, tt.says)
			if res.log != "" {
				t.Errorf("log = %q, want none", res.log)
			}
		})
	}
	t.Run("a link", func(t *testing.T) {
		t.Parallel()
		f := forked{f.pull, t.TempDir()}
		elsewhere := filepath.Join(t.TempDir(), "report.json")
		if err := errors.Join(os.WriteFile(elsewhere, []byte(report), 0o600), os.Symlink(elsewhere, filepath.Join(f.workspace, "report.json"))); err != nil {
			t.Fatal(err)
		}
		f.poster().run(t).wantFailure(t, "report.json is no regular file")
	})
	t.Run("a folder that is a link", func(t *testing.T) {
		t.Parallel()
		f, elsewhere := forked{f.pull, t.TempDir()}, t.TempDir()
		if err := errors.Join(os.WriteFile(filepath.Join(elsewhere, "report.json"), []byte(report), 0o600), os.Symlink(elsewhere, filepath.Join(f.workspace, "in"))); err != nil {
			t.Fatal(err)
		}
		j := f.poster()
		j.inputs["report-file"] = "in/report.json"
		j.run(t).wantFailure(t, "read the report: ")
	})
	t.Run("none", func(t *testing.T) {
		t.Parallel()
		forked{f.pull, t.TempDir()}.poster().run(t).wantFailure(t, "read the report: ")
	})
	t.Cleanup(func() {
		if got := f.srv.Writes(); got != 0 {
			t.Errorf("%d writes, want none: %q", got, asked(f.srv, 0))
		}
	})
}

func TestAHostileArtifactIsInert(t *testing.T) {
	t.Parallel()
	const evil = "x\\n<!-- modelgate:v1 kind=summary key=a -->\\n@team ```suggestion\\nrm\\n``` ::error::pwned ##[error]pwned <img src=x> [a](http://e.example)"
	f := fromFork(t)
	text := f.artifact(t)
	for _, old := range []string{
		`"message": "model \"northwind-atlas-405b\" is general but its size class is \"small\""`, `"help": "make the model a specialist, or correct its size_class"`,
		`"version": "test"`, `"id": "northwind-atlas-405b"`,
	} {
		key, _, _ := strings.Cut(old, ": ")
		if strings.Count(text, old) != 1 {
			t.Fatalf("%s stands %d times in the report, want once", old, strings.Count(text, old))
		}
		text = strings.Replace(text, old, key+`: "`+evil+`"`, 1)
	}
	f.leave(t, text)
	res := f.poster().run(t)
	res.wantVerdict(t, true)
	checkInert(t, "log", res.log)
	comments := f.srv.Comments(7)
	if len(comments) != 1 || len(f.srv.ReviewComments(7)) != 2 {
		t.Fatalf("comments = %+v and %+v, want a summary and two", comments, f.srv.ReviewComments(7))
	}
	checkMarkdown(t, "summary", comments[0].Body)
	for _, c := range f.srv.ReviewComments(7) {
		checkMarkdown(t, "review comment", c.Body)
	}
	for range 2 { // forged markers change nothing that stands
		before := f.srv.Writes()
		f.poster().run(t).wantVerdict(t, true)
		if got := f.srv.Writes() - before; got != 0 {
			t.Errorf("%d writes, want none", got)
		}
	}
}

func TestForgedFingerprintsTouchNoOtherComment(t *testing.T) {
	t.Parallel()
	f := fromFork(t)
	// The privileged run of the same repository has commented already.
	f.job(2, "comment", "review").run(t).wantVerdict(t, false)
	before := f.srv.ReviewComments(7)
	text := f.artifact(t)
	// The first finding claims to be the second.
	first, rest, _ := strings.Cut(text, `"fingerprint": "`)
	_, second, _ := strings.Cut(rest[16:], `"fingerprint": "`)
	f.leave(t, first+`"fingerprint": "`+second[:16]+rest[16:])
	j := f.poster()
	j.env["GITHUB_WORKFLOW"] = "post"
	j.run(t).wantVerdict(t, true)
	for i, c := range f.srv.ReviewComments(7)[:len(before)] {
		if c.Body != before[i].Body {
			t.Errorf("comment %d = %q, want it as it was: %q", c.ID, c.Body, before[i].Body)
		}
	}
}

func TestCommentModeNeedsWhatItNeeds(t *testing.T) {
	t.Parallel()
	f := fromFork(t)
	for name, change := range map[string]func(*job){
		"no token":  func(j *job) { delete(j.inputs, "token") },
		"no report": func(j *job) { delete(j.inputs, "report-file") },
		"an event of its own": func(j *job) {
			j.event, j.payload = "pull_request", f.payload()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := f.poster()
			change(&j)
			if res := j.run(t); !errors.Is(res.err, action.ErrInput) {
				t.Errorf("error = %v, want %v", res.err, action.ErrInput)
			}
		})
	}
}

// One branch may be proposed to two targets, and an artifact does not say to
// which: it could lie.
func TestAReportOfTwoPullRequestsIsPostedWhereTheEventSays(t *testing.T) {
	t.Parallel()
	f := fromFork(t)
	f.leave(t, f.artifact(t))
	f.srv.AddPull(ghubtest.Pull{Number: 8, Base: f.base, Head: f.head, Owner: "contributor", Branch: "topic", Files: f.diff(f.base, f.head)})
	res := f.poster().run(t)
	res.wantVerdict(t, true)
	if f.srv.Writes() != 0 || !strings.Contains(res.log, "2 open pull requests have this head, and which of them was checked is not known; nothing is posted") {
		t.Errorf("%d writes, log = %q; want none, and why", f.srv.Writes(), res.log)
	}
	j := f.poster()
	j.payload.(map[string]any)["workflow_run"].(map[string]any)["pull_requests"] = []any{object("number", 8)}
	j.run(t).wantVerdict(t, true)
	if len(f.srv.Comments(8)) != 1 || len(f.srv.Comments(7)) != 0 {
		t.Errorf("comments = %+v and %+v, want one on the second", f.srv.Comments(7), f.srv.Comments(8))
	}
}
