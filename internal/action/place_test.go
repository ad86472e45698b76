package action_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/action"
)

// subFolder is a repository whose registry's repository-like folder is sub/.
func subFolder(t *testing.T) *pull {
	t.Helper()
	r := newRepository(t)
	r.git("switch", "-q", "main")
	if err := os.MkdirAll(r.dir+"/sub", 0o755); err != nil {
		t.Fatal(err)
	}
	r.git("mv", "gov", "guidelines", "sub/")
	r.commit("Move")
	r.git("switch", "-q", "-C", "topic")
	r.edit("sub/"+registryFile, sound, faulty)
	return r.open(t)
}

// GitHub wants paths from the repository's top, whichever folder of it `path`
// names.
func TestPathsAreFromTheRepositorysTop(t *testing.T) {
	t.Parallel()
	p := subFolder(t)
	for _, depth := range []int{0, 1} {
		res := p.job(depth, "path", "sub", "comment", "review").run(t)
		res.wantVerdict(t, false)
		for _, c := range res.commands {
			if file := c.Properties["file"]; !strings.HasPrefix(file, "sub/gov/") {
				t.Errorf("annotation on %q, want it below sub/gov", file)
			}
		}
	}
	for _, c := range p.srv.ReviewComments(7) {
		if c.Path != "sub/"+registryFile || c.Line == 0 {
			t.Errorf("comment on %s:%d, want it on a line of sub/%s", c.Path, c.Line, registryFile)
		}
	}
	if got := len(p.srv.ReviewComments(7)); got != 2 || p.srv.Writes() != 2 {
		t.Errorf("%d review comments by %d writes, want two by one review, and a summary", got, p.srv.Writes())
	}
}

// The legs of a matrix have one name in GITHUB_JOB.
func TestTheLegsOfAMatrixHaveTheirOwnComments(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.edit(registryFile, sound, faulty)
	p := r.open(t)
	for range 2 {
		p.job(2, "comment", "review").run(t).wantVerdict(t, false)
		p.job(2, "comment", "review", "root", "gov").run(t).wantVerdict(t, false)
	}
	if got := len(p.srv.Comments(7)); got != 2 || p.srv.Writes() != 4 {
		t.Errorf("%d summaries by %d writes, want two, and a review of each", got, p.srv.Writes())
	}
}

// Most pull requests touch no registry.
func TestAPullRequestWithNothingToTellGetsNoComment(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.write("README.md", "words\n")
	p := r.open(t)
	p.job(2, "comment", "review").run(t).wantVerdict(t, true)
	if got := asked(p.srv, 0); p.srv.Writes() != 0 {
		t.Errorf("%d writes, want none: %q", p.srv.Writes(), got)
	}
	r.edit(registryFile, sound, faulty)
	p.push()
	p.job(2, "comment", "summary").run(t).wantVerdict(t, false)
	r.edit(registryFile, faulty, sound)
	p.push()
	p.job(2, "comment", "summary").run(t).wantVerdict(t, true)
	if c := p.srv.Comments(7); len(c) != 1 || !strings.Contains(c[0].Body, "PASS") {
		t.Errorf("comments = %+v, want the one there was, with the verdict of today", c)
	}
}

func TestWhatGitHubTakesNoCommentOnIsSaid(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.edit(registryFile, sound, faulty)
	p := r.open(t)
	srv := p.again(t, nil) // GitHub's diff has no file of it
	res := p.job(2, "comment", "review").on(t, srv).run(t)
	res.wantVerdict(t, false)
	want := []string{"new findings without a review comment, because GitHub takes none on their file: 2; the summary tells them"}
	if d := cmp.Diff(want, res.notices()); d != "" {
		t.Errorf("notices differ (-want +got):\n%s", d)
	}
}

func TestReportsReplaceNothingThatIsGoverned(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.git("switch", "-q", "main")
	r.write("ci/my.yaml", "version: 1\nroot: gov\n")
	r.commit("Add a config")
	r.git("switch", "-q", "-C", "topic")
	p := r.open(t)
	for name, inputs := range map[string][]string{
		"the registry":   {"report-file", registryFile},
		"the config":     {"sarif-file", ".modelgate.yaml"},
		"a named config": {"report-file", "ci/My.yaml", "config", "ci/my.yaml"},
		"the usual one":  {"report-file", ".modelgate.yaml", "config", "ci/my.yaml"},
		"the audit log":  {"html-file", "gov/registry/logs/x.html"},
		"the page":       {"report-file", "guidelines/MODELS_INDEX.md"},
		"git's folder":   {"report-file", ".git/config"},
		"the same twice": {"report-file", "a.json", "sarif-file", "./A.json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := p.job(2, inputs...)
			before := (&repository{t, j.dir}).git("status", "--porcelain")
			res := j.run(t)
			if !errors.Is(res.err, action.ErrInput) || strings.Contains(res.err.Error(), "\n") {
				t.Errorf("error = %v, want one line that is a wrong input", res.err)
			}
			if after := (&repository{t, j.dir}).git("status", "--porcelain"); after != before {
				t.Errorf("the checkout is %q, want %q", after, before)
			}
		})
	}
	if p.srv.Writes() != 0 {
		t.Errorf("%d writes, want none", p.srv.Writes())
	}
}

// GitHub drops all outputs of a job beyond 1 MB.
func TestOutputsStayWithinTheirLimit(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	var entries strings.Builder
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		entries.WriteString(`{"schema_version": "1.0", "model_id": "` + id + strings.Repeat("<", 60_000) + `"},`)
	}
	r.edit(registryFile, `"models": [`, `"models": [`+entries.String())
	res := r.open(t).job(2).run(t)
	res.wantVerdict(t, false)
	if got := len(res.outputs["changed-models"]); got > 256<<10 || got < 200<<10 {
		t.Errorf("changed-models has %d bytes, want nearly 256 KiB", got)
	}
}

// A pull request must not choose what is checked by a link in its place.
func TestAPathThatIsALinkIsNotFollowed(t *testing.T) {
	t.Parallel()
	p := subFolder(t)
	p.git("mv", "sub", "alt")
	if err := os.Symlink("alt", p.dir+"/sub"); err != nil {
		t.Fatal(err)
	}
	p.push()
	p.job(2, "path", "sub").run(t).wantFailure(t, `"sub" is a link in the workspace`)
}

// The API knows the whole repository, and git the folder of it that is checked.
func TestWhoEditsThePageOfAFolderIsFound(t *testing.T) {
	t.Parallel()
	const bot = "GIT_AUTHOR_EMAIL=1+hive-sync[bot]@users.noreply.github.com"
	for name, tt := range map[string]struct{ page, want string }{
		"its own page":      {"sub/" + specsPage, `"hive-sync[bot]" as author of commit`},
		"a page of another": {specsPage, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := subFolder(t)
			p.git("checkout", "-q", "main", "--", ".")
			p.write("sub/"+specsPage, p.read("sub/"+specsPage)+"\nBy a person.\n")
			p.push()
			p.write(tt.page, "# Specifications\n\nBy a bot.\n")
			p.commit("By a bot", bot)
			p.push()
			for _, depth := range []int{0, 1} {
				automatedEdit(t, p.job(depth, "path", "sub").run(t), tt.want)
			}
		})
	}
}

func TestASpellingOfAPathIsNoOtherRegistry(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.edit(registryFile, sound, faulty)
	p := r.open(t)
	for _, path := range []string{".", "./", "./."} {
		p.job(2, "path", path, "comment", "summary").run(t).wantVerdict(t, false)
	}
	if p.srv.Writes() != 1 {
		t.Errorf("%d writes, want one summary", p.srv.Writes())
	}
}
