package action_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
)

// image is the container image to run, which .ci/e2e builds. The tests beside
// these run the same stories in this process.
func image(t *testing.T) string {
	t.Helper()
	name := os.Getenv("MODELGATE_IMAGE")
	if name == "" {
		t.Skip("MODELGATE_IMAGE names no image; .ci/e2e builds one and runs this")
	}
	return name
}

// runIn runs the Action in a container, as GitHub's runner does: its files are
// mounted, its environment is given, and root runs what others own. The network
// is the host's, for the double of the API.
func (j job) runIn(t *testing.T, image string) result {
	t.Helper()
	env, files := j.environment(t)
	args := []string{
		"run", "--rm", "--network=host", "--workdir=/github/workspace", "--env=HOME=/github/home", "--env=GITHUB_ACTIONS=true", "--env=CI=true",
		"--volume=" + j.dir + ":/github/workspace", "--volume=" + files + ":/github/files", "--volume=" + t.TempDir() + ":/github/home",
	}
	inside := strings.NewReplacer(files, "/github/files", j.dir, "/github/workspace")
	for name, value := range env {
		args = append(args, "--env="+name+"="+inside.Replace(value))
	}
	var log bytes.Buffer
	cmd := exec.Command("docker", append(args, image, "action")...)
	cmd.Stdout, cmd.Stderr = &log, &log
	err := cmd.Run()
	res := result{outputs: map[string]string{}, log: log.String(), commands: runnertest.Parse(log.Bytes())}
	var exit *exec.ExitError
	switch {
	case err == nil:
		res.pass = true
	case !errors.As(err, &exit):
		t.Fatal(err)
	case exit.ExitCode() != 1: // 1 is a verdict
		res.err = fmt.Errorf("exit %d: %s", exit.ExitCode(), &log)
	}
	res.summary = readFile(t, filepath.Join(files, "summary"))
	res.readOutputs(t, readFile(t, filepath.Join(files, "output")))
	return res
}

func TestTheImageReviewsAPullRequest(t *testing.T) {
	name := image(t)
	r := newRepository(t)
	r.edit(registryFile, sound, faulty)
	p := r.open(t)
	for range 2 { // the second finds all of it posted
		res := p.job(1, "comment", "review").runIn(t, name)
		res.wantVerdict(t, false)
		if !strings.Contains(res.summary, "northwind-atlas-405b") || len(res.commands) == 0 {
			t.Errorf("summary = %q, %d commands; want the model named, and annotations", res.summary, len(res.commands))
		}
	}
	comments, review := p.srv.Comments(7), p.srv.ReviewComments(7)
	if len(comments) != 1 || len(review) == 0 || p.srv.Writes() != 2 {
		t.Errorf("%d writes, comments = %+v and %+v; want a summary and a review, once", p.srv.Writes(), comments, review)
	}
}

func TestTheImageTellsAllWithAForksToken(t *testing.T) {
	name := image(t)
	r := newRepository(t)
	r.edit(registryFile, sound, faulty)
	p := r.open(t)
	p.srv.ReadOnly()
	res := p.job(1, "comment", "review").runIn(t, name)
	res.wantVerdict(t, false)
	if len(p.srv.Comments(7)) > 0 || !strings.Contains(res.log, "general-too-small") || !strings.Contains(res.summary, "general-too-small") {
		t.Errorf("comments = %+v, log = %q; want the finding there alone", p.srv.Comments(7), res.log)
	}
}

// The two jobs of docs/workflows/fork-check.yml and fork-comment.yml; the
// artifact goes from one workspace to the other by hand.
func TestTheImageCommentsOnAFork(t *testing.T) {
	name := image(t)
	f := fromFork(t)
	check := f.job(2)
	delete(check.inputs, "token")
	check.runIn(t, name).wantVerdict(t, false)
	f.leave(t, readFile(t, filepath.Join(check.dir, "report.json")))
	for range 2 {
		f.poster().runIn(t, name).wantVerdict(t, true)
	}
	if comments := f.srv.Comments(7); len(comments) != 1 || f.srv.Writes() != 2 {
		t.Errorf("%d writes, comments = %+v; want a summary and a review, once", f.srv.Writes(), comments)
	}
}

func TestTheImageKeepsADriftIssue(t *testing.T) {
	name := image(t)
	w := newWatch(t)
	for _, step := range []struct {
		edit   func()
		pass   bool
		states []string
	}{
		{func() {}, true, nil},
		{func() { w.edit(registryFile, sound, faulty) }, false, []string{"open"}},
		{func() { w.git("checkout", "-q", "main", "--", ".") }, true, []string{"closed"}},
	} {
		step.edit()
		w.job().runIn(t, name).wantVerdict(t, step.pass)
		if d := cmp.Diff(step.states, w.states()); d != "" {
			t.Errorf("issues differ (-want +got):\n%s", d)
		}
	}
}
