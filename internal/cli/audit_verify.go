package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func (a *app) auditVerifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Verify that nothing in the log was rewritten and that it gives the registry",
		Long: `Checks that every record's name is the SHA-256 of its content, that parents
exist, that each change follows from the one before, and that replaying the log
gives the registry. Exit 1 when anything is wrong; each fault is named with its
file. A record dated more than a day ahead is a warning and decides nothing.`,
		Example: `  modelgate audit verify`,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.auditVerify(cmd.Context()) },
	}
}

func (a *app) auditVerify(ctx context.Context) error {
	if err := a.formats("text", "json"); err != nil {
		return err
	}
	s, log, err := a.readLog(ctx)
	if err != nil {
		return err
	}
	if s.RegistryState == snapshot.Broken {
		return refusef("the registry can't be read, so the log can't be compared with it; `modelgate check` says why")
	}
	entries, err := ledger.Entries(s.Registry)
	if err != nil {
		return refusal{err}
	}
	problems, warnings := log.Check(entries), log.Future(a.Now())
	if r, ok := log.Unapplied(entries); ok && s.Interrupted {
		a.say("a command was interrupted after its record (%s) and before the registry; the next one that writes finishes it", short(r.Name))
	}
	err = a.result(func(out output) error {
		if a.flags.format == "json" {
			return writeJSON(out.w, verifyJSON(log, problems, warnings))
		}
		return writeProblems(out.w, log, problems, warnings)
	})
	if err == nil && len(problems) > 0 {
		return errFindings
	}
	return err
}

// writeProblems writes the faults, and the warnings, which don't decide.
func writeProblems(w io.Writer, log *audit.Log, problems, warnings []audit.Problem) error {
	var b strings.Builder
	for i, p := range slices.Concat(problems, warnings) {
		at := p.Path
		if p.Line > 0 {
			at = fmt.Sprintf("%s:%d", at, p.Line)
		}
		word := ""
		if i >= len(problems) {
			word = "warning: "
		}
		fmt.Fprintf(&b, "%s: %s%s [%s]\n", report.Clean(at), word, report.Clean(p.Message), p.Kind)
		if p.Help != "" {
			fmt.Fprintf(&b, "  help: %s\n", report.Clean(p.Help))
		}
	}
	verdict := "PASS"
	if len(problems) > 0 {
		verdict = "FAIL"
	}
	fmt.Fprintf(&b, "%s  %d records, %d heads, %d problems\n", verdict, len(log.Records()), len(log.Heads()), len(problems))
	return writeText(w, b.String())
}

func verifyJSON(log *audit.Log, problems, warnings []audit.Problem) map[string]any {
	verdict := "pass"
	if len(problems) > 0 {
		verdict = "fail"
	}
	return map[string]any{
		"schema_version": "1", "verdict": verdict, "records": len(log.Records()), "heads": log.Heads(),
		"problems": problemsJSON(problems), "warnings": problemsJSON(warnings),
	}
}

func problemsJSON(problems []audit.Problem) []map[string]any {
	list := []map[string]any{}
	for _, p := range problems {
		list = append(list, map[string]any{
			"kind": string(p.Kind), "file": p.Path, "line": p.Line, "model_id": p.ModelID, "message": p.Message, "help": p.Help,
		})
	}
	return list
}
