package action

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// maxOutput bounds one output in bytes: GitHub drops all outputs of a job
// beyond 1 MB together.
const maxOutput = 256 << 10

// outputs writes the Action's outputs. go-githubactions would use a constant
// heredoc delimiter, with which a hostile value forges other outputs
// (PLATFORM.md §2), so the file is written here.
func (r runner) outputs(run report.Run) error {
	name := r.env.Getenv("GITHUB_OUTPUT")
	if name == "" {
		return nil
	}
	s := run.Summary
	changed, err := changedModels(run.Changes)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, o := range [][2]string{
		{"verdict", verdict(run.Pass)},
		{"errors", strconv.Itoa(s.Errors)}, {"warnings", strconv.Itoa(s.Warnings)},
		{"notes", strconv.Itoa(s.Notes)}, {"new", strconv.Itoa(s.New)},
		{"fixed", strconv.Itoa(s.Fixed)}, {"suppressed", strconv.Itoa(s.Suppressed)},
		{"changed-models", changed}, {"drift", r.driftOutput(run)},
		{"report", r.in.ReportFile}, {"sarif", r.in.SARIFFile},
	} {
		// 128 random bits: no value can contain its own delimiter.
		delimiter := "modelgate_" + rand.Text()
		fmt.Fprintf(&b, "%s<<%s\n%s\n%s\n", o[0], delimiter, o[1], delimiter)
	}
	return appendFile(name, []byte(b.String()))
}

func verdict(pass bool) string {
	if pass {
		return "pass"
	}
	return "fail"
}

// driftOutput is "true" or "false" in a drift check, else "".
func (r runner) driftOutput(run report.Run) string {
	if !r.drifting() {
		return ""
	}
	return strconv.FormatBool(drifted(run))
}

// drifted reports whether anything differs from the registry: a pending plan,
// or a finding that fails the run. `fail-on: never` keeps the step green, and
// then errors are what counts as drift.
func drifted(run report.Run) bool {
	if len(run.Plans) > 0 {
		return true
	}
	threshold, err := diag.ParseSeverity(run.FailOn)
	if err != nil {
		threshold = diag.Error
	}
	return slices.ContainsFunc(run.Findings, func(f diag.Finding) bool { return f.Severity >= threshold })
}

// changedModels is the ids of the changed models as a JSON array of at most
// maxOutput bytes; ids that no longer fit are left out, from the end.
func changedModels(items []change.Item) (string, error) {
	ids := []string{}
	size := 2
	for _, it := range items {
		if it.Kind != change.Model {
			continue
		}
		text, err := plainJSON(it.ID)
		if err != nil {
			return "", err
		}
		if size += len(text) + len(","); size > maxOutput {
			break
		}
		ids = append(ids, text)
	}
	return "[" + strings.Join(ids, ",") + "]", nil
}

// plainJSON is a string as JSON without the escapes for HTML, each of which
// makes six bytes of one.
func plainJSON(s string) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(s)
	return strings.TrimSuffix(b.String(), "\n"), err
}

func appendFile(name string, content []byte) (err error) {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	_, err = f.Write(content)
	return err
}
