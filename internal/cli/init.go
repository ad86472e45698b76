package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/plan"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
	"github.com/cmmv-hive/modelgate/internal/store"
	"github.com/cmmv-hive/modelgate/internal/workflows"
	"github.com/cmmv-hive/modelgate/schemas"
)

func (a *app) initCommand() *cobra.Command {
	var dryRun bool
	c := &cobra.Command{
		Use:   "init",
		Short: "Write a commented config, the schemas for editors and two workflows",
		Long: `Writes .modelgate.yaml with every setting commented, the JSON Schemas below
registry/schemas for editors, and two workflows: the pull request check and the
scheduled drift watch. A file that is there already is left alone.`,
		Example: `  modelgate init --dry-run
  modelgate init`,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.init(cmd.Context(), dryRun) },
	}
	c.Flags().BoolVar(&dryRun, "dry-run", false, "show the files and write nothing")
	return c
}

func (a *app) init(ctx context.Context, dryRun bool) error {
	if err := a.formats("text"); err != nil {
		return err
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.close()
	c, err := a.localConfig(w)
	if err != nil {
		return err
	}
	p, kept, err := initPlan(w.fsys, a.initRoot(w, c))
	if err != nil {
		return err
	}
	if !dryRun {
		allowed := map[string]bool{}
		for _, e := range p {
			allowed[e.Path] = true
		}
		if err := store.New(w.root, func(name string) bool { return allowed[name] }).Apply(p); err != nil {
			return err
		}
	}
	return a.result(func(out output) error {
		var b strings.Builder
		if dryRun {
			b.WriteString(p.Diff())
		}
		for _, e := range p {
			fmt.Fprintf(&b, "%s %s\n", map[bool]string{true: "would write", false: "wrote"}[dryRun], report.Clean(e.Path))
		}
		for _, name := range kept {
			fmt.Fprintf(&b, "left %s alone: it is there already\n", report.Clean(name))
		}
		return writeText(out.w, b.String())
	})
}

// initRoot is where the registry stands or would stand.
func (a *app) initRoot(w *workspace, c *config.Config) string {
	if a.flags.root != "" {
		return cleanRoot(a.flags.root)
	}
	if c.Root != "" {
		return c.Root
	}
	root, err := snapshot.DetectRoot(w.fsys, c.Paths)
	if err != nil {
		return "."
	}
	return root
}

func initPlan(fsys fs.FS, root string) (p plan.Plan, kept []string, err error) {
	add := func(name string, content []byte) error {
		_, err := fs.Lstat(fsys, name)
		switch {
		case err == nil:
			kept = append(kept, name)
		case errors.Is(err, fs.ErrNotExist):
			p = append(p, plan.Edit{Path: name, New: content, Why: "init"})
			err = nil
		}
		return err
	}
	files, err := initFiles(root)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range files {
		if err := add(f.name, f.content); err != nil {
			return nil, nil, err
		}
	}
	return p, kept, nil
}

type initFile struct {
	name    string
	content []byte
}

func initFiles(root string) ([]initFile, error) {
	files := []initFile{
		{gate.DefaultConfig, []byte(config.Template())},
		{".github/workflows/modelgate.yml", []byte(workflows.PullRequest)},
		{".github/workflows/modelgate-drift.yml", []byte(workflows.Drift)},
	}
	names, err := fs.Glob(schemas.Files, "*.json")
	if err != nil {
		return nil, err
	}
	layout := snapshot.Layout{Root: root}
	for _, name := range names {
		content, err := schemas.Files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, initFile{layout.Path("registry/schemas/" + name), content})
	}
	return files, nil
}
