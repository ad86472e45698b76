package cli

import (
	"context"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/audit"
	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/importer"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

func (a *app) importCommand() *cobra.Command {
	var keepRoles bool
	var f writeFlags
	c := &cobra.Command{
		Use:   "import [PATH...]",
		Short: "Make registry entries from metrics files",
		Long: `Reads metrics/models/*.json and the evaluations, derives an entry for each
model and adds those that are missing. What is registered already is never
overwritten; only gaps are filled. A second import changes nothing.

A model evaluated as general whose size does not allow it becomes a
specialist, with a finding that says so; --keep-roles keeps the role.`,
		Example: `  modelgate import --dry-run
  modelgate import
  modelgate import metrics/models/acme-one.json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.importModels(cmd.Context(), args, keepRoles, f)
		},
	}
	c.Flags().BoolVar(&keepRoles, "keep-roles", false, "keep the role of a general that is too small")
	f.add(c)
	return c
}

func (a *app) importModels(ctx context.Context, paths []string, keepRoles bool, f writeFlags) error {
	if err := a.formats("text", "json"); err != nil {
		return err
	}
	var res importer.Result
	d, err := a.perform(ctx, job{op: audit.Import, flags: f,
		compute: func(w *workspace, s *snapshot.Snapshot, c *config.Config) (edit.Result, error) {
			only, err := a.treePaths(w, s, paths)
			if err != nil {
				return edit.Result{}, err
			}
			res, err = importer.Import(s, importer.Options{
				KeepRoles: keepRoles, Only: only, Policy: c.Policy, Now: a.Now(), AddedAt: w.addedAt(ctx),
			})
			return importResult(s, res), err
		}})
	if err != nil {
		return err
	}
	a.tellNotices(d)
	res.Plan = d.whole()
	return a.result(func(out output) error { return a.tellImport(ctx, out, res, f.dryRun) })
}

// importResult is an import as any other operation: the registry's new bytes,
// and the metrics files it was made from.
func importResult(s *snapshot.Snapshot, res importer.Result) edit.Result {
	r := edit.Result{Added: res.Added, Updated: res.Updated, Unchanged: res.Unchanged}
	for _, e := range res.Plan {
		r.New = e.New
	}
	for _, m := range s.Metrics {
		if slices.Contains(res.Added, m.ID) || slices.Contains(res.Updated, m.ID) {
			r.Sources = append(r.Sources, m.Path)
		}
	}
	return r
}

// treePaths turns paths of the command line into paths below the root. They
// may be given from the current folder, the repository's top or the root.
func (a *app) treePaths(w *workspace, s *snapshot.Snapshot, paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		rel, ok := metricPath(s, path.Clean(filepath.ToSlash(p)))
		if !ok {
			if tree, inside := w.inTree(a.path(p)); inside {
				rel, ok = metricPath(s, tree)
			}
		}
		if !ok {
			return nil, usagef("%s is no metrics file of this repository (they stand in %s)", p, s.Layout.Path(s.Layout.Paths.Metrics))
		}
		out = append(out, rel)
	}
	return out, nil
}

func metricPath(s *snapshot.Snapshot, name string) (string, bool) {
	for _, m := range s.Metrics {
		if name == m.Path || name == s.Layout.Path(m.Path) {
			return m.Path, true
		}
	}
	return "", false
}

// addedAt says when git first saw a file, where that can be known.
func (w *workspace) addedAt(ctx context.Context) func(string) (time.Time, bool) {
	return func(name string) (time.Time, bool) {
		if w.repo == nil || w.repo.IsShallow() {
			return time.Time{}, false
		}
		head, err := w.repo.Resolve(ctx, "HEAD")
		if err != nil {
			return time.Time{}, false
		}
		t, err := w.repo.FirstAdded(ctx, head, name)
		return t, err == nil && !t.IsZero()
	}
}

func (a *app) tellImport(ctx context.Context, out output, res importer.Result, dryRun bool) error {
	if a.flags.format == "json" {
		return writeJSON(out.w, importJSON(res, dryRun))
	}
	var b strings.Builder
	if dryRun {
		b.WriteString(res.Plan.Diff())
	}
	b.WriteString(importText(res, dryRun))
	return writeText(out.w, b.String())
}
