package cli_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cmmv-hive/modelgate/internal/cli"
)

// now is the clock of every script: no golden text holds today's date.
func now() time.Time { return time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC) }

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"modelgate": func() {
			env := cli.OS()
			env.Now = now
			os.Exit(cli.Main(context.Background(), env, os.Args[1:]))
		},
	})
}

// TestScripts runs the commands as users type them (testdata/script).
func TestScripts(t *testing.T) {
	t.Parallel()
	top, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                filepath.Join(top, "testdata", "script"),
		RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("TOP", top)
			e.Setenv("CORPUS", corpus(top))
			for _, kv := range gitEnv() {
				e.Setenv(kv[0], kv[1])
			}
			return nil
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "corpus":
				_, err := os.Stat(corpus(top))
				return err == nil, nil
			case "root":
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code":      exitCode,
			"copy-tree": copyTree,
			"commit":    commit,
			"edit":      edit,
			"commands":  commands,
			"crlf":      crlf,
			"states":    states,
			"event":     event,
			"output":    output,
			"subjects":  subjects,
		},
	})
}

// corpus is the folder of the upstream repository's real files, which this
// repository does not hold.
func corpus(top string) string {
	dir := os.Getenv("MODELGATE_CORPUS")
	if dir == "" {
		dir = filepath.Join(top, "..", "shared", "corpus")
	}
	return filepath.Join(dir, "cmmv-hive")
}

func gitEnv() [][2]string {
	return [][2]string{
		{"GIT_AUTHOR_NAME", "Author"}, {"GIT_AUTHOR_EMAIL", "author@example.com"},
		{"GIT_COMMITTER_NAME", "Author"}, {"GIT_COMMITTER_EMAIL", "author@example.com"},
		{"GIT_AUTHOR_DATE", "2025-12-01T00:00:00Z"}, {"GIT_COMMITTER_DATE", "2025-12-01T00:00:00Z"},
		{"GIT_CONFIG_NOSYSTEM", "1"}, {"GIT_CONFIG_GLOBAL", os.DevNull},
	}
}

// exitCode runs modelgate and wants an exact exit code: `code 3 modelgate …`.
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N program [args...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if err != nil {
		exit, ok := err.(*exec.ExitError)
		if !ok {
			ts.Fatalf("run %s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("exit code is %d, want %s", got, args[0])
	}
}

// copyTree copies a folder: `copy-tree $TOP/testdata/hive hive`.
func copyTree(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: copy-tree from to")
	}
	ts.Check(copyDir(ts.MkAbs(args[0]), ts.MkAbs(args[1])))
}

func copyDir(from, to string) error {
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), src, 0o644)
	})
}

// commit makes a folder a repository if it is none, and commits all of it:
// `commit dir message`.
func commit(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: commit dir message")
	}
	dir := ts.MkAbs(args[0])
	if _, err := os.Stat(filepath.Join(dir, ".git")); err != nil {
		ts.Check(ts.Exec("git", "-C", dir, "init", "-q", "-b", "main"))
		ts.Check(ts.Exec("git", "-C", dir, "config", "core.autocrlf", "false"))
	}
	ts.Check(ts.Exec("git", "-C", dir, "add", "-A"))
	ts.Check(ts.Exec("git", "-C", dir, "commit", "-q", "--allow-empty", "-m", args[1]))
}
