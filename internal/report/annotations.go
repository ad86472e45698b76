package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// AnnotationsPerLevel is how many annotations of each severity a runner takes
// from one step; it drops the rest (runner, ExecutionContext.cs,
// _maxCountPerIssueType).
const AnnotationsPerLevel = 10

// maxAnnotation is where a runner cuts a message, in UTF-16 units
// (ExecutionContext.cs, _maxIssueMessageLength).
const maxAnnotation = 4096

// An Annotation is what a workflow shows beside a line. Numbers count from 1;
// 0 and "" are not given. Line is given wherever File is. EndLine is the last line, EndColumn the column after
// the last; columns are only given for places within one line, because the
// runner drops them from others.
type Annotation struct {
	Level   diag.Severity
	Title   string
	Message string // several lines, at most 4,096 UTF-16 units
	File    string // relative to the repository's root

	Line, EndLine     int
	Column, EndColumn int
}

// PlanAnnotations chooses what to annotate of the findings that decide: per
// severity at most perLevel annotations, the worst severity first, new
// findings before existing ones. Where there are more findings than that, the
// last annotation of the severity counts those that have none.
func PlanAnnotations(run Run, perLevel int) []Annotation {
	var as []Annotation
	for _, level := range diag.Severities() {
		var fs []diag.Finding
		for _, f := range run.Findings {
			if f.Severity == level && run.decides(f) {
				fs = append(fs, f)
			}
		}
		slices.SortStableFunc(fs, func(a, b diag.Finding) int {
			return cmp.Compare(age(a), age(b))
		})
		as = append(as, planLevel(level, fs, perLevel)...)
	}
	return as
}

func planLevel(level diag.Severity, fs []diag.Finding, perLevel int) []Annotation {
	if perLevel < 1 {
		return nil
	}
	told := fs
	if len(fs) > perLevel {
		told = fs[:perLevel-1]
	}
	as := each(told, annotationOf)
	if n := len(fs) - len(told); n > 0 {
		as = append(as, Annotation{
			Level:   level,
			Title:   "modelgate",
			Message: fmt.Sprintf("%d more %ss, see the log or the job summary", n, level), // n > 1
		})
	}
	return as
}

// age ranks new findings, and those of a run without a base, before old ones.
func age(f diag.Finding) int {
	if f.State == diag.Existing {
		return 1
	}
	return 0
}

func annotationOf(f diag.Finding) Annotation {
	// Neutral even inside a command: a runner too old for "notice" would search
	// the line for "##[cmd]".
	a := Annotation{Level: f.Severity, Title: brief(f.Rule), Message: inline(shortened(f.Message))}
	if f.State == diag.Existing {
		a.Title += " (existing)"
	}
	if f.Help != "" {
		a.Message += "\nhelp: " + inline(shortened(f.Help))
	}
	if canName(f.Place.File) {
		a.File = f.Place.File
		a.locate(f.Place)
	} else if f.Place.File != "" {
		a.Message = brief(f.Place.File) + ": " + a.Message
	}
	a.Message = cutUTF16(a.Message, maxAnnotation)
	return a
}

// canName reports whether a property can carry the path as it is: the runner
// swallows a value's leading "=" and has no escape for it.
func canName(file string) bool {
	return file != "" && !strings.HasPrefix(file, "=") && brief(file) == file
}

// locate sets the lines and columns. Of what is not known only the line is
// made up, the first one of a file that is meant as a whole: without a line
// GitHub does not show an annotation in "Files changed", and it drops those
// whose end is beyond the end of the file.
func (a *Annotation) locate(p diag.Place) {
	if !p.Start.IsKnown() {
		a.Line = 1
		return
	}
	a.Line = p.Start.Line
	if !p.End.IsKnown() {
		return
	}
	end := p.End
	if end.Column == 1 && end.Line > a.Line {
		end = diag.Position{Line: end.Line - 1} // half open: it holds nothing of its last line
	}
	a.EndLine = end.Line
	if a.EndLine == a.Line {
		a.Column, a.EndColumn = p.Start.Column, end.Column
	}
}

// cutUTF16 shortens s to at most limit UTF-16 units, between code points.
func cutUTF16(s string, limit int) string {
	units, room := 0, 0 // room: where "…" would still fit
	for i, r := range s {
		if units < limit {
			room = i
		}
		if units += utf16.RuneLen(r); units > limit {
			return s[:room] + "…"
		}
	}
	return s
}
