package report

import (
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

func junitSuitesOf(run Run) junitSuites {
	out := junitSuites{Name: "modelgate", Suites: []junitSuite{junitRun(run)}}
	if len(run.Plans) > 0 {
		out.Suites = append(out.Suites, junitPlans(run))
	}
	names := run.occurrences()
	at := map[string]int{}
	for i, f := range run.Findings {
		n, ok := at[f.Place.File]
		if !ok {
			n = len(out.Suites)
			at[f.Place.File] = n
			out.Suites = append(out.Suites, junitSuite{Name: brief(fileGroup{file: f.Place.File}.title())})
		}
		out.Suites[n].take(junitCaseOf(run, f, names[i]))
	}
	for _, s := range out.Suites {
		out.add(s.junitCounts)
	}
	return out
}

func (s *junitSuite) take(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
}

// junitRun is the suite of the run itself: what was checked and is to be
// known. It passes whatever the verdict, for the findings carry that.
func junitRun(run Run) junitSuite {
	lines := []string{run.word() + "  " + run.counts(), "checked: " + brief(checked(run))}
	for _, n := range run.Notices {
		lines = append(lines, "notice: "+brief(n))
	}
	var s junitSuite
	s.Name = "modelgate"
	s.take(junitCase{Name: "the registry was checked", ClassName: "modelgate", Output: strings.Join(lines, "\n")})
	return s
}

// junitPlans is the suite of what is pending, which fails a drift check.
func junitPlans(run Run) junitSuite {
	s := junitSuite{Name: "pending changes"}
	for _, p := range run.Plans {
		c := junitCase{Name: brief(p.Command + ": " + p.Path), ClassName: s.Name, File: brief(p.Path)}
		outcome := &junitOutcome{Message: brief(p.Why), Text: "help: run " + brief(p.Command)}
		if run.FailOn == "never" {
			c.Skipped = outcome
		} else {
			c.Failure = outcome
		}
		s.take(c)
	}
	return s
}

// junitCaseOf is a finding. Its name holds no line, so that systems which
// compare runs know it again when lines move.
func junitCaseOf(run Run, f diag.Finding, name string) junitCase {
	c := junitCase{
		Name:      inline(fmt.Sprintf("%s: %s [%s]", f.Rule, cut(f.Subject, maxText), name)),
		ClassName: brief(fileGroup{file: f.Place.File}.title()),
		File:      brief(f.Place.File),
		Line:      f.Place.Start.Line,
	}
	outcome := &junitOutcome{Message: brief(f.Message), Text: junitText(f)}
	switch {
	case run.fails(f):
		c.Failure = outcome
		c.Failure.Type = brief(f.Rule)
	case f.State == diag.Fixed:
		c.Output = "fixed: " + outcome.Message
	default:
		outcome.Message = junitWhy(f) + ": " + outcome.Message
		c.Skipped = outcome
	}
	return c
}

// fails reports whether f alone would make the run fail.
func (r Run) fails(f diag.Finding) bool {
	threshold, err := diag.ParseSeverity(r.FailOn)
	return err == nil && f.Severity >= threshold && r.decides(f)
}

// junitWhy says what a finding is that fails nothing.
func junitWhy(f diag.Finding) string {
	return strings.TrimSpace(marker(f) + " " + f.Severity.String())
}

// junitText is a finding in full, a line each.
func junitText(f diag.Finding) string {
	lines := []string{junitWhy(f) + ": " + brief(f.Message), "at " + junitPlace(f.Place)}
	if f.Help != "" {
		lines = append(lines, "help: "+brief(f.Help))
	}
	for _, r := range f.Related {
		lines = append(lines, "see "+junitPlace(r.Place)+": "+brief(r.Message))
	}
	lines = append(lines, "rule: "+brief(f.Rule))
	return strings.Join(lines, "\n")
}

func junitPlace(p diag.Place) string {
	name := brief(fileGroup{file: p.File}.title())
	if p.Start.IsKnown() {
		name += ", " + spelled(p.Start)
	}
	return name
}
