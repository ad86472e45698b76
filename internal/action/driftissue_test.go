package action_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
)

// A watch is a repository that a scheduled run keeps an eye on.
type watch struct {
	*repository
	srv *ghubtest.Server
}

// newWatch is a watch without drift.
func newWatch(t *testing.T) *watch {
	t.Helper()
	return &watch{newRepository(t), ghubtest.New(t)}
}

func (w *watch) job(inputs ...string) job {
	w.t.Helper()
	j := job{
		event: "schedule", sha: w.git("rev-parse", "HEAD"), dir: w.dir,
		payload: object("schedule", "23 4 * * *", "repository", object("default_branch", "main")),
		inputs:  map[string]string{"token": ghubtest.Token, "drift-issue": "true"},
		env:     map[string]string{"GITHUB_API_URL": w.srv.URL, "GITHUB_REF": "refs/heads/main"},
	}
	for i := 0; i < len(inputs); i += 2 {
		j.inputs[inputs[i]] = inputs[i+1]
	}
	return j
}

// states is the state of each issue, by number.
func (w *watch) states() []string {
	var out []string
	for _, i := range w.srv.Issues() {
		out = append(out, i.State)
	}
	return out
}

func TestTheDriftIssueGoesWithTheDrift(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	list := "GET /issues 200"
	steps := []struct {
		name   string
		edit   func()
		pass   bool
		drift  string
		calls  []string
		states []string
	}{
		{"clean, and never was an issue", func() {}, true, "false", []string{list}, nil},
		{"drift", func() { w.edit(registryFile, sound, faulty) }, false, "true",
			[]string{list, "GET /labels/modelgate-drift 404", "POST /labels 201", "POST /issues 201", list}, []string{"open"}},
		{"the same drift", func() {}, false, "true", []string{list}, []string{"open"}},
		{"other drift", func() { w.edit(registryFile, `"eval-quillhaven-moss-7b-2025-09-07"`, `"eval-nobody"`) }, false, "true",
			[]string{list, "PATCH /issues/1 200"}, []string{"open"}},
		{"repaired", func() { w.git("checkout", "-q", "main", "--", ".") }, true, "false",
			[]string{list, "PATCH /issues/1 200"}, []string{"closed"}},
		{"still repaired", func() {}, true, "false", []string{list}, []string{"closed"}},
		{"back again", func() { w.edit(registryFile, sound, faulty) }, false, "true",
			[]string{list, "PATCH /issues/1 200"}, []string{"open"}},
	}
	for _, step := range steps {
		step.edit()
		before := len(w.srv.Requests())
		res := w.job().run(t)
		res.wantVerdict(t, step.pass)
		if res.outputs["drift"] != step.drift {
			t.Errorf("%s: output drift = %q, want %q", step.name, res.outputs["drift"], step.drift)
		}
		if d := cmp.Diff(step.calls, asked(w.srv, before)); d != "" {
			t.Errorf("%s: calls differ (-want +got):\n%s", step.name, d)
		}
		if d := cmp.Diff(step.states, w.states()); d != "" {
			t.Errorf("%s: issues differ (-want +got):\n%s", step.name, d)
		}
	}
}

func TestTheDriftIssueIsClosedByTheRightRunAlone(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*watch, *job)
		want   string // the issue's state
		notice string // the beginning of one, "" for none
	}{
		{"the same", func(*watch, *job) {}, "closed", ""},
		{"another key", func(_ *watch, j *job) { j.inputs["drift-key"] = "nightly" }, "open", ""},
		{"another branch", func(_ *watch, j *job) {
			j.event, j.inputs["mode"] = "workflow_dispatch", "drift"
			j.env["GITHUB_REF"] = "refs/heads/topic"
		}, "open", ""},
		{"another root", func(_ *watch, j *job) { j.inputs["root"] = "gov" }, "open", ""},
		{"a pull request", func(w *watch, j *job) {
			head := w.git("rev-parse", "HEAD")
			j.event, j.inputs["mode"] = "pull_request", "drift"
			j.payload = object("repository", object(), "pull_request", object("number", 7,
				"head", object("sha", head), "base", object("sha", head)))
		}, "open", "the drift issue was not touched: what is not merged is no drift"},
		{"a check", func(_ *watch, j *job) { j.inputs["mode"] = "check" }, "open", ""},
		{"no wish for an issue", func(_ *watch, j *job) { j.inputs["drift-issue"] = "false" }, "open", ""},
		{"no token", func(_ *watch, j *job) { delete(j.inputs, "token") }, "open", "the drift issue was not touched: there is no token"},
		{"a token that may not", func(w *watch, _ *job) { w.srv.ReadOnly() }, "open", "GitHub refuses the drift issue: give the job `issues: write`"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWatch(t)
			w.edit(registryFile, sound, faulty)
			w.job().run(t).wantVerdict(t, false)
			w.git("checkout", "-q", "main", "--", ".")
			j := w.job()
			tt.change(w, &j)
			res := j.run(t)
			res.wantVerdict(t, true)
			if d := cmp.Diff([]string{tt.want}, w.states()); d != "" {
				t.Errorf("issues differ (-want +got):\n%s", d)
			}
			notices := strings.Join(res.notices(), "\n")
			if tt.notice == "" && notices != "" || !strings.HasPrefix(notices, tt.notice) {
				t.Errorf("notices = %q, want %q", notices, tt.notice)
			}
		})
	}
}

func TestADriftRunThatCannotCheckTouchesNothing(t *testing.T) {
	t.Parallel()
	remove := func(name string) func(*watch, *job) {
		return func(w *watch, j *job) {
			j.dir = w.checkout(j.sha, 0)
			if err := os.RemoveAll(filepath.Join(j.dir, filepath.FromSlash(name))); err != nil {
				w.t.Fatal(err)
			}
		}
	}
	tests := []struct {
		name  string
		spoil func(*watch, *job)
		says  string
	}{
		{"no repository", remove(".git"), "not in a git repository"},
		{"no objects", remove(".git/objects"), "objects"},
		{"no HEAD", remove(".git/HEAD"), "HEAD"},
		{"no history", func(w *watch, j *job) { w.commit("Later"); j.dir = w.checkout(w.git("rev-parse", "HEAD"), 1) }, "fetch-depth: 0"},
		{"no folder", func(_ *watch, j *job) { j.inputs["path"] = "elsewhere" }, `"elsewhere" is no folder of the workspace`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWatch(t)
			w.edit(registryFile, sound, faulty)
			w.job().run(t).wantVerdict(t, false)
			w.git("checkout", "-q", "main", "--", ".")
			before := w.srv.Writes()
			j := w.job()
			tt.spoil(w, &j)
			j.run(t).wantFailure(t, tt.says)
			if got := w.srv.Writes() - before; got != 0 {
				t.Errorf("%d writes, want none", got)
			}
		})
	}
}

func TestAFaultOfTheAPITouchesNoDriftIssue(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.edit(registryFile, sound, faulty)
	tests := []struct {
		name   string
		answer func(*ghubtest.Server) ghubtest.Fault
	}{
		{"hangs", func(s *ghubtest.Server) ghubtest.Fault { return ghubtest.Fault{Answer: s.Hang()} }},
		{"answers HTML", func(*ghubtest.Server) ghubtest.Fault { return ghubtest.Fault{Answer: ghubtest.HTML(200)} }},
		{"resets", func(*ghubtest.Server) ghubtest.Fault { return ghubtest.Fault{Answer: ghubtest.Reset()} }},
		{"lists without end", func(s *ghubtest.Server) ghubtest.Fault { return ghubtest.Fault{Answer: s.EndlessPages("[]", 1)} }},
		{"lists nothing", func(*ghubtest.Server) ghubtest.Fault { return ghubtest.Fault{Answer: ghubtest.JSON("")} }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := &watch{&repository{t, r.dir}, ghubtest.New(t)}
			w.srv.Fail(tt.answer(w.srv))
			j := w.job()
			j.api = patienceFor(tt.name)
			res := j.run(t)
			res.wantVerdict(t, false)
			if w.srv.Writes() != 0 || len(res.notices()) != 1 || !strings.HasPrefix(res.notices()[0], "the drift issue: not all is written") && !strings.HasPrefix(res.notices()[0], "the drift issue: nothing is written") {
				t.Errorf("%d writes, notices = %q; want no write and one notice", w.srv.Writes(), res.notices())
			}
		})
	}
}

func TestDriftRunsAtTheSameTimeLeaveOneOpenIssue(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	w.edit(registryFile, sound, faulty)
	j := w.job()
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			if res := j.run(t); res.err != nil {
				t.Error(res.err)
			}
		})
	}
	wait.Wait()
	open := strings.Count(strings.Join(w.states(), " "), "open")
	if open != 1 || w.states()[0] != "open" {
		t.Errorf("issues = %q, want the first open and no other", w.states())
	}
}

// A dispatched run on a branch must not take the default branch's issue over:
// nobody would hear of the default branch's drift any more.
func TestABranchsDriftHasAnIssueOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWatch(t)
	drift := func() { w.edit(registryFile, sound, faulty) }
	repair := func() { w.git("checkout", "-q", "main", "--", ".") }
	onTopic := w.job("mode", "drift")
	onTopic.event, onTopic.env["GITHUB_REF"] = "workflow_dispatch", "refs/heads/topic"
	for _, step := range []struct {
		edit   func()
		job    job
		states []string
	}{
		{drift, w.job(), []string{"open"}},
		{repair, w.job(), []string{"closed"}},
		{drift, onTopic, []string{"closed", "open"}},
		{func() {}, w.job(), []string{"open", "open"}},
		{repair, w.job(), []string{"closed", "open"}},
		{func() {}, onTopic, []string{"closed", "closed"}},
	} {
		step.edit()
		if res := step.job.run(t); res.err != nil {
			t.Fatal(res.err)
		}
		if d := cmp.Diff(step.states, w.states()); d != "" {
			t.Errorf("issues differ (-want +got):\n%s", d)
		}
	}
}
