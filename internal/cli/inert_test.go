package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
	"github.com/cmmv-hive/modelgate/internal/cli"
)

// What a terminal or a runner would obey, as the text itself and as it may
// stand raw in a JSON string.
const (
	rawEvil = "::warning::evil\u0085\u009b31m\u202e\u200b\u034f\x7f\ufeff\u2028##[error]x"
	evil    = rawEvil + "\n::error::y\x1b[2J\a"
	evilDir = "g\u202eov\u200b"
)

// inJSON is evil inside a JSON string, with only that escaped which must be.
func inJSON() string { return rawEvil + `\n::error::y\u001b[2J\u0007` }

// evilRepository is a repository in which all that others may write is evil.
func evilRepository(t *testing.T) string {
	t.Helper()
	dir, hive := t.TempDir(), filepath.Join("..", "..", "testdata", "hive-clean", "gov")
	if err := copyDir(hive, filepath.Join(dir, evilDir)); err != nil {
		t.Fatal(err)
	}
	commitAll(t, dir)
	if _, talk, code := runIn(dir, "set-status", "northwind-atlas-405b", "deprecated", "--reason", evil, "--actor", evil); code != 0 {
		t.Fatalf("set-status: exit code %d\n%s", code, talk)
	}
	spoil := strings.NewReplacer(
		`"model_id": "quillhaven-moss-7b"`, `"`+inJSON()+`": "`+inJSON()+`", "model_id": "`+inJSON()+`"`,
		`"display_name": "`, `"display_name": "`+inJSON(), `"provider": "quillhaven`, `"provider": "`+inJSON(),
		`"eval_refs": [`, `"eval_refs": ["`+inJSON()+`",`, `"name": "`, `"name": "`+inJSON(), `"modelVariant": "`, `"modelVariant": "`+inJSON(),
		`"updatedAt": "`, `"updatedAt": "`+inJSON(), `"source_files": [`, `"source_files": ["`+inJSON()+`",`,
	)
	err := filepath.WalkDir(filepath.Join(dir, evilDir), func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".json" || strings.Contains(name, "logs") {
			return err // a spoiled record is none
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(name, []byte(spoil.Replace(string(src))), 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func commitAll(t *testing.T, dir string) {
	t.Helper()
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"add", "-A"}, {"commit", "-q", "-m", "all"}} {
		cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
		cmd.Env = os.Environ()
		for _, kv := range gitEnv() {
			cmd.Env = append(cmd.Env, kv[0]+"="+kv[1])
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args[0], err, out)
		}
	}
}

func runIn(dir string, args ...string) (stdout, stderr string, code int) {
	var out, talk bytes.Buffer
	code = cli.Main(context.Background(), cli.Env{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &talk, Dir: dir, Now: now,
		Getenv: func(string) string { return "" }, Environ: os.Environ,
	}, args)
	return out.String(), talk.String(), code
}

func TestNoCommandPrintsWhatATerminalOrARunnerWouldObey(t *testing.T) {
	t.Parallel()
	dir := evilRepository(t)
	for _, command := range [][]string{
		{"check"}, {"drift"}, {"validate", filepath.Join(evilDir, "registry", "data", "model_registry.json")},
		{"list"}, {"list", "-q", "--role", "general"}, {"list", "--role", "general", "--unsafe"}, {"list", "--provider", evil},
		{"show", evil}, {"show", "x" + evil}, {"diff"}, {"diff", "--base", evil},
		{"import", "--dry-run"}, {"import", evil}, {"reconcile", "--dry-run"}, {"export", "--dry-run"}, {"export", "--check"},
		{"fmt", "--check"}, {"fmt", "--dry-run"}, {"migrate", "--to", "1.1", "--dry-run"},
		{"upsert", evil}, {"remove", evil, "--dry-run", "--reason", evil}, {"remove", "x" + evil, "--reason", evil},
		{"audit", "log"}, {"audit", "log", "--model", evil}, {"audit", "verify"}, {"resolve", "--dry-run"},
		{"verify"}, {"verify", evil}, {"baseline"}, {"doctor"}, {"doctor", "--base", evil}, {"init", "--dry-run"},
		{"explain", evil}, {evil}, {"list", "--" + evil}, {"list", "--root", evil}, {"list", "--repo", evil}, {"list", "--format", evil},
	} {
		formats := []string{"text", "json"}
		switch command[0] {
		case "check", "validate", "diff":
			formats = append(formats, "markdown", "sarif", "junit")
		}
		inert(t, dir, command, formats...)
	}
}

// A registry that can't be read is refused with what is wrong in it.
func TestNoRefusalPrintsWhatATerminalOrARunnerWouldObey(t *testing.T) {
	t.Parallel()
	dir := evilRepository(t)
	name := filepath.Join(dir, evilDir, "registry", "data", "model_registry.json")
	twice := `{"` + inJSON() + `": 1, "` + inJSON() + `": 2, "##[group]x": 1, "##[group]x": 2}`
	if err := os.WriteFile(name, []byte(twice), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{
		{"check"}, {"list"}, {"show", "a"}, {"set-status", "a", "active", "--reason", "r"}, {"remove", "a", "--reason", "r"}, {"import"},
		{"reconcile"}, {"export"}, {"fmt"}, {"migrate", "--to", "1.1"}, {"verify"}, {"resolve"}, {"audit", "verify"}, {"diff"}, {"baseline"},
	} {
		inert(t, dir, command, "text", "json")
	}
}

// inert runs a command in each format and looks at what it prints.
func inert(t *testing.T, dir string, command []string, formats ...string) {
	t.Helper()
	for _, format := range formats {
		args := append([]string{"--format", format}, command...)
		t.Run(strings.ReplaceAll(strings.Join(args, " "), evil, "EVIL"), func(t *testing.T) {
			t.Parallel()
			out, talk, _ := runIn(dir, args...)
			for _, text := range []string{out, talk} {
				if i := strings.IndexFunc(text, obeyed); i >= 0 || !utf8.ValidString(text) {
					t.Errorf("the output holds %+q", text[max(i, 0):min(len(text), max(i, 0)+60)])
				}
				if cs := runnertest.Parse([]byte(text)); len(cs) > 0 {
					t.Errorf("the output holds the commands %+v", cs)
				}
			}
			if format == "json" && out != "" && !json.Valid([]byte(out)) {
				t.Errorf("the output is not JSON: %s", out)
			}
		})
	}
}

// obeyed reports whether a terminal could take a character for anything but
// itself.
func obeyed(r rune) bool {
	return r != '\n' && r != '\t' && !unicode.IsPrint(r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

func TestJSONOfTheRegistryKeepsEveryValue(t *testing.T) {
	t.Parallel()
	out, talk, code := runIn(evilRepository(t), "show", evil, "--format", "json")
	var entry map[string]any
	if err := json.Unmarshal([]byte(out), &entry); err != nil || code != 0 {
		t.Fatalf("show: exit code %d, %v\n%s%s", code, err, out, talk)
	}
	if entry["model_id"] != evil || entry[evil] != evil {
		t.Errorf("the entry is %q, want its id and its own property to be %q", entry, evil)
	}
}
