package cli

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

// baselineDays is how long a printed suppression lasts unless edited.
const baselineDays = 90

func (a *app) baselineCommand() *cobra.Command {
	var failOn string
	c := &cobra.Command{
		Use:   "baseline",
		Short: "Print suppressions for today's findings, for staged adoption",
		Long: `Prints a suppression for every finding of the work tree, to be pasted into
.modelgate.yaml. The reasons are left empty on purpose: a suppression without a
reason suppresses nothing. Findings that can't be suppressed are counted.`,
		Example: `  modelgate baseline
  modelgate baseline --fail-on error   # only what fails the check`,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.baseline(cmd.Context(), failOn) },
	}
	c.Flags().StringVar(&failOn, "fail-on", "note", "the least `severity` to suppress: error, warning or note")
	return c
}

func (a *app) baseline(ctx context.Context, failOn string) error {
	if err := a.formats("text", "json"); err != nil {
		return err
	}
	least, err := diag.ParseSeverity(failOn)
	if err != nil {
		return oneOf("fail-on", failOn, []string{"error", "warning", "note"})
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.close()
	req, err := a.request(ctx, w, judgeFlags{failOn: "error"})
	if err != nil {
		return err
	}
	judge, err := newJudge()
	if err != nil {
		return err
	}
	res, err := judge.Judge(ctx, req)
	if err != nil {
		return err
	}
	b := baselineOf(res.Run.Findings, least, a.Now().AddDate(0, 0, baselineDays))
	return a.result(func(out output) error {
		if a.flags.format == "json" {
			return writeJSON(out.w, b)
		}
		return b.write(out.w)
	})
}

// A baseline is what would silence today's findings, and what nothing can.
type baseline struct {
	SchemaVersion string                `json:"schema_version"`
	Suppressions  []proposedSuppression `json:"suppressions"`
	Fixed         map[string]int        `json:"cannot_be_suppressed"` // findings by rule
}

// A proposedSuppression is a suppression to be filled in.
type proposedSuppression struct {
	Rule    string `json:"rule"`
	Subject string `json:"subject"`
	Reason  string `json:"reason"`
	Owner   string `json:"owner"`
	Expires string `json:"expires"`
	message string
}

func baselineOf(fs []diag.Finding, least diag.Severity, expires time.Time) baseline {
	b := baseline{SchemaVersion: "1", Suppressions: []proposedSuppression{}, Fixed: map[string]int{}}
	seen := map[[2]string]bool{}
	for _, f := range fs {
		key := [2]string{f.Rule, f.Subject}
		switch {
		case f.Severity < least || seen[key]:
		case !maySuppress(f):
			b.Fixed[f.Rule]++
		default:
			seen[key] = true
			b.Suppressions = append(b.Suppressions, proposedSuppression{
				Rule: f.Rule, Subject: config.Literal(f.Subject),
				Expires: expires.UTC().Format(time.DateOnly), message: f.Message,
			})
		}
	}
	return b
}

// maySuppress reports whether a config may hide a finding at all.
func maySuppress(f diag.Finding) bool {
	r := rules.Find(f.Rule)
	return f.Unwaivable == "" && r != nil && !r.Fixed && r.Group != check.SuppressionGroup
}

func (b baseline) write(w io.Writer) error {
	var text strings.Builder
	text.WriteString(b.fixedText())
	switch {
	case len(b.Suppressions) > 0:
		text.WriteString("# Paste into .modelgate.yaml and fill in each reason and owner.\nsuppressions:\n")
	case len(b.Fixed) == 0:
		text.WriteString("# no findings: nothing to suppress\n")
	}
	for _, s := range b.Suppressions {
		fmt.Fprintf(&text, "  # %s\n  - {rule: %s, subject: %s, reason: \"\", owner: \"\", expires: %s}\n",
			commentText(s.message), s.Rule, quoteYAML(s.Subject), s.Expires)
	}
	return writeText(w, text.String())
}

// fixedText says which findings the check goes on telling, "" for none.
func (b baseline) fixedText() string {
	if len(b.Fixed) == 0 {
		return ""
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(b.Fixed)) {
		names = append(names, fmt.Sprintf("%s (%d)", name, b.Fixed[name]))
	}
	return fmt.Sprintf("# can't be suppressed, only repaired (findings of each rule): %s\n", strings.Join(names, ", "))
}
