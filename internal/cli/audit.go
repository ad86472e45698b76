package cli

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func (a *app) auditCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "audit",
		Short: "Read and verify the audit log",
		Example: `  modelgate audit log --model openai-gpt-5-general
  modelgate audit verify`,
		Args: rejectUnknown,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(a.auditLogCommand(), a.auditVerifyCommand())
	return c
}

func (a *app) auditLogCommand() *cobra.Command {
	var model, actor string
	c := &cobra.Command{
		Use:   "log",
		Short: "Tell who changed what, newest first",
		Example: `  modelgate audit log
  modelgate audit log --model acme-one --actor ci-bot
  modelgate audit log --format json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.auditLog(cmd.Context(), model, actor) },
	}
	c.Flags().StringVar(&model, "model", "", "only changes of this model `id`")
	c.Flags().StringVar(&actor, "actor", "", "only records of this `actor`")
	return c
}

func (a *app) auditLog(ctx context.Context, model, actor string) error {
	if err := a.formats("text", "json"); err != nil {
		return err
	}
	_, log, err := a.readLog(ctx)
	if err != nil {
		return err
	}
	var records []audit.Record
	for _, r := range log.Records() {
		if (actor == "" || r.Actor == actor) && (model == "" || changes(r, model)) {
			records = append([]audit.Record{r}, records...)
		}
	}
	return a.result(func(out output) error {
		if a.flags.format == "json" {
			return writeJSON(out.w, map[string]any{"schema_version": "1", "records": logJSON(records)})
		}
		return writeLog(out, records, model)
	})
}

func changes(r audit.Record, model string) bool {
	for _, c := range r.Changes {
		if c.ModelID == model {
			return true
		}
	}
	return false
}

// readLog reads the log of the work tree, whatever its faults.
func (a *app) readLog(ctx context.Context) (*snapshot.Snapshot, *audit.Log, error) {
	w, err := a.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer w.close()
	if l, _, err := a.layout(w); err == nil {
		// Between a record and its registry a writer must not be looked at.
		// Where nothing can be locked, nothing can be written either.
		if unlock, err := w.store(l).Lock(ctx, lockWait); err == nil {
			defer func() { _ = unlock() }()
		}
	}
	s, _, err := a.load(w)
	if err != nil {
		return nil, nil, err
	}
	if s.Log != nil {
		return s, s.Log, nil
	}
	log, err := audit.Load(w.fsys, ledger.LogDir(s)) // switched off, and asked for all the same
	return s, log, err
}

func writeLog(out output, records []audit.Record, model string) error {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	if !out.options.Quiet {
		fmt.Fprintln(t, "TIME\tOP\tACTOR\tMODELS\tREASON\tRECORD")
	}
	for _, r := range records {
		models := modelsOf(r)
		if model != "" {
			models = model
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Time.UTC().Format(time.RFC3339), r.Op,
			report.Clean(r.Actor), report.Clean(models), report.Clean(r.Reason), short(r.Name))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	return writeText(out.w, b.String())
}

// modelsOf names up to three of a record's models, with what became of them.
func modelsOf(r audit.Record) string {
	var parts []string
	for i, c := range r.Changes {
		if i == 3 {
			parts = append(parts, fmt.Sprintf("and %d more", len(r.Changes)-i))
			break
		}
		parts = append(parts, sign(c)+c.ModelID)
	}
	return strings.Join(parts, " ")
}

// sign marks a change as added, removed or modified.
func sign(c audit.Change) string {
	switch {
	case c.Before == nil:
		return "+"
	case c.After == nil:
		return "-"
	}
	return "~"
}

func logJSON(records []audit.Record) []map[string]any {
	out := []map[string]any{}
	for _, r := range records {
		changes := []map[string]any{}
		for _, c := range r.Changes {
			changes = append(changes, map[string]any{"model_id": c.ModelID, "before": c.Before, "after": c.After})
		}
		sources := []map[string]string{}
		for _, s := range r.Sources {
			sources = append(sources, map[string]string{"path": s.Path, "blob": s.Blob, "commit": s.Commit})
		}
		out = append(out, map[string]any{
			"record": r.Name, "op": string(r.Op), "time": r.Time.UTC().Format(time.RFC3339Nano), "actor": r.Actor,
			"tool": r.Tool, "reason": r.Reason, "parents": list(r.Parents), "changes": changes, "sources": sources,
		})
	}
	return out
}
