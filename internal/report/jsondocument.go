package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/diag"
)

func documentOf(run Run) jsonDocument {
	return jsonDocument{
		SchemaVersion: schemaVersion,
		Tool:          jsonTool{Name: "modelgate", Version: run.Version},
		Repo:          jsonRepo(run.Repo),
		Verdict:       strings.ToLower(run.word()),
		Scope:         run.Scope,
		Summary:       jsonSummary(run.Summary),
		Findings:      each(run.Findings, findingOf),
		Changes:       each(run.Changes, changeOf),
		Plans:         each(run.Plans, planOf),
	}
}

func findingOf(f diag.Finding) jsonFinding {
	return jsonFinding{
		Rule:        f.Rule,
		Severity:    f.Severity,
		State:       f.State,
		Message:     whole(f.Message),
		Help:        whole(f.Help),
		File:        f.Place.File,
		Line:        f.Place.Start.Line,
		Column:      f.Place.Start.Column,
		EndLine:     f.Place.End.Line,
		EndColumn:   f.Place.End.Column,
		Pointer:     whole(f.Place.Pointer),
		Subject:     whole(f.Subject),
		ModelID:     whole(f.ModelID),
		Fingerprint: f.Fingerprint(),
		Related:     each(f.Related, relatedOf),
		Fix:         fixOf(f.Fix),
	}
}

func planOf(p Plan) jsonPlan {
	return jsonPlan{Command: p.Command, Path: p.Path, Why: whole(p.Why)}
}

func relatedOf(r diag.Related) jsonRelated {
	return jsonRelated{
		Message: whole(r.Message),
		File:    r.Place.File,
		Line:    r.Place.Start.Line,
		Column:  r.Place.Start.Column,
	}
}

// fixOf leaves out a repair that is too long: half of one would do harm.
func fixOf(f *diag.Fix) *jsonFix {
	if f == nil || slices.ContainsFunc(f.Edits, func(e diag.Edit) bool { return len(e.Text) > maxValue }) {
		return nil
	}
	edit := func(e diag.Edit) jsonEdit { return jsonEdit(e) }
	return &jsonFix{File: f.File, Edits: each(f.Edits, edit)}
}

func changeOf(it change.Item) jsonChange {
	field := func(f change.Field) jsonField {
		return jsonField{Name: whole(f.Name), Old: whole(f.Old), New: whole(f.New)}
	}
	return jsonChange{Kind: it.Kind, ID: whole(it.ID), Change: it.Change, Fields: each(it.Fields, field)}
}

// each converts a list; the result is never nil, which would be null.
func each[S, T any](list []S, convert func(S) T) []T {
	out := make([]T, 0, len(list))
	for _, v := range list {
		out = append(out, convert(v))
	}
	return out
}

// EscapeJSON writes what must not reach a terminal or a workflow's log raw as
// \u escapes, which mean the same to every JSON parser. Such characters can
// only stand inside strings; the encoder escapes C0 but neither DEL, C1 nor
// bidirectional controls.
func EscapeJSON(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || isPlain(r):
			b.WriteRune(r)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return strings.ReplaceAll(b.String(), "##[", `#\u0023[`)
}
