package report

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// DefaultMaxBytes bounds a Markdown report: a step summary of more than 1 MiB
// is dropped whole (runner, FileCommandManager.cs), and other steps may have
// written to it.
const DefaultMaxBytes = 900 << 10

// minMaxBytes is the least that Markdown can do with: its headline, the counts
// and what is left out.
const minMaxBytes = 8 << 10

// Markdown tells a run as GitHub Flavored Markdown, for job summaries and
// comments. What does not fit is left out by whole findings, the least severe
// first, and counted. Untrusted text stands in code spans only.
type Markdown struct {
	w   io.Writer
	max int // bytes
}

// NewMarkdown returns a Reporter that writes Markdown of at most o.MaxBytes
// bytes, or 8 KiB if that is more.
func NewMarkdown(w io.Writer, o Options) *Markdown {
	limit := o.MaxBytes
	if limit == 0 {
		limit = DefaultMaxBytes
	}
	return &Markdown{w: w, max: max(limit, minMaxBytes)}
}

// Report writes the whole report, or returns why it could not.
func (m *Markdown) Report(ctx context.Context, run Run) error {
	return write(ctx, m.w, m.render(run))
}

// frame bounds what render adds around findings, in bytes: the headings, the
// tags of the folded part and the sentence on what is left out.
const frame = 1 << 10

func (m *Markdown) render(run Run) string {
	head := headline(run)
	notices := noticeList(run.Notices, m.max/8)
	changes := changeTable(run.Changes, m.max/4)
	plans := planList(run.Plans, m.max/8)
	told, out := admit(run, m.max-len(head)-len(notices)-len(changes)-len(plans)-frame)
	return head + leftOut(out) + notices + changes + plans + findingSections(run, told)
}

// headline is the verdict, the counts and what was checked.
func headline(run Run) string {
	s := run.Summary
	var b strings.Builder
	fmt.Fprintf(&b, "## modelgate: %s\n\n%s\n\n", run.word(), run.counts())
	b.WriteString("| errors | warnings | notes | new | existing | fixed | suppressed |\n")
	b.WriteString("|---:|---:|---:|---:|---:|---:|---:|\n")
	fmt.Fprintf(&b, "| %d | %d | %d | %d | %d | %d | %d |\n\n",
		s.Errors, s.Warnings, s.Notes, s.New, s.Existing, s.Fixed, s.Suppressed)
	head, base := "the work tree", ""
	if run.Repo.Head != "" {
		head = shortCode(run.Repo.Head)
	}
	if run.Repo.Base != "" {
		base = " against " + shortCode(run.Repo.Base)
	}
	fmt.Fprintf(&b, "Checked root %s of %s%s, scope %s, fails on %s; modelgate %s.\n\n", shortCode(run.Repo.Root),
		head, base, shortCode(run.Scope), shortCode(run.FailOn), shortCode(run.Version))
	return b.String()
}

// findingSections is the told findings: those at the head, the existing ones
// folded (but open where they decide), the fixed ones.
func findingSections(run Run, told []diag.Finding) string {
	of := func(section int) []fileGroup {
		var fs []diag.Finding
		for _, f := range told {
			if sectionOf(f) == section {
				fs = append(fs, f)
			}
		}
		return byFile(fs)
	}
	var b strings.Builder
	if groups := of(sectionNew); groups != nil {
		b.WriteString("### Findings\n\n")
		writeGroups(&b, groups)
	}
	if groups := of(sectionExisting); groups != nil {
		open := ""
		if run.Scope == "all" {
			open = " open"
		}
		n := 0
		for _, g := range groups {
			n += len(g.findings)
		}
		fmt.Fprintf(&b, "<details%s><summary>%s</summary>\n\n", open, joinCounts([]count{{n, "existing finding"}}))
		writeGroups(&b, groups)
		b.WriteString("</details>\n\n")
	}
	if groups := of(sectionFixed); groups != nil {
		b.WriteString("### Fixed\n\n")
		writeGroups(&b, groups)
	}
	return b.String()
}

func writeGroups(b *strings.Builder, groups []fileGroup) {
	for _, g := range groups {
		b.WriteString(groupHeading(g.title()))
		for _, f := range g.findings {
			b.WriteString(findingItem(f))
		}
		b.WriteByte('\n')
	}
}

func groupHeading(title string) string { return "#### " + code(title) + "\n\n" }
