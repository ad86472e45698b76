package report

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// sarifResultOf is finding i of the run under its unique name; rules holds the
// index of each rule.
func sarifResultOf(run Run, i int, name string, rules map[string]int) sarifResult {
	f := run.Findings[i]
	r := sarifResult{
		RuleID:    Clean(f.Rule),
		RuleIndex: rules[f.Rule],
		Level:     f.Severity.String(),
		Message:   sarifMessageOf(f),
		Locations: []sarifLocation{sarifPrimary(f.Place)},
		// Not primaryLocationLineHash: the upload action makes that from the
		// lines, and warns of each result that has another one.
		PartialFingerprints: map[string]string{"modelgate/v1": name},
		BaselineState:       sarifState(f.State),
		Properties:          sarifResultProperties{Subject: Clean(whole(f.Subject)), ModelID: Clean(whole(f.ModelID)), Decides: run.decides(f)},
	}
	for i, rel := range f.Related {
		l := sarifPlace(rel.Place)
		msg := sarifText(rel.Message)
		l.ID, l.Message = i+1, &msg
		r.RelatedLocations = append(r.RelatedLocations, l)
	}
	if fixOf(f.Fix) != nil {
		r.Fixes = []sarifFix{sarifFixOf(f)}
	}
	return r
}

// sarifState is the baselineState; without a base there is none (§3.27.24).
func sarifState(s diag.State) string {
	switch s {
	case diag.New:
		return "new"
	case diag.Existing:
		return "unchanged"
	}
	return ""
}

// sarifMessageOf is what is, and what to do about it. The first sentence
// stands alone where there is little room.
func sarifMessageOf(f diag.Finding) sarifMessage {
	text := f.Message
	if f.Help != "" {
		text += ". Help: " + f.Help
	}
	return sarifText(text)
}

// sarifText is text in which no value of a repository makes a link: "[a](b)"
// is one even in a plain message (§3.11.6).
func sarifText(s string) sarifMessage {
	s = Clean(whole(s))
	if strings.Contains(s, "](") {
		s = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(s)
	}
	return sarifMessage{Text: s + "."}
}

// sarifPrimary is the location of a result. Code scanning wants a region in it:
// for a whole file that is its first line.
func sarifPrimary(p diag.Place) sarifLocation {
	l := sarifPlace(p)
	if l.PhysicalLocation.Region == nil && p.File != "" {
		l.PhysicalLocation.Region = &sarifRegion{StartLine: 1}
	}
	return l
}

// sarifPlace is a location. One without a file is the root, since code
// scanning refuses a whole upload for a result without a place.
func sarifPlace(p diag.Place) sarifLocation {
	l := sarifLocation{PhysicalLocation: sarifPhysicalLocation{ArtifactLocation: sarifFile(p.File)}}
	if p.Start.IsKnown() {
		l.PhysicalLocation.Region = &sarifRegion{
			StartLine: p.Start.Line, StartColumn: p.Start.Column,
			EndLine: p.End.Line, EndColumn: p.End.Column,
		}
	}
	if p.Pointer != "" {
		l.LogicalLocations = []sarifLogicalLocation{{FullyQualifiedName: Clean(whole(p.Pointer))}}
	}
	return l
}

// sarifFile is a path as a URI reference: percent-encoded, and with "./" before
// a first segment that would be read as a scheme.
func sarifFile(name string) sarifArtifactLocation {
	u := url.URL{Path: cmp.Or(name, ".")}
	return sarifArtifactLocation{URI: u.String(), URIBaseID: sourceRoot}
}

func sarifFixOf(f diag.Finding) sarifFix {
	change := sarifArtifactChange{ArtifactLocation: sarifFile(f.Fix.File)}
	for _, e := range f.Fix.Edits {
		length := e.EndByte - e.StartByte
		r := sarifReplacement{DeletedRegion: sarifRegion{ByteOffset: &e.StartByte, ByteLength: &length}}
		if e.Text != "" {
			r.InsertedContent = &sarifArtifactContent{Text: e.Text}
		}
		change.Replacements = append(change.Replacements, r)
	}
	return sarifFix{
		Description:     sarifText(cmp.Or(f.Help, "repair it")),
		ArtifactChanges: []sarifArtifactChange{change},
	}
}
