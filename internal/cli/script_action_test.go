package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// event sets the environment of a workflow run, as GitHub's runner does, from
// a recorded payload: `event name payload dir SHA=rev HEAD=rev BASE=rev`. The
// revisions are looked up in dir and put into the payload.
func event(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: event name payload dir [SHA=rev HEAD=rev BASE=rev MERGE=rev]")
	}
	name, dir := args[0], ts.MkAbs(args[2])
	payload, err := os.ReadFile(filepath.Join(ts.Getenv("TOP"), "testdata", "events", args[1]+".json"))
	ts.Check(err)
	text := string(payload)
	for _, kv := range args[3:] {
		key, rev, _ := strings.Cut(kv, "=")
		id := revision(ts, dir, rev)
		text = strings.ReplaceAll(text, "$"+key, id)
		if key == "SHA" {
			ts.Setenv("GITHUB_SHA", id)
		}
	}
	file := ts.MkAbs("event.json")
	ts.Check(os.WriteFile(file, []byte(text), 0o600))
	for k, v := range map[string]string{
		"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": file, "GITHUB_WORKSPACE": dir,
		"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": ts.MkAbs("output"), "GITHUB_STEP_SUMMARY": ts.MkAbs("summary.md"),
	} {
		ts.Setenv(k, v)
	}
	for _, f := range []string{"output", "summary.md"} {
		ts.Check(os.WriteFile(ts.MkAbs(f), nil, 0o600))
	}
}

func revision(ts *testscript.TestScript, dir, rev string) string {
	cmd := exec.Command("git", "-c", "safe.directory=*", "-C", dir, "rev-parse", "--verify", rev+"^{commit}")
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull)
	out, err := cmd.Output()
	if err != nil {
		ts.Fatalf("revision %q: %v", rev, err)
	}
	return strings.TrimSpace(string(out))
}

var outputPattern = regexp.MustCompile(`(?s)^([a-z-]+)<<(modelgate_[A-Z0-9]{26})\n`)

// output checks the Action's outputs: `output verdict=fail new=1`. It reads the
// file as the runner does, by each value's own delimiter.
func output(ts *testscript.TestScript, neg bool, args []string) {
	got := map[string]string{}
	for rest := ts.ReadFile("output"); rest != ""; {
		m := outputPattern.FindStringSubmatch(rest)
		if m == nil {
			ts.Fatalf("the output file holds %q", rest)
		}
		value, after, ok := strings.Cut(rest[len(m[0]):], "\n"+m[2]+"\n")
		if !ok {
			ts.Fatalf("output %s does not end", m[1])
		}
		got[m[1]], rest = value, after
	}
	for _, a := range args {
		k, v, _ := strings.Cut(a, "=")
		if value, ok := got[k]; !ok || value != v {
			ts.Fatalf("output %s is %q, want %q", k, value, v)
		}
	}
}
