package action_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cmmv-hive/modelgate/internal/action"
	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/ghub"
	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

// judge compiles the schemas once for all tests.
var judge = sync.OnceValues(func() (*gate.Judge, error) { return gate.NewJudge("test", rules.All()) })

func object(members ...any) map[string]any {
	o := map[string]any{}
	for i := 0; i < len(members); i += 2 {
		o[members[i].(string)] = members[i+1]
	}
	return o
}

// A job is one run of the Action as a runner starts it.
type job struct {
	event   string
	payload any    // what becomes JSON; a string is taken as it is
	sha     string // GITHUB_SHA
	dir     string // the workspace
	inputs  map[string]string
	env     map[string]string
	api     func(ghub.Options) ghub.Options
}

// A result is what a run left behind.
type result struct {
	pass     bool
	err      error
	log      string
	commands []runnertest.Command
	summary  string
	outputs  map[string]string
	report   reported // where there is one
}

type reported struct {
	Verdict string
	Summary struct{ Errors, Warnings, Notes, New, Existing, Fixed int }

	Findings []map[string]any
}

// run runs the Action. It may be called from several goroutines.
func (j job) run(t *testing.T) result {
	t.Helper()
	env, files := j.environment(t)
	judge, err := judge()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	res := result{outputs: map[string]string{}}
	res.pass, res.err = action.Run(t.Context(), action.Env{
		Getenv: func(name string) string { return env[name] },
		Environ: func() []string {
			var list []string
			for _, name := range slices.Sorted(maps.Keys(env)) {
				list = append(list, name+"="+env[name])
			}
			return list
		},
		Stdout: &log, Judge: judge, API: j.api,
		Now: func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) },
	})
	res.log, res.commands = log.String(), runnertest.Parse(log.Bytes())
	res.summary = readFile(t, filepath.Join(files, "summary"))
	res.readOutputs(t, readFile(t, filepath.Join(files, "output")))
	if name := env["INPUT_REPORT-FILE"]; res.err == nil && name != "" && env["INPUT_MODE"] != "comment" {
		if err := json.Unmarshal([]byte(readFile(t, filepath.Join(j.dir, name))), &res.report); err != nil {
			t.Fatal(err)
		}
	}
	return res
}

// environment is what the runner sets, and the folder of its files.
func (j job) environment(t *testing.T) (env map[string]string, files string) {
	t.Helper()
	files = t.TempDir()
	payload, isText := j.payload.(string)
	if !isText {
		src, err := json.Marshal(j.payload)
		if err != nil {
			t.Fatal(err)
		}
		payload = string(src)
	}
	for name, text := range map[string]string{"event.json": payload, "summary": "", "output": ""} {
		if err := os.WriteFile(filepath.Join(files, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env = map[string]string{
		"GITHUB_EVENT_NAME": j.event, "GITHUB_EVENT_PATH": filepath.Join(files, "event.json"), "GITHUB_SHA": j.sha,
		"GITHUB_WORKSPACE": j.dir, "GITHUB_REPOSITORY": ghubtest.Repository, "GITHUB_WORKFLOW": "registry", "GITHUB_JOB": "check",
		"GITHUB_OUTPUT": filepath.Join(files, "output"), "GITHUB_STEP_SUMMARY": filepath.Join(files, "summary"),
	}
	for name, value := range j.inputs {
		env["INPUT_"+strings.ToUpper(name)] = value
	}
	maps.Copy(env, j.env)
	return env, files
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

// readOutputs reads the file as the runner does: each value has its own
// delimiter.
func (r *result) readOutputs(t *testing.T, text string) {
	t.Helper()
	head := regexp.MustCompile(`^([a-z-]+)<<(modelgate_[A-Z0-9]{26})\n`)
	for text != "" {
		m := head.FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("the output file goes on with %q", text)
		}
		value, rest, ok := strings.Cut(text[len(m[0]):], "\n"+m[2]+"\n")
		if !ok {
			t.Fatalf("output %s does not end", m[1])
		}
		r.outputs[m[1]], text = value, rest
	}
}

// notices are those that the log tells.
func (r result) notices() []string {
	var out []string
	for line := range strings.Lines(r.log) {
		if text, ok := strings.CutPrefix(line, "notice: "); ok {
			out = append(out, strings.TrimSpace(text))
		}
	}
	return out
}

// wantVerdict checks that a run could check, and what it says.
func (r result) wantVerdict(t *testing.T, pass bool) {
	t.Helper()
	if r.err != nil || r.pass != pass {
		t.Fatalf("pass = %v, %v; want %v\n%s", r.pass, r.err, pass, r.log)
	}
}

// wantFailure checks that a run could not check, and says so in one line.
func (r result) wantFailure(t *testing.T, says string) {
	t.Helper()
	switch {
	case r.err == nil:
		t.Fatalf("pass = %v without an error, want one that says %q\n%s", r.pass, says, r.log)
	case r.pass || errors.Is(r.err, action.ErrInput) || gate.IsUsage(r.err):
		t.Errorf("pass = %v, %v; want a failure to check, which is exit 3", r.pass, r.err)
	case !strings.Contains(r.err.Error(), says), strings.ContainsAny(r.err.Error(), "\r\n"):
		t.Errorf("error = %q, want one line that says %q", r.err, says)
	}
}

// A pull is a pull request: its repository, and the double that has it.
type pull struct {
	*repository
	srv               *ghubtest.Server
	base, head, merge string
}

// open commits what is in the work tree, and opens a pull request with the
// branch.
func (r *repository) open(t testing.TB, who ...string) *pull {
	t.Helper()
	p := &pull{repository: r, srv: ghubtest.New(t), base: r.git("rev-parse", "main")}
	p.head = r.commit("Change", who...)
	p.merge = r.merge(p.base, p.head)
	p.srv.AddPull(ghubtest.Pull{Number: 7, Title: "Change", Base: p.base, Head: p.head, Files: r.diff(p.base, p.head)})
	r.upload(p.srv)
	return p
}

// push commits what is in the work tree to the pull request.
func (p *pull) push() {
	p.t.Helper()
	p.head = p.commit("Push")
	p.merge = p.repository.merge(p.base, p.head)
	p.upload(p.srv)
	p.srv.Push(7, p.head, p.diff(p.base, p.head)...)
}

// payload is the event of the pull request.
func (p *pull) payload() map[string]any {
	return object(
		"action", "synchronize", "number", 7,
		"pull_request", object(
			"number", 7, "user", object("login", "octocat", "type", "User"),
			"head", object("ref", "topic", "sha", p.head), "base", object("ref", "main", "sha", p.base),
		),
		"repository", object("full_name", ghubtest.Repository, "default_branch", "main"),
		"sender", object("login", "github-merge-queue[bot]", "type", "Bot"),
	)
}

// job is a run on the pull request from a checkout of this depth, with a token.
func (p *pull) job(depth int, inputs ...string) job {
	p.t.Helper()
	j := job{
		event: "pull_request", payload: p.payload(), sha: p.merge, dir: p.checkout(p.merge, depth),
		inputs: map[string]string{"token": ghubtest.Token, "report-file": "report.json"},
		env:    map[string]string{"GITHUB_API_URL": p.srv.URL},
	}
	for i := 0; i < len(inputs); i += 2 {
		j.inputs[inputs[i]] = inputs[i+1]
	}
	return j
}

// on is the same run on another double, with a report of its own.
func (j job) on(t *testing.T, srv *ghubtest.Server) job {
	t.Helper()
	j.inputs, j.env = maps.Clone(j.inputs), maps.Clone(j.env)
	j.env["GITHUB_API_URL"] = srv.URL
	j.inputs["report-file"] = strings.Trim(regexp.MustCompile(`[^A-Za-z0-9]+`).ReplaceAllString(t.Name(), "-"), "-") + ".json"
	return j
}

// again is a double of its own with the same pull request.
func (p *pull) again(t *testing.T, files []ghubtest.File) *ghubtest.Server {
	t.Helper()
	srv := ghubtest.New(t)
	srv.AddPull(ghubtest.Pull{Number: 7, Base: p.base, Head: p.head, Files: files})
	(&repository{t, p.dir}).upload(srv)
	return srv
}

// asked is what was asked of the double since then: method, path and status,
// without the reading of git objects.
func asked(srv *ghubtest.Server, since int) []string {
	var out []string
	for _, r := range srv.Requests()[since:] {
		path := strings.TrimPrefix(r.Path, "/repos/"+ghubtest.Repository)
		if !strings.HasPrefix(path, "/git/") {
			out = append(out, fmt.Sprintf("%s %s %d", r.Method, path, r.Status))
		}
	}
	return out
}
