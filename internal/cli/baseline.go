package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/check"
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
reason suppresses nothing.`,
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
	list := suppressionsFor(res.Run.Findings, least, a.Now().AddDate(0, 0, baselineDays))
	return a.result(func(out output) error {
		if a.flags.format == "json" {
			return writeJSON(out.w, map[string]any{"schema_version": "1", "suppressions": list})
		}
		return writeSuppressions(out.w, list)
	})
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

func suppressionsFor(fs []diag.Finding, least diag.Severity, expires time.Time) []proposedSuppression {
	seen := map[[2]string]bool{}
	list := []proposedSuppression{}
	for _, f := range fs {
		key := [2]string{f.Rule, f.Subject}
		if f.Severity < least || seen[key] || !maySuppress(f) {
			continue
		}
		seen[key] = true
		list = append(list, proposedSuppression{
			Rule: f.Rule, Subject: f.Subject,
			Expires: expires.UTC().Format(time.DateOnly), message: f.Message,
		})
	}
	return list
}

// maySuppress reports whether a config may hide a finding at all.
func maySuppress(f diag.Finding) bool {
	r := rules.Find(f.Rule)
	return f.Unwaivable == "" && r != nil && !r.Fixed && r.Group != check.SuppressionGroup
}

func writeSuppressions(w io.Writer, list []proposedSuppression) error {
	var b strings.Builder
	if len(list) == 0 {
		b.WriteString("# no findings: nothing to suppress\n")
	} else {
		b.WriteString("# Paste into .modelgate.yaml and fill in each reason and owner.\nsuppressions:\n")
	}
	for _, s := range list {
		// A YAML double-quoted scalar takes JSON's escapes, which %q is not.
		fmt.Fprintf(&b, "  # %s\n  - {rule: %s, subject: %s, reason: \"\", owner: \"\", expires: %s}\n",
			commentText(s.message), s.Rule, quoteYAML(s.Subject), s.Expires)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
