// Package action is modelgate's edge to GitHub Actions.
package action

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/sethvargo/go-githubactions"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// Annotate writes annotations as workflow commands, one a line: error, warning
// and notice (for notes). It writes all of them or returns an error.
func Annotate(w io.Writer, as []report.Annotation) error {
	// go-githubactions panics when its writer fails; a buffer never does.
	var b bytes.Buffer
	a := githubactions.New(githubactions.WithWriter(&b))
	for _, an := range as {
		a := a.WithFieldsMap(properties(an))
		switch an.Level {
		case diag.Error:
			a.Errorf("%s", an.Message)
		case diag.Warning:
			a.Warningf("%s", an.Message)
		case diag.Note:
			a.Noticef("%s", an.Message)
		default:
			return fmt.Errorf("write annotations: %q has no level", an.Message)
		}
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write annotations: %w", err)
	}
	return nil
}

// properties leaves out what is not given: the runner ignores empty values.
func properties(an report.Annotation) map[string]string {
	m := map[string]string{}
	for k, v := range map[string]int{
		"line": an.Line, "endLine": an.EndLine, "col": an.Column, "endColumn": an.EndColumn,
	} {
		if v > 0 {
			m[k] = strconv.Itoa(v)
		}
	}
	// The runner trims the blanks around the list, in which the title comes
	// last, and swallows the "=" a value begins with.
	title := strings.TrimLeft(strings.TrimSpace(an.Title), "=")
	for k, v := range map[string]string{"file": an.File, "title": title} {
		if v != "" {
			m[k] = v
		}
	}
	return m
}
