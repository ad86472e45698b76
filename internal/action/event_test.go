package action_test

import (
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
)

const offPolicy = "version: 1\nroot: gov\nrules: {general-too-small: off, size-contradicts-name: off}\n"

// A review's run is of the pull request's merge result, so the policy must come
// from the base there too.
func TestAReviewIsJudgedAsItsPullRequest(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.edit(registryFile, sound, faulty)
	r.write(".modelgate.yaml", offPolicy)
	p := r.open(t)
	want := p.job(2, "comment", "summary").run(t)
	for _, event := range []string{"pull_request_review", "pull_request_review_comment"} {
		j := p.job(2, "comment", "summary")
		j.event = event
		res := j.run(t)
		res.wantVerdict(t, false)
		if res.summary != want.summary {
			t.Errorf("%s: summary = %s\nwant that of pull_request: %s", event, res.summary, want.summary)
		}
	}
	if got := len(p.srv.Comments(7)); got != 1 || p.srv.Writes() != 1 {
		t.Errorf("%d comments by %d writes, want one", got, p.srv.Writes())
	}
}

// An event that only mentions a pull request compares nothing, so its full
// check must not stand on the pull request as if it were the pull request's.
func TestAnotherEventPostsNothingOnThePullRequestItNames(t *testing.T) {
	t.Parallel()
	p := newRepository(t).open(t)
	j := p.job(2, "comment", "summary")
	j.event = "check_run"
	res := j.run(t)
	res.wantVerdict(t, true)
	if n := strings.Join(res.notices(), "\n"); !strings.Contains(n, `the event "check_run" compares nothing`) || p.srv.Writes() != 0 {
		t.Errorf("%d writes, notices = %q", p.srv.Writes(), n)
	}
}

// pull_request_target checks out the target: the head is on the server alone.
func TestAHeadThatIsNotCheckedOutIsReadThroughTheAPI(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.edit(registryFile, sound, faulty)
	p := r.open(t)
	for _, depth := range []int{0, 1} {
		j := p.job(depth)
		j.event, j.sha, j.dir = "pull_request_target", p.base, p.checkout(p.base, depth)
		res := j.run(t)
		res.wantVerdict(t, false)
		if res.report.Summary.New != 2 {
			t.Errorf("at depth %d: %+v, want two new findings", depth, res.report.Summary)
		}
	}
}

// The `after` of an annotated tag is no commit.
func TestAPushedTagIsChecked(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.edit(registryFile, sound, faulty)
	commit := r.commit("Release")
	r.git("tag", "-a", "-m", "v1", "v1")
	tag := r.git("rev-parse", "v1")
	zeros := strings.Repeat("0", 40)
	for name, j := range map[string]job{
		"new":   {payload: object("ref", "refs/tags/v1", "before", zeros, "after", tag, "repository", object("default_branch", "main"))},
		"moved": {payload: object("ref", "refs/tags/v1", "before", strings.Repeat("7", 40), "after", tag, "forced", true, "repository", object("default_branch", "main"))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j.event, j.sha, j.dir = "push", commit, r.checkout(commit, 0)
			j.inputs = map[string]string{"token": "", "report-file": "report.json"}
			j.env = map[string]string{"GITHUB_REPOSITORY": ghubtest.Repository}
			j.run(t).wantVerdict(t, false)
		})
	}
}
