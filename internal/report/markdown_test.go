package report_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

func markdown(t *testing.T, run report.Run, maxBytes int) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.NewMarkdown(&b, report.Options{MaxBytes: maxBytes}).Report(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheMarkdownOfACleanRunIsItsHeadline(t *testing.T) {
	t.Parallel()
	const want = "## modelgate: PASS\n\nnothing to report\n\n" +
		"| errors | warnings | notes | new | existing | fixed | suppressed |\n" +
		"|---:|---:|---:|---:|---:|---:|---:|\n" +
		"| 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n\n" +
		"Checked root `.` of the work tree, scope `all`, fails on `error`; modelgate `1.2.3`.\n\n"
	if got := markdown(t, clean(), 0); got != want {
		t.Errorf("Markdown = %q, want %q", got, want)
	}
}

func TestExistingFindingsAreFoldedAndOpenWhereTheyDecide(t *testing.T) {
	t.Parallel()
	for scope, want := range map[string]string{
		"new":     "<details><summary>2 existing findings</summary>",
		"changed": "<details><summary>2 existing findings</summary>",
		"all":     "<details open><summary>2 existing findings</summary>",
	} {
		run := rich()
		run.Scope = scope
		if got := markdown(t, run, 0); !strings.Contains(got, want) {
			t.Errorf("scope %s: Markdown lacks %q:\n%s", scope, want, got)
		}
	}
}

// large is far more findings of every sort than fit into a small report.
func large() report.Run {
	run := rich()
	run.Scope, run.Findings, run.Changed = "new", nil, nil
	for _, state := range []diag.State{diag.Fixed, diag.Existing, diag.New} {
		for _, level := range []diag.Severity{diag.Note, diag.Warning, diag.Error} {
			fs := many(30, level, state)
			for i := range fs {
				fs[i].Place.File = fmt.Sprintf("%s-%d.json", level, i/7)
				fs[i].Help = "help of " + fs[i].Message
			}
			run.Findings = append(run.Findings, fs...)
		}
	}
	return run
}

var item = regexp.MustCompile("(?m)^- \\*\\*(error|warning|note)\\*\\*: `(new|existing|fixed) (error|warning|note) (\\d+)` \\(`r`\\)$")

func TestMarkdownLeavesOutWholeFindingsFromTheLeastSevereEnd(t *testing.T) {
	t.Parallel()
	run := large()
	run.Changes, run.Notices = nil, nil
	order := []string{
		"new error", "new warning", "new note", "existing error", "existing warning", "existing note",
		"fixed error", "fixed warning", "fixed note",
	}
	for limit := 8 << 10; limit <= 32<<10; limit += 500 {
		text := markdown(t, run, limit)
		if len(text) > limit {
			t.Errorf("limit %d: Markdown has %d bytes", limit, len(text))
		}
		told := map[string]int{}
		for _, m := range item.FindAllStringSubmatch(text, -1) {
			told[m[2]+" "+m[3]]++
		}
		sum, gap := 0, false
		for _, group := range order {
			if gap && told[group] > 0 {
				t.Errorf("limit %d: %d of %s are told though more important ones are left out", limit, told[group], group)
			}
			sum, gap = sum+told[group], told[group] < 30
		}
		if n := strings.Count(text, "  - help: `help of "); n != sum-told["fixed error"]-told["fixed warning"]-told["fixed note"] {
			t.Errorf("limit %d: %d findings are told with %d helps: one is cut in the middle", limit, sum, n)
		}
		checkLeftOut(t, limit, text, told, len(run.Findings)-sum)
	}
}

var leftOut = regexp.MustCompile(`\*\*(\d+) of the findings do not fit here and are left out: ([^.]*)\.\*\*`)

// checkLeftOut compares the sentence on what is missing with what is missing.
func checkLeftOut(t *testing.T, limit int, text string, told map[string]int, missing int) {
	t.Helper()
	m := leftOut.FindStringSubmatch(text)
	if missing == 0 {
		if m != nil {
			t.Errorf("limit %d: nothing is missing, but the text says %q", limit, m[0])
		}
		return
	}
	var parts []string
	for _, level := range []string{"error", "warning", "note"} {
		n := 60 - told["new "+level] - told["existing "+level]
		switch {
		case n == 1:
			parts = append(parts, "1 "+level)
		case n > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", n, level))
		}
	}
	if n := 90 - told["fixed error"] - told["fixed warning"] - told["fixed note"]; n > 0 {
		parts = append(parts, fmt.Sprintf("%d fixed", n))
	}
	want := []string{fmt.Sprint(missing), strings.Join(parts, ", ")}
	if m == nil || m[1] != want[0] || m[2] != want[1] {
		t.Errorf("limit %d: left out = %q, want %q", limit, m, want)
	}
}

func TestMarkdownKeepsItsLimitWhateverThereIsToTell(t *testing.T) {
	t.Parallel()
	huge := strings.Repeat("`@#<|\u202e模", 30000)
	run := large()
	run.Version, run.Repo = huge, report.Repo{Root: huge, Base: huge, Head: huge}
	for i := range 300 {
		run.Notices = append(run.Notices, huge)
		run.Changes = append(run.Changes, change.Item{
			Kind: change.Model, ID: huge, Change: change.Modified, Fields: make([]change.Field, 100+i),
		})
		run.Findings[i%len(run.Findings)].Message = huge
		run.Findings[i%len(run.Findings)].Related = make([]diag.Related, i)
	}
	for _, limit := range []int{0, 1, 8 << 10, 20 << 10, 65536, 200 << 10} {
		most := max(limit, 8<<10)
		if limit == 0 {
			most = 900 << 10
		}
		got := markdown(t, run, limit)
		if len(got) > most {
			t.Errorf("MaxBytes %d: got %d bytes, want at most %d", limit, len(got), most)
		}
		if !strings.HasPrefix(got, "## modelgate: FAIL\n\n3 errors, 2 warnings") {
			t.Errorf("MaxBytes %d: the counts of the whole run are missing: %.100q", limit, got)
		}
		if limit == 1 && !regexp.MustCompile(`\n\d+ changes are left out here\.\n`).MatchString(got) {
			t.Errorf("MaxBytes %d: no word on the changes that are left out", limit)
		}
	}
}

func TestMarkdownShortensListsInsideOneFindingAndOneChange(t *testing.T) {
	t.Parallel()
	run := clean()
	run.Findings = many(1, diag.Error, diag.Current)
	run.Findings[0].Related = make([]diag.Related, 8)
	run.Changes = []change.Item{{Kind: change.Model, ID: "m", Change: change.Modified, Fields: make([]change.Field, 53)}}
	got := markdown(t, run, 0)
	for _, want := range []string{"  - and 3 more places\n", "| | | | and 3 more fields | | | |\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("Markdown lacks %q:\n%s", want, got)
		}
	}
}
