package ghub

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

// fixing is a finding in f.json that the given edits repair.
func fixing(edits ...diag.Edit) diag.Finding {
	return diag.Finding{
		Rule: "r", Severity: diag.Error, State: diag.New, Message: "m",
		Place: diag.Place{File: "f.json", Start: diag.Position{Line: 2, Column: 1}, End: diag.Position{Line: 2, Column: 2}},
		Fix:   &diag.Fix{File: "f.json", Edits: edits},
	}
}

func TestASuggestionIsTheWholeLinesOfAFix(t *testing.T) {
	t.Parallel()
	const head = "one\ntwo\nthree\nfour\n"
	for name, tc := range map[string]struct {
		edits []diag.Edit
		want  suggestion
	}{
		"a value in a line":        {[]diag.Edit{{StartByte: 5, EndByte: 6, Text: "W"}}, suggestion{span{2, 2}, "tWo\n"}},
		"two values, not in order": {[]diag.Edit{{StartByte: 10, EndByte: 11, Text: "X"}, {StartByte: 4, EndByte: 5, Text: "T"}}, suggestion{span{2, 3}, "Two\nthXee\n"}},
		"a line put in":            {[]diag.Edit{{StartByte: 4, EndByte: 4, Text: "new\n"}}, suggestion{span{2, 2}, "new\ntwo\n"}},
		"a line and its line feed": {[]diag.Edit{{StartByte: 4, EndByte: 8, Text: "2\n"}}, suggestion{span{2, 2}, "2\n"}},
		"the first line":           {[]diag.Edit{{StartByte: 0, EndByte: 3, Text: "1"}}, suggestion{span{1, 1}, "1\n"}},
		"the last line":            {[]diag.Edit{{StartByte: 14, EndByte: 18, Text: "4"}}, suggestion{span{4, 4}, "4\n"}},
	} {
		d := fileDiff{touched: true, hunks: []span{{1, 4}}, head: head}
		got, ok := suggest(fixing(tc.edits...), d)
		if !ok || got != tc.want {
			t.Errorf("%s: suggestion = %+v, %t, want %+v", name, got, ok, tc.want)
		}
	}
}

func TestAFixThatCanBeNoSuggestionIsNone(t *testing.T) {
	t.Parallel()
	edit := diag.Edit{StartByte: 4, EndByte: 7, Text: "x"}
	with := func(change func(*diag.Finding)) diag.Finding {
		f := fixing(edit)
		change(&f)
		return f
	}
	all := []span{{1, 9}}
	for name, tc := range map[string]struct {
		f     diag.Finding
		head  string
		hunks []span
	}{
		"no fix":                   {with(func(f *diag.Finding) { f.Fix = nil }), "one\ntwo\n", all},
		"no edits":                 {fixing(), "one\ntwo\n", all},
		"another file":             {with(func(f *diag.Finding) { f.Fix.File = "g.json" }), "one\ntwo\n", all},
		"outside the hunk":         {fixing(edit), "one\ntwo\n", []span{{1, 1}}},
		"across two hunks":         {fixing(diag.Edit{StartByte: 0, EndByte: 5, Text: "x"}), "one\ntwo\n", []span{{1, 1}, {2, 2}}},
		"CRLF":                     {fixing(diag.Edit{StartByte: 5, EndByte: 8, Text: "x"}), "one\r\ntwo\r\n", all},
		"no last line feed":        {fixing(edit), "one\ntwo", all},
		"a last line feed taken":   {fixing(diag.Edit{StartByte: 4, EndByte: 8, Text: "x"}), "one\ntwo\n", all},
		"nothing left":             {fixing(diag.Edit{StartByte: 4, EndByte: 8, Text: ""}), "one\ntwo\n", all},
		"behind the end":           {fixing(diag.Edit{StartByte: 4, EndByte: 99, Text: "x"}), "one\ntwo\n", all},
		"at the end":               {fixing(diag.Edit{StartByte: 8, EndByte: 8, Text: "x\n"}), "one\ntwo\n", all},
		"backwards":                {fixing(diag.Edit{StartByte: 7, EndByte: 4, Text: "x"}), "one\ntwo\n", all},
		"two edits overlap":        {fixing(edit, edit), "one\ntwo\n", all},
		"text that hides":          {fixing(diag.Edit{StartByte: 4, EndByte: 7, Text: "a\u202eb"}), "one\ntwo\n", all},
		"a line that hides":        {fixing(diag.Edit{StartByte: 4, EndByte: 5, Text: "x"}), "one\nt\u200bwo\n", all},
		"a fence beyond all fence": {fixing(diag.Edit{StartByte: 4, EndByte: 7, Text: strings.Repeat("`", 9)}), "one\ntwo\n", all},
		"far too long":             {fixing(diag.Edit{StartByte: 4, EndByte: 7, Text: strings.Repeat("x", maxSuggestedBytes)}), "one\ntwo\n", all},
		"far too many lines":       {fixing(diag.Edit{StartByte: 4, EndByte: 7, Text: strings.Repeat("x\n", maxSuggestedLines)}), "one\ntwo\n", all},
	} {
		if got, ok := suggest(tc.f, fileDiff{touched: true, hunks: tc.hunks, head: tc.head}); ok {
			t.Errorf("%s: suggestion %+v, want none", name, got)
		}
	}
}

func TestASuggestionsFenceIsLongerThanAnyInside(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"x\n":             "```suggestion\nx\n```\n",
		"a ```` b\n":      "`````suggestion\na ```` b\n`````\n",
		"```suggestion\n": "````suggestion\n```suggestion\n````\n",
	} {
		if got := (suggestion{text: text}).block(); got != want {
			t.Errorf("block of %q = %q, want %q", text, got, want)
		}
	}
}

// The registry of a real rule's example is checked, its suggestion is applied
// as GitHub does it, and it is checked again.
func TestAnAppliedSuggestionIsCleanWhenCheckedAgain(t *testing.T) {
	t.Parallel()
	head := fstest.MapFS{}
	for _, f := range txtar.Parse([]byte(rules.Find("eval-ref-stale").Bad)).Files {
		head[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	stale := findings(t, head, "eval-ref-stale")
	if len(stale) != 1 {
		t.Fatalf("eval-ref-stale has %d findings in its own example, want 1", len(stale))
	}
	name := stale[0].Place.File
	s, ok := suggest(stale[0], newHunkMap(fstest.MapFS{}, head, notRenamed).file(name))
	if !ok {
		t.Fatalf("no suggestion for the fix %+v", stale[0].Fix)
	}
	lines := slices.Collect(strings.Lines(string(head[name].Data)))
	lines = slices.Replace(lines, s.at.first-1, s.at.last, s.text)
	before := len(findings(t, head, ""))
	head[name] = &fstest.MapFile{Data: []byte(strings.Join(lines, ""))}
	if left := findings(t, head, "eval-ref-stale"); len(left) > 0 {
		t.Errorf("with the suggestion applied there is still %q", left[0].Message)
	}
	if after := len(findings(t, head, "")); after != before-1 {
		t.Errorf("with the suggestion applied there are %d findings, want one less than %d", after, before)
	}
}

// findings checks a tree; an empty rule is all of them.
func findings(t *testing.T, tree fstest.MapFS, rule string) []diag.Finding {
	t.Helper()
	judge, err := gate.NewJudge("test", rules.All())
	if err != nil {
		t.Fatal(err)
	}
	j, err := judge.Judge(t.Context(), gate.Request{
		Head: gate.Tree{FS: tree}, Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(j.Run.Findings, func(f diag.Finding) bool { return rule != "" && f.Rule != rule })
}
