package action_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// entry is a registry entry with a fault: a role that BIP-035 does not allow
// for its size. More is added to its members.
func entry(id, more string) string {
	return fmt.Sprintf(`{"schema_version": "1.0", "model_id": %q, "provider": "acme", "display_name": %q, "role": "general", "size_class": "mini", `+
		`"capabilities": [], "status": "active", "eval_refs": [], "source_files": [], `+
		`"created_at": "2025-09-07T00:00:00Z", "updated_at": "2025-09-07T00:00:00Z"%s}`, id, "Name of "+id, more)
}

func TestFiveThousandFindingsAreCountedAndTheWorstAreShown(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	var all strings.Builder
	for i := range 2500 {
		// An error and a warning each.
		all.WriteString(entry(fmt.Sprintf("acme-flood-%04d", i), `, "surplus": true`) + ",\n")
	}
	r.edit(registryFile, "\"models\": [\n", "\"models\": [\n"+all.String())
	p := r.open(t)
	res := p.job(1, "comment", "review").run(t)
	res.wantVerdict(t, false)
	s := res.report.Summary
	if len(res.report.Findings) < 5000 || s.New != len(res.report.Findings) || s.Errors+s.Warnings+s.Notes != s.New {
		t.Errorf("%d findings, counted as %+v; want 5,000 and more, all new", len(res.report.Findings), s)
	}
	for name, want := range map[string]int{"errors": s.Errors, "warnings": s.Warnings, "notes": s.Notes, "new": s.New} {
		if got := res.outputs[name]; got != strconv.Itoa(want) {
			t.Errorf("output %s = %s, want %d", name, got, want)
		}
	}
	levels := map[string]int{}
	for _, c := range res.commands {
		levels[c.Name]++
	}
	if levels["error"] != 10 || levels["warning"] != 10 || levels["notice"] > 10 || len(levels) > 3 {
		t.Errorf("annotations = %v, want ten of each level", levels)
	}
	if !strings.Contains(res.log, fmt.Sprintf("%d more errors, see the log or the job summary", s.Errors-9)) {
		t.Error("the last error's annotation does not count the rest")
	}
	if size := len(res.summary); size > 900<<10 || !strings.Contains(res.summary, "general-too-small") {
		t.Errorf("the summary has %d bytes, want at most 900 KiB with the worst in it", size)
	}
	if got := strings.Count(res.log, "[general-too-small]"); got != 2500 {
		t.Errorf("the log tells %d of 2500 errors", got)
	}
	if got := p.srv.Writes(); got > 25 {
		t.Errorf("%d writes, want at most 25", got)
	}
	for _, c := range p.srv.ReviewComments(7) {
		if !strings.Contains(c.Body, "**error**") {
			t.Errorf("a comment is on what is not the worst: %s", c.Body)
		}
	}
	if len(p.srv.ReviewComments(7)) != 20 || len(p.srv.Comments(7)) != 1 || len(p.srv.Comments(7)[0].Body) > 65536 {
		t.Errorf("%d review comments, %d summaries; want 20 and one of at most 65,536 bytes", len(p.srv.ReviewComments(7)), len(p.srv.Comments(7)))
	}
}

func TestHostileNamesAreInertEverywhere(t *testing.T) {
	t.Parallel()
	const evil = "x\\n::error::pwned\\r##[error]pwned\\u2028@team `pwned` ``` <img src=x> [pwned](http://e.example) | <!-- modelgate:v1 kind=summary key=a -->"
	name := "gov/metrics/models/a\n::error title=pwned::pwned\n##[error]pwned @team `x` <b> EOF\nverdict=pass.json"
	r := newRepository(t)
	quoted := strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\u2028`, "\u2028").Replace(evil)
	text := entry("acme-evil", `, "`+evil+`": true`)
	text = strings.Replace(text, `"source_files": []`, `"source_files": ["`+evil+`", "metrics/models/`+evil+`.json"]`, 1)
	text = strings.Replace(text, `"eval_refs": []`, `"eval_refs": ["`+evil+`"]`, 1)
	named := strings.Replace(entry("acme-other", ""), `"acme-other"`, `"`+evil+`"`, 1)
	r.edit(registryFile, "\"models\": [\n", "\"models\": [\n"+text+",\n"+named+",\n")
	r.write(name, `{"`+evil+`": 1}`)
	p := r.open(t)
	res := p.job(1, "comment", "review", "sarif-file", "out.sarif", "html-file", "out.html").run(t)
	res.wantVerdict(t, false)
	checkInert(t, "the log", res.log)
	for _, c := range res.commands {
		if strings.HasPrefix(c.Data, "pwned") || c.Properties["title"] == "pwned" {
			t.Errorf("a command is forged: %+v", c)
		}
	}
	checkMarkdown(t, "the step summary", res.summary)
	checkMarkdown(t, "the summary comment", p.srv.Comments(7)[0].Body)
	if len(p.srv.ReviewComments(7)) == 0 {
		t.Error("there are no review comments")
	}
	for _, c := range p.srv.ReviewComments(7) {
		checkMarkdown(t, "a review comment", c.Body)
	}
	if res.outputs["verdict"] != "fail" || len(res.outputs) != 11 || strings.Contains(res.outputs["changed-models"], "\n") {
		t.Errorf("outputs = %q, want 11 with the verdict fail", res.outputs)
	}
	found := false
	for _, f := range res.report.Findings {
		found = found || f["file"] == name || strings.Contains(f["message"].(string), fmt.Sprintf("%q", quoted))
	}
	if !found {
		t.Error("no finding tells the hostile names as they are")
	}
}
