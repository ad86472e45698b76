package rules_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

func TestExamples(t *testing.T) {
	t.Parallel()
	// What a bad example can't avoid, or only by growing: examples leave out
	// whatever their rule does not look at, which the schemas of a group miss.
	also := map[string][]string{
		"eval-ref-unknown":   {"evaluation-unlinked"},
		"eval-ref-ambiguous": {"evaluation-unlinked"},
	}
	shape := []string{"evaluations-schema", "metrics-schema"}
	for _, r := range rules.All() {
		t.Run(r.Name+" reports its bad example", func(t *testing.T) {
			t.Parallel()
			reported := 0
			for _, f := range ofGroup(r.Group, parse(t, []byte(r.Bad)).findings(t, rules.All())) {
				switch {
				case f.Rule == r.Name:
					reported++
				case !slices.Contains(slices.Concat(shape, also[r.Name]), f.Rule):
					t.Errorf("bad example also gives %s: %s", f.Rule, f.Message)
				}
			}
			if reported == 0 {
				t.Errorf("bad example gives no finding of %s", r.Name)
			}
		})
		t.Run(r.Name+" is silent about its good example", func(t *testing.T) {
			t.Parallel()
			for _, f := range ofGroup(r.Group, parse(t, []byte(r.Good)).findings(t, rules.All())) {
				if f.Rule == r.Name {
					t.Errorf("good example gives %s: %s", f.Rule, f.Message)
				}
			}
		})
	}
}

func TestFindingsOfExamplesAreComplete(t *testing.T) {
	t.Parallel()
	for _, r := range rules.All() {
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			for _, f := range ofGroup(r.Group, parse(t, []byte(r.Bad)).findings(t, rules.All())) {
				if wrong := incomplete(f); wrong != "" {
					t.Errorf("finding %+v %s", f, wrong)
				}
			}
		})
	}
}

// incomplete says what a finding lacks of what every report relies on.
func incomplete(f diag.Finding) string {
	switch {
	case f.Place.File == "":
		return "has no file"
	case f.Subject == "":
		return "has no subject"
	case f.Message == "":
		return "has no message"
	case strings.HasSuffix(f.Message, "."):
		return "has a message with a full stop"
	case strings.Contains(f.Message, "\n"):
		return "has a message of more than one line"
	case f.Help == "":
		return "does not say how to repair it"
	}
	return ""
}

// The cases are in testdata/rules/<rule>/*.txtar. Their file "want" lists the
// findings of the rule's group as "file:line:col: rule message"; with a base,
// the new ones.
func TestCases(t *testing.T) {
	t.Parallel()
	const dir = "../../testdata/rules"
	files, err := filepath.Glob(dir + "/*/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("cases: %d files, error %v", len(files), err)
	}
	for _, name := range files {
		rule := filepath.Base(filepath.Dir(name))
		t.Run(rule+"/"+filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			r := rules.Find(rule)
			if r == nil {
				t.Fatalf("no rule %q", rule)
			}
			runCase(t, r, name)
		})
	}
}

func runCase(t *testing.T, r *check.Rule, name string) {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	archive := txtar.Parse(src)
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
	if i < 0 {
		t.Fatalf("%s has no file want", name)
	}
	want := string(archive.Files[i].Data)
	got := list(ofGroup(r.Group, parse(t, src).findings(t, rules.All())))
	if got == want {
		return
	}
	if *update {
		archive.Files[i].Data = []byte(got)
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("findings, -want +got:\n%s", cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
}

func ofGroup(group string, fs []diag.Finding) []diag.Finding {
	return slices.DeleteFunc(slices.Clone(fs), func(f diag.Finding) bool { return rules.Find(f.Rule).Group != group })
}

func list(fs []diag.Finding) string {
	var b bytes.Buffer
	for _, f := range fs {
		fmt.Fprintf(&b, "%s:%d:%d: %s %s\n", f.Place.File, f.Place.Start.Line, f.Place.Start.Column, f.Rule, f.Message)
	}
	return b.String()
}
