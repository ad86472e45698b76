package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func (a *app) upsertCommand() *cobra.Command {
	var f writeFlags
	var sources []string
	c := &cobra.Command{
		Use:   "upsert FILE...",
		Short: "Add entries to the registry, or update those that are there",
		Long: `Adds the entries of the files, or replaces those registered under the same
id. created_at is kept, updated_at is set, and a record is written to the audit
log. An entry that breaks the schema or a rule is refused and nothing is
written; one that says what is registered already changes nothing.`,
		Example: `  modelgate upsert new-entry.json --source metrics/models/acme-one.json
  modelgate upsert new-entry.json --dry-run
  jq '.' entry.json | modelgate upsert -`,
		Args: atLeastOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := notEmpty(cmd, "reason"); err != nil {
				return err
			}
			return a.upsert(cmd.Context(), args, sources, f)
		},
	}
	f.add(c)
	c.Flags().StringVar(&f.reason, "reason", "", "why, for the audit log")
	c.Flags().StringArrayVar(&sources, "source", nil, "a source `path` to add to the entries' source_files (may be repeated)")
	return c
}

func (a *app) upsert(ctx context.Context, files, sources []string, f writeFlags) error {
	if err := a.formats("text", "json"); err != nil {
		return err
	}
	docs, faults, err := a.readProposals(files)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return a.refuse(ctx, gate.Proposal{Faults: faults, Config: config.Default()})
	}
	d, err := a.perform(ctx, job{op: audit.Upsert, flags: f,
		compute: func(w *workspace, s *snapshot.Snapshot, c *config.Config) (edit.Result, error) {
			u := edit.Upsert{Entries: entriesOf(docs), Sources: w.relSources(s, sources), Now: a.Now(), Provenance: w.provenance(ctx, s)}
			prepared := u.Prepare(s)
			if err := a.acceptable(ctx, s, c, prepared); err != nil {
				return edit.Result{}, err
			}
			return u.Plan(s, prepared)
		}})
	if err != nil {
		return err
	}
	return a.tellDone(d, "upserted")
}

func entriesOf(docs []*jsondoc.Document) []*registry.Entry {
	var out []*registry.Entry
	for _, doc := range docs {
		out = append(out, registry.NewFile(doc).Entries...)
	}
	return out
}

// acceptable refuses entries that break the schema or a rule, with all the
// findings, as `validate` tells them.
func (a *app) acceptable(ctx context.Context, s *snapshot.Snapshot, c *config.Config, entries []*registry.Entry) error {
	p := gate.Proposal{Repository: s, Config: c, FailOn: "error", Now: a.Now(), Replaces: true}
	for _, e := range entries {
		p.Docs = append(p.Docs, e.Doc)
	}
	judge, err := newJudge()
	if err != nil {
		return err
	}
	if run := judge.Validate(p); !run.Pass {
		return a.tellRefusal(ctx, run)
	}
	return nil
}

func (a *app) refuse(ctx context.Context, p gate.Proposal) error {
	p.FailOn, p.Now = "error", a.Now()
	judge, err := newJudge()
	if err != nil {
		return err
	}
	return a.tellRefusal(ctx, judge.Validate(p))
}

// tellRefusal says on stderr why nothing is written: stdout is for results.
func (a *app) tellRefusal(ctx context.Context, run report.Run) error {
	if a.flags.format == "json" {
		err := a.result(func(out output) error { return report.NewJSON(out.w).Report(ctx, run) })
		return errors.Join(err, errFindings)
	}
	err := report.NewText(a.Stderr, report.Options{}).Report(ctx, run)
	return errors.Join(err, errFindings)
}
