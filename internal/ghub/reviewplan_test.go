package ghub

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp/cmpopts"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// changedTree is a base and a head of f.json with 50 lines, of which 10 and 30
// differ, so that lines 7 to 13 and 27 to 33 take comments; same.json does not
// differ.
func changedTree() *hunkMap {
	base := fstest.MapFS{"f.json": {Data: []byte(numbered(1, 50))}, "same.json": {Data: []byte("x\n")}}
	head := fstest.MapFS{
		"f.json":    {Data: []byte(numbered(1, 9) + "ten\n" + numbered(11, 29) + "thirty\n" + numbered(31, 50))},
		"same.json": {Data: []byte("x\n")},
	}
	return newHunkMap(base, head, notRenamed)
}

// at is a new finding on lines of f.json; line 0 is on the file.
func at(key string, first, last int) diag.Finding {
	f := diag.Finding{
		Rule: "general-too-small", Severity: diag.Error, State: diag.New, Subject: "m", Key: key,
		Message: fmt.Sprintf("model %q is too small", key), Place: diag.InFile("f.json"),
	}
	if first > 0 {
		f.Place.Start, f.Place.End = diag.Position{Line: first, Column: 3}, diag.Position{Line: last, Column: 5}
	}
	return f
}

func elsewhere(f diag.Finding, file string) diag.Finding { f.Place.File = file; return f }

func inState(f diag.Finding, s diag.State) diag.Finding { f.State = s; return f }

func plannedAlone(f diag.Finding) reviewPlan {
	return planReview([]diag.Finding{f}, nil, changedTree(), "k", "0123456789")
}

func TestAFindingIsToldOnTheLinesThatGitHubTakes(t *testing.T) {
	t.Parallel()
	endsBelow := at("x", 11, 12)
	endsBelow.Place.End.Column = 1 // which is the end of line 11
	for name, tc := range map[string]struct {
		f    diag.Finding
		want span
	}{
		"a changed line":                  {at("x", 10, 10), span{10, 10}},
		"a line beside it":                {at("x", 7, 7), span{7, 7}},
		"lines in one hunk":               {at("x", 8, 12), span{8, 12}},
		"a line feed at the end":          {endsBelow, span{11, 11}},
		"lines that reach out of a hunk":  {at("x", 12, 20), span{12, 12}},
		"lines that reach into a hunk":    {at("x", 2, 20), span{7, 7}},
		"lines over two hunks":            {at("x", 12, 28), span{12, 12}},
		"lines outside of every hunk":     {at("x", 15, 20), span{}},
		"a whole file":                    {at("x", 0, 0), span{}},
		"a line behind the end of a file": {at("x", 99, 99), span{}},
	} {
		p := plannedAlone(tc.f)
		if len(p.post) != 1 || p.post[0].lines != tc.want || len(p.rest) != 0 {
			t.Errorf("%s: posts %+v and leaves %d, want one on lines %v", name, p.post, len(p.rest), tc.want)
		}
	}
}

func TestWhatIsNotInThePullRequestIsLeftToTheSummary(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]diag.Finding{
		"a file that does not differ": elsewhere(at("x", 1, 1), "same.json"),
		"a file that is not there":    elsewhere(at("x", 1, 1), "nowhere.json"),
		"no file":                     elsewhere(at("x", 0, 0), ""),
	} {
		p := plannedAlone(f)
		if len(p.post) != 0 || len(p.rest) != 1 {
			t.Errorf("%s: posts %d and leaves %d, want 0 and 1", name, len(p.post), len(p.rest))
		}
	}
	for _, s := range []diag.State{diag.Existing, diag.Fixed, diag.Current} {
		p := plannedAlone(inState(at("x", 10, 10), s))
		if len(p.post)+len(p.rest) != 0 {
			t.Errorf("a finding that is %s: posts %d and leaves %d, want none", s, len(p.post), len(p.rest))
		}
	}
}

// standing is the comment that a plan would post for f, as it stands on GitHub.
func standing(id int64, f diag.Finding, change ...func(*said)) said {
	d := plannedAlone(f).post[0]
	c := said{id: id, marker: d.marker, path: d.path, lines: d.lines, onFile: d.lines == span{}, body: d.body()}
	for _, ch := range change {
		ch(&c)
	}
	return c
}

func struck(c *said) {
	c.marker.state = stateGone
	c.body = marked(c.marker, goneText(c.body, "abcdef0123"))
}

func outdated(c *said) { c.lines = span{} }
func answered(c *said) { c.replied = true }

func TestThePlanComparesFindingsWithComments(t *testing.T) {
	t.Parallel()
	x, y := at("x", 10, 10), at("y", 11, 11)
	reworded := x
	reworded.Help = "make it larger"
	type ids = []int64
	for name, tc := range map[string]struct {
		findings []diag.Finding
		comments []said
		posts    []string // keys
		edits    ids
		kept     []string
		removes  ids
	}{
		"nothing at all":                    {},
		"two new":                           {findings: []diag.Finding{x, y}, posts: []string{"x", "y"}},
		"one said already":                  {findings: []diag.Finding{x, y}, comments: []said{standing(1, x)}, posts: []string{"y"}, kept: []string{"x"}},
		"one that moved":                    {findings: []diag.Finding{at("x", 12, 12)}, comments: []said{standing(1, x)}, kept: []string{"x"}},
		"one that moved out of the diff":    {findings: []diag.Finding{at("x", 40, 40)}, comments: []said{standing(1, x)}, kept: []string{"x"}},
		"one on an outdated line":           {findings: []diag.Finding{x}, comments: []said{standing(1, x, outdated)}, kept: []string{"x"}},
		"one with other words":              {findings: []diag.Finding{reworded}, comments: []said{standing(1, x)}, edits: ids{1}},
		"one repaired":                      {comments: []said{standing(1, x)}, edits: ids{1}},
		"one repaired and struck out":       {comments: []said{standing(1, x, struck)}},
		"one that came back":                {findings: []diag.Finding{x}, comments: []said{standing(1, x, struck)}, edits: ids{1}},
		"one that went to another file":     {findings: []diag.Finding{elsewhere(x, "same.json")}, comments: []said{standing(1, x)}, edits: ids{1}},
		"one that the base has by now":      {findings: []diag.Finding{inState(x, diag.Existing)}, comments: []said{standing(1, x)}, kept: []string{"x"}},
		"one that the base had and is gone": {findings: []diag.Finding{inState(x, diag.Fixed)}, comments: []said{standing(1, x)}, edits: ids{1}},
		"said twice":                        {findings: []diag.Finding{x}, comments: []said{standing(2, x), standing(1, x)}, kept: []string{"x"}, removes: ids{2}},
		"said twice and answered":           {findings: []diag.Finding{x}, comments: []said{standing(1, x), standing(2, x, answered)}, kept: []string{"x"}, edits: ids{2}},
		"said twice and repaired":           {comments: []said{standing(1, x), standing(2, x)}, edits: ids{1}, removes: ids{2}},
		"the first of two answered":         {findings: []diag.Finding{x}, comments: []said{standing(1, x, answered), standing(2, x)}, kept: []string{"x"}, removes: ids{2}},
	} {
		p := planReview(tc.findings, tc.comments, changedTree(), "k", "0123456789")
		var got struct {
			posts, kept []string
			edits       ids
		}
		for _, d := range p.post {
			got.posts = append(got.posts, d.finding.Key)
		}
		for _, e := range p.edit {
			got.edits = append(got.edits, e.id)
		}
		for _, f := range p.kept {
			got.kept = append(got.kept, f.Key)
		}
		if !slices.Equal(got.posts, tc.posts) || !slices.Equal(got.edits, tc.edits) ||
			!slices.Equal(got.kept, tc.kept) || !slices.Equal(p.remove, tc.removes) {
			t.Errorf("%s: posts %v, edits %v, keeps %v, removes %v, want %v, %v, %v, %v",
				name, got.posts, got.edits, got.kept, p.remove, tc.posts, tc.edits, tc.kept, tc.removes)
		}
	}
}

func TestAStruckOutCommentSaysSoAndKeepsNoSuggestion(t *testing.T) {
	t.Parallel()
	c := standing(1, at("x", 10, 10))
	c.body += "\n```suggestion\nten\n```\n"
	p := planReview(nil, []said{c}, changedTree(), "k", "0123456789")
	const want = "~~**error**: `model \"x\" is too small` (`general-too-small`)~~\n\nNo longer reported as of `0123456`.\n"
	m, ok := parseMarker(p.edit[0].body)
	if !ok || m.state != stateGone || m.fingerprint != c.marker.fingerprint || p.edit[0].body != marked(m, want) {
		t.Errorf("body = %q, want a marker of state %q and %q", p.edit[0].body, stateGone, want)
	}
}

func TestEqualFindingsAreCounted(t *testing.T) {
	t.Parallel()
	first, second := at("x", 10, 10), at("x", 30, 30)
	p := planReview([]diag.Finding{first, second}, nil, changedTree(), "k", "")
	if len(p.post) != 2 || p.post[0].marker.number != 1 || p.post[1].marker.number != 2 ||
		p.post[0].marker.fingerprint != p.post[1].marker.fingerprint {
		t.Fatalf("posts %+v, want two with one fingerprint and the numbers 1 and 2", p.post)
	}
	p = planReview([]diag.Finding{inState(first, diag.Existing), second}, nil, changedTree(), "k", "")
	if len(p.post) != 1 || p.post[0].marker.number != 1 {
		t.Errorf("beside an existing one the new one is number %d, want 1", p.post[0].marker.number)
	}
	two := standing(8, second, func(c *said) { c.marker.number = 2; c.body = marked(c.marker, findingText(second, nil)) })
	p = planReview([]diag.Finding{first}, []said{standing(7, first), two}, changedTree(), "k", "")
	if len(p.kept) != 1 || len(p.edit) != 1 || p.edit[0].id != 8 {
		t.Errorf("with one of two left: keeps %d, edits %+v, want 1 kept and comment 8 struck out", len(p.kept), p.edit)
	}
}

func TestASuggestionIsOnlyOfferedWhereItsLinesAre(t *testing.T) {
	t.Parallel()
	f := at("x", 10, 10)
	start := len(numbered(1, 9))
	f.Fix = &diag.Fix{File: "f.json", Edits: []diag.Edit{{StartByte: start, EndByte: start + 3, Text: "10"}}}
	const block = "```suggestion\n10\n```\n"
	posted := standing(1, f)
	if !strings.HasSuffix(posted.body, block) || posted.lines != (span{10, 10}) {
		t.Fatalf("comment on lines %v = %q, want it on line 10 with %q", posted.lines, posted.body, block)
	}
	posted.lines = span{11, 11} // a later push has put a line in front
	p := planReview([]diag.Finding{f}, []said{posted}, changedTree(), "k", "")
	if len(p.edit) != 1 || strings.Contains(p.edit[0].body, "suggestion") {
		t.Errorf("on another line the comment becomes %+v, want it without suggestion", p.edit)
	}
}

func TestThousandsOfFindingsStayWithinTheCaps(t *testing.T) {
	t.Parallel()
	var fs []diag.Finding
	for i := range 5000 {
		f := at(fmt.Sprint(i), i%50, i%50)
		f.Severity = diag.Severities()[i%3]
		fs = append(fs, f)
	}
	p := planReview(fs, nil, changedTree(), "k", "")
	onFile := 0
	for _, d := range p.post {
		if d.finding.Severity != diag.Error {
			t.Errorf("a comment goes to a finding of severity %s, while errors are left over", d.finding.Severity)
		}
		if d.lines == (span{}) {
			onFile++
		}
	}
	if len(p.post) != maxComments || onFile != maxFileComments || len(p.post)+len(p.rest) != len(fs) {
		t.Errorf("%d comments (%d on files) and %d left, want %d (%d) and all others", len(p.post), onFile, len(p.rest), maxComments, maxFileComments)
	}
}

// Every way through three pushes with three findings: after a plan is carried
// out, the next plan for the same findings is empty, and the comments that
// stand are those of the findings.
func TestAPlanCarriedOutLeavesNothingToDo(t *testing.T) {
	t.Parallel()
	all := []diag.Finding{at("a", 10, 10), at("b", 20, 20), elsewhere(at("c", 1, 1), "same.json")}
	for way := range 8 * 8 * 8 {
		var comments []said
		for _, present := range []int{way & 7, way >> 3 & 7, way >> 6} {
			var fs []diag.Finding
			for i, f := range all {
				if present>>i&1 == 1 {
					fs = append(fs, f)
				}
			}
			comments = carryOut(planReview(fs, comments, changedTree(), "k", "0123456789"), comments)
			again := planReview(fs, comments, changedTree(), "k", "0123456789")
			if len(again.post)+len(again.edit)+len(again.remove) != 0 {
				t.Fatalf("way %o: a second run posts %d, edits %d, removes %d, want nothing", way, len(again.post), len(again.edit), len(again.remove))
			}
			told := slices.Concat(again.kept, again.rest)
			slices.SortFunc(told, func(a, b diag.Finding) int { return cmp.Compare(a.Key, b.Key) })
			if diff := gocmp.Diff(fs, told, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("way %o: findings that are told (-want +got):\n%s", way, diff)
			}
		}
	}
}

// carryOut is what a plan makes of the comments.
func carryOut(p reviewPlan, comments []said) []said {
	for _, e := range p.edit {
		i := slices.IndexFunc(comments, func(c said) bool { return c.id == e.id })
		comments[i].body = e.body
		comments[i].marker, _ = parseMarker(e.body)
	}
	for _, d := range p.post {
		comments = append(comments, said{
			id: int64(len(comments) + 1), marker: d.marker, path: d.path, lines: d.lines, onFile: d.lines == span{}, body: d.body(),
		})
	}
	return comments
}
