package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/views"
)

func (a *app) exportCommand() *cobra.Command {
	var f writeFlags
	var names []string
	var check bool
	c := &cobra.Command{
		Use:   "export",
		Short: "Write the registry into the files that older tools read",
		Long: `Brings the legacy views up to date: the key "registry" inside
metrics/models_index.json, every other byte of which stays, and own files below
metrics/views. A file or key that modelgate did not make is never overwritten.
Without --view every view the repository has room for is written.`,
		Example: `  modelgate export --dry-run
  modelgate export --view generals
  modelgate export --check   # exit 1 when a view is stale`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.formats("text", "json"); err != nil {
				return err
			}
			for _, n := range names {
				if err := oneOf("view", n, views.Names()); err != nil {
					return err
				}
			}
			f.dryRun = f.dryRun || check
			d, err := a.perform(cmd.Context(), job{needs: true, flags: f, compute: nothing,
				more: func(_ *workspace, s *snapshot.Snapshot) (plan.Plan, error) {
					if err := usable(s); err != nil {
						return nil, err
					}
					wanted := names
					if len(wanted) == 0 {
						wanted = views.Exportable(s)
						if check {
							wanted = views.Existing(s)
						}
					}
					p, err := views.Plan(s, slices.Compact(slices.Sorted(slices.Values(wanted)))...)
					if err != nil {
						err = refusal{err} // a file that is not ours, or that can't be read
					}
					return p, err
				}})
			if err != nil {
				return err
			}
			if check {
				return a.tellCheck(d)
			}
			return a.tellFiles(d, "exported", upToDate)
		},
	}
	f.add(c)
	c.Flags().StringArrayVar(&names, "view", nil, "a view's `name`: models-index, generals, by-provider or legacy-models (may be repeated)")
	c.Flags().BoolVar(&check, "check", false, "write nothing; exit 1 when a view that is there is stale")
	return c
}

// nothing leaves the registry as it is.
func nothing(*workspace, *snapshot.Snapshot, *config.Config) (edit.Result, error) {
	return edit.Result{}, nil
}

func (a *app) migrateCommand() *cobra.Command {
	var f writeFlags
	var to string
	c := &cobra.Command{
		Use:   "migrate --to VERSION",
		Short: "Move the registry to another schema version, without loss",
		Long: `Rewrites every entry for schema version 1.1 or 1.0. What 1.0 has no property
for is kept under "x_modelgate_1_1" and comes back when going up again. A
property of 1.0 that only happens to have a name of 1.1, such as "aliases", is
"x_modelgate_1_0_aliases" there and gets its name back when going down.`,
		Example: `  modelgate migrate --to 1.1 --dry-run
  modelgate migrate --to 1.1`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.formats("text", "json"); err != nil {
				return err
			}
			if to == "" {
				return usagef("migrate needs --to 1.1 or --to 1.0")
			}
			if err := oneOf("to", to, registry.Versions()); err != nil {
				return err
			}
			d, err := a.perform(cmd.Context(), job{op: audit.Migrate, needs: true, flags: f,
				compute: func(_ *workspace, s *snapshot.Snapshot, _ *config.Config) (edit.Result, error) {
					r, err := edit.Migrate(s, to)
					if err != nil {
						err = refusal{err} // each entry that can't be converted, by name
					}
					return r, err
				}})
			if err != nil {
				return err
			}
			return a.tellDone(d, "migrated to "+to)
		},
	}
	f.add(c)
	c.Flags().StringVar(&to, "to", "", "the schema `version`: 1.1 or 1.0")
	return c
}
