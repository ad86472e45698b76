package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/jsondoc"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// stdinName stands for standard input in findings.
const stdinName = "<stdin>"

func (a *app) validateCommand() *cobra.Command {
	var failOn string
	c := &cobra.Command{
		Use:   "validate FILE...",
		Short: "Validate entry files or whole registry files before proposing them",
		Long: `Validates files that hold one registry entry each, or a whole registry. When
the current folder belongs to a governed repository, evaluation references,
source files and duplicates are checked against it; an id that is registered
already is judged as its replacement.`,
		Example: `  modelgate validate new-entry.json
  modelgate validate registry/data/model_registry.json
  jq '.models[0]' registry.json | modelgate validate -`,
		Args: atLeastOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.validate(cmd.Context(), args, failOn)
		},
	}
	c.Flags().StringVar(&failOn, "fail-on", "error", "the least `severity` that fails: error, warning, note or never")
	return c
}

func (a *app) validate(ctx context.Context, files []string, failOn string) error {
	if err := a.formats(validateFormats()...); err != nil {
		return err
	}
	if err := oneOf("fail-on", failOn, gate.FailOns()); err != nil {
		return err
	}
	docs, faults, err := a.readProposals(files)
	if err != nil {
		return err
	}
	w, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer w.close()
	s, c, err := a.surroundings(w)
	if err != nil {
		return err
	}
	judge, err := newJudge()
	if err != nil {
		return err
	}
	run := judge.Validate(gate.Proposal{
		Docs: docs, Faults: faults, Repository: s, Config: c, FailOn: failOn, Now: a.Now(),
	})
	return a.tell(ctx, run)
}

// surroundings loads the repository around the proposal; nil when there is
// none or it holds nothing governed.
func (a *app) surroundings(w *workspace) (*snapshot.Snapshot, *config.Config, error) {
	s, c, err := a.load(w)
	if errors.Is(err, snapshot.ErrNotGoverned) && a.flags.root == "" {
		a.say("no registry around here: references, source files and duplicates are not checked")
		c, err = a.localConfig(w)
		return nil, c, err
	}
	return s, c, err
}

// readProposals reads and parses the files. Text that is no JSON is a finding;
// a file that can't be read is an error.
func (a *app) readProposals(files []string) ([]*jsondoc.Document, []diag.Finding, error) {
	var docs []*jsondoc.Document
	var faults []diag.Finding
	for _, name := range slices.Compact(slices.Clone(files)) {
		src, err := a.readInput(name)
		if err != nil {
			return nil, nil, err
		}
		shown := filepath.ToSlash(name)
		if name == "-" {
			shown = stdinName
		}
		doc, bad := jsondoc.Parse(shown, src, jsondoc.DefaultLimits())
		faults = append(faults, bad...)
		if len(bad) > 0 {
			continue
		}
		if !gate.IsProposal(doc) {
			return nil, nil, usagef("%s is neither a registry entry nor a registry: it has no %q and no %q", shown, "model_id", "models")
		}
		docs = append(docs, doc)
	}
	return docs, faults, nil
}

// readInput reads a file of the command line, or standard input for "-".
func (a *app) readInput(name string) ([]byte, error) {
	limit := jsondoc.DefaultLimits().Bytes
	r := a.Stdin
	if name != "-" {
		f, err := os.Open(a.path(name))
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, unwrapPath(err))
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return nil, fmt.Errorf("read %s: is a folder, not a file", name)
		}
		r = f
	}
	src, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, unwrapPath(err))
	}
	return src, nil
}
