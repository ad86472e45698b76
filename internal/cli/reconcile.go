package cli

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func (a *app) reconcileCommand() *cobra.Command {
	var f writeFlags
	c := &cobra.Command{
		Use:   "reconcile",
		Short: "Link entries to their evaluations",
		Long: `Writes missing eval_refs and replaces ambiguous and stale ones by the full key
of the evaluation that is meant. What only a person can decide is listed and
left alone.`,
		Example: `  modelgate reconcile --dry-run
  modelgate reconcile`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.formats("text", "json"); err != nil {
				return err
			}
			linked, total := 0, 0
			d, err := a.perform(cmd.Context(), job{op: audit.Reconcile, needs: true, flags: f,
				compute: func(_ *workspace, s *snapshot.Snapshot, _ *config.Config) (edit.Result, error) {
					r, err := edit.Reconcile(s, a.Now())
					open := map[string]bool{}
					for _, u := range r.Undecided {
						open[u.ModelID] = true
					}
					for e := range s.Registry.All() {
						total++
						if !open[e.Subject()] {
							linked++
						}
					}
					return r, err
				}})
			if err != nil {
				return err
			}
			return a.tellDone(d, fmt.Sprintf("linked %d of %d entries", linked, total))
		},
	}
	f.add(c)
	return c
}

func (a *app) fmtCommand() *cobra.Command {
	var check bool
	var f writeFlags
	c := &cobra.Command{
		Use:   "fmt",
		Short: "Write the registry in canonical order and form",
		Long: `Sorts the models by id and each entry's fields in the order of BIP-035, with
two-space indent and LF. Numbers keep their spelling and nothing is lost. No
record is written: what the registry says stays the same.`,
		Example: `  modelgate fmt
  modelgate fmt --check   # exit 1 when the registry is not canonical`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.formats("text", "json"); err != nil {
				return err
			}
			f.dryRun = f.dryRun || check
			d, err := a.perform(cmd.Context(), job{needs: true, flags: f, compute: formatted})
			if err != nil {
				return err
			}
			if check {
				return a.tellCheck(d)
			}
			return a.tellFormatted(d)
		},
	}
	f.add(c)
	c.Flags().BoolVar(&check, "check", false, "write nothing; exit 1 when the registry is not canonical")
	return c
}

func formatted(_ *workspace, s *snapshot.Snapshot, _ *config.Config) (edit.Result, error) {
	var r edit.Result
	if out := registry.Canonical(s.Registry.Doc); !bytes.Equal(out, s.Registry.Doc.Src) {
		r.New = out
	}
	return r, nil
}
