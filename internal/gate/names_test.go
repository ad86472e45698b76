package gate_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/git"
)

// TestANameThatNobodyCanReadIsOneFinding holds the work tree against the
// commit of it: git hides a name that is not UTF-8, a file system lists it.
func TestANameThatNobodyCanReadIsOneFinding(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file(t, dir, "gov/"+registryPath, noModels)
	for _, name := range []string{"\xff.json", "line\nfeed.json", "tab\t.JSON", "\xff.txt"} {
		if err := os.MkdirAll(filepath.Join(dir, "gov/metrics/models"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "gov/metrics/models", name), []byte(`{}`), 0o644); err != nil {
			t.Skipf("this file system can't hold the name %q: %v", name, err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder\xff"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"commit", "-q", "-m", "all"}} {
		cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	want := []string{
		`gov/metrics/models gov/metrics/models/\ufffd.json`,
		`gov/metrics/models gov/metrics/models/line\nfeed.json`,
		`gov/metrics/models gov/metrics/models/tab\t.JSON`,
	}
	for view, tree := range map[string]gate.Tree{"work tree": workTree(t, dir), "commit": commitTree(t, dir)} {
		res, err := tryJudge(t, gate.Request{Head: tree})
		if err != nil {
			t.Fatalf("%s: %v", view, err)
		}
		var got []string
		for _, f := range res.Run.Findings {
			if f.Rule != "path-unsafe" {
				t.Errorf("%s: unexpected finding %+v", view, f)
			}
			got = append(got, f.Place.File+" "+f.Subject)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: the findings differ (-want +got):\n%s", view, d)
		}
	}
}

func workTree(t testing.TB, dir string) gate.Tree {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return gate.Tree{FS: root.FS()}
}

func commitTree(t *testing.T, dir string) gate.Tree {
	t.Helper()
	ctx := context.Background()
	repo, err := git.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = repo.Close() })
	head, err := repo.Resolve(ctx, "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := repo.Tree(ctx, head)
	if err != nil {
		t.Fatal(err)
	}
	return gate.Tree{FS: tree}
}
