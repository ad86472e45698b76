package report

import (
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// sourceRoot is the customary name of the folder that relative URIs start from.
const sourceRoot = "%SRCROOT%"

func sarifLogOf(run Run) sarifLog {
	index, rules := sarifRules(run)
	indices := run.ranked()
	left := indices[min(len(indices), maxSARIFResults):]
	told := indices[:len(indices)-len(left)]
	out := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "modelgate", Version: Clean(run.Version), Rules: rules}},
		Invocations: []sarifInvocation{{ExecutionSuccessful: true, Notifications: sarifNotifications(run, run.pick(left))}},
		OriginalURIBaseIDs: map[string]sarifArtifactLocation{
			sourceRoot: {Description: &sarifMessage{Text: "The root of the repository."}},
		},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
		Properties: sarifRunProperties{
			Verdict: strings.ToLower(run.word()), Scope: run.Scope, FailOn: run.FailOn,
			Repo: jsonRepo(run.Repo), Summary: jsonSummary(run.Summary),
		},
	}
	names := run.occurrences()
	for _, i := range told {
		out.Results = append(out.Results, sarifResultOf(run, i, names[i], index))
	}
	return sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{out},
	}
}

// sarifNotifications tells what is to be known about the run, what is pending,
// and how many findings it leaves out.
func sarifNotifications(run Run, left []diag.Finding) []sarifNotification {
	var out []sarifNotification
	for _, n := range run.Notices {
		out = append(out, sarifNotification{Level: "note", Message: sarifText(n)})
	}
	for _, p := range run.Plans {
		out = append(out, sarifNotification{Level: "warning", Message: sarifText(pending(p))})
	}
	if len(left) > 0 {
		out = append(out, sarifNotification{Level: "warning", Message: sarifText(fmt.Sprintf(
			"%d findings beyond the first %d are left out: %s; the JSON report has them all",
			len(left), maxSARIFResults, tally(left)))})
	}
	return out
}

// headOnly is the run without what the base alone has.
func (r Run) headOnly() Run {
	var fs []diag.Finding
	for _, f := range r.Findings {
		if f.State != diag.Fixed {
			fs = append(fs, f)
		}
	}
	r.Findings = fs
	return r
}
