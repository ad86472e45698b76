package ghub

import (
	"fmt"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// maxRelated is how many other places a comment names.
const maxRelated = 5

// findingText is what a comment says of a finding. The line the finding stands
// on is left out: GitHub shows it, and moves the comment along with it.
func findingText(f diag.Finding, s *suggestion) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**: %s (%s)\n", f.Severity, report.Code(f.Message), report.Code(f.Rule))
	if f.Help != "" {
		fmt.Fprintf(&b, "\nHelp: %s\n", report.Code(f.Help))
	}
	for i, r := range f.Related {
		if i == 0 {
			b.WriteByte('\n')
		}
		if i == maxRelated {
			fmt.Fprintf(&b, "- and %d more places\n", len(f.Related)-i)
			break
		}
		fmt.Fprintf(&b, "- see %s: %s\n", report.Code(placeText(r.Place)), report.Code(r.Message))
	}
	if s != nil {
		b.WriteString("\n" + s.block())
	}
	return b.String()
}

func placeText(p diag.Place) string {
	if !p.Start.IsKnown() {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Start.Line)
}

// goneText strikes a comment out. Only its first sentence is kept: a
// suggestion must not be applied any more.
func goneText(body, headSHA string) string {
	return fmt.Sprintf("~~%s~~\n\nNo longer reported as of %s.\n", firstSentence(body), report.Code(short(headSHA)))
}

// repeatText stands in a comment of ours that another run wrote at the same
// time as the one that stays.
func repeatText(body string) string {
	return fmt.Sprintf("~~%s~~\n\nThe same as another comment here.\n", firstSentence(body))
}

// firstSentence is the line below the marker.
func firstSentence(body string) string {
	lines := strings.SplitN(normalText(body), "\n", 3)
	if len(lines) < 2 {
		return "–"
	}
	return strings.Trim(lines[1], "~ ")
}

func short(sha string) string { return sha[:min(len(sha), 7)] }
