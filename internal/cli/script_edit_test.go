package cli_test

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cmmv-hive/modelgate/internal/action/runnertest"
)

// edit replaces the one occurrence of a text in a file: `edit file old new`.
func edit(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: edit file old new")
	}
	name := ts.MkAbs(args[0])
	src, err := os.ReadFile(name)
	ts.Check(err)
	unescape := strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t")
	old, with := unescape.Replace(args[1]), unescape.Replace(args[2])
	if n := strings.Count(string(src), old); n != 1 {
		ts.Fatalf("%s holds %q %d times, want once", args[0], old, n)
	}
	ts.Check(os.WriteFile(name, []byte(strings.Replace(string(src), old, with, 1)), 0o644))
}

// crlf gives a file Windows line ends.
func crlf(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		src, err := os.ReadFile(ts.MkAbs(name))
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(strings.ReplaceAll(string(src), "\n", "\r\n")), 0o644))
	}
}

// commands counts the workflow commands that GitHub's runner would obey in the
// last output: `commands error=2 warning=1`. Every other kind must be absent.
func commands(ts *testscript.TestScript, _ bool, args []string) {
	want := map[string]string{}
	for _, a := range args {
		k, v, _ := strings.Cut(a, "=")
		want[k] = v
	}
	got := map[string]int{}
	for _, stream := range []string{"stdout", "stderr"} {
		for _, c := range runnertest.Parse([]byte(ts.ReadFile(stream))) {
			got[c.Name]++
		}
	}
	for name, n := range got {
		if want[name] != strconv.Itoa(n) {
			ts.Fatalf("the output holds %d commands %q, want %q", n, name, want[name])
		}
		delete(want, name)
	}
	for name, n := range want {
		if n != "0" {
			ts.Fatalf("the output holds no command %q, want %s", name, n)
		}
	}
}

// states compares the findings in one state of a JSON report with a list of
// "rule subject" lines: `states report.json new want.txt`; "-" wants none.
func states(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: states report.json state want.txt|-")
	}
	var doc struct {
		Findings []struct{ Rule, State, Subject string }
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &doc))
	var got []string
	for _, f := range doc.Findings {
		if f.State == args[1] {
			got = append(got, f.Rule+" "+f.Subject)
		}
	}
	slices.Sort(got)
	var want []string
	if args[2] != "-" {
		want = strings.Split(strings.TrimSpace(ts.ReadFile(args[2])), "\n")
	}
	if !slices.Equal(got, want) {
		ts.Fatalf("%s findings of %s:\n%s\nwant:\n%s", args[1], args[0], strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// subjects compares the distinct subjects of one rule in a JSON report, and
// the number of its findings: `subjects report.json rule N subject...`.
func subjects(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: subjects report.json rule N subject...")
	}
	var doc struct {
		Findings []struct{ Rule, Subject string }
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &doc))
	var got []string
	n := 0
	for _, f := range doc.Findings {
		if f.Rule == args[1] {
			n++
			got = append(got, f.Subject)
		}
	}
	slices.Sort(got)
	got = slices.Compact(got)
	want := slices.Sorted(slices.Values(args[3:]))
	if strconv.Itoa(n) != args[2] || !slices.Equal(got, want) {
		ts.Fatalf("%s: %d findings on %q, want %s on %q", args[1], n, got, args[2], want)
	}
}
