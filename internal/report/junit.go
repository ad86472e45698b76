package report

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
)

// JUnit tells a run as JUnit XML, for systems that show tests: a testsuite per
// file, a testcase per finding. A finding that makes the run fail is a failure,
// any other one at the head is skipped, and a fixed one passes; a pending change
// fails. So the tests are red exactly when the verdict is. The first testcase speaks of the run
// itself, since many readers take a document without tests for an error.
type JUnit struct{ w io.Writer }

// NewJUnit returns a Reporter that writes JUnit XML.
func NewJUnit(w io.Writer) *JUnit { return &JUnit{w: w} }

// Report writes the whole document, or returns why it could not.
func (j *JUnit) Report(ctx context.Context, run Run) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	if err := enc.Encode(junitSuitesOf(run)); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	b.WriteByte('\n')
	return write(ctx, j.w, b.String())
}

// The types follow the schema of the Jenkins xUnit plugin (junit-10.xsd).
// Times are zero: a check has no duration of its own.
type (
	junitSuites struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		junitCounts
		Suites []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name string `xml:"name,attr"`
		junitCounts
		Cases []junitCase `xml:"testcase"`
	}
	junitCounts struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
		Time     int `xml:"time,attr"`
	}
	junitCase struct {
		Name      string        `xml:"name,attr"`
		ClassName string        `xml:"classname,attr"`
		File      string        `xml:"file,attr,omitempty"`
		Line      int           `xml:"line,attr,omitempty"`
		Time      int           `xml:"time,attr"`
		Failure   *junitOutcome `xml:"failure"`
		Skipped   *junitOutcome `xml:"skipped"`
		Output    string        `xml:"system-out,omitempty"`
	}
	junitOutcome struct {
		Type    string `xml:"type,attr,omitempty"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

func (c *junitCounts) add(d junitCounts) {
	c.Tests += d.Tests
	c.Failures += d.Failures
	c.Skipped += d.Skipped
}
