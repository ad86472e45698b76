package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/config"
	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/registry"
	"github.com/cmmv-hive/modelgate/internal/report"
	"github.com/cmmv-hive/modelgate/internal/snapshot"
)

// listFlags select entries; an empty one selects all.
type listFlags struct {
	role, status, provider, sizeClass, capability, schemaVersion string
	unsafe                                                       bool
}

func (a *app) listCommand() *cobra.Command {
	var f listFlags
	c := &cobra.Command{
		Use:   "list",
		Short: "List the registered models",
		Long: `Lists registered models, one a line, filtered by their fields.

Asking for the generals is refused while any general breaks the role policy,
because the answer decides who may vote; --unsafe answers all the same.`,
		Example: `  modelgate list --role general
  modelgate list --provider openai --status active
  modelgate list --format json | jq -r '.models[].model_id'`,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.list(cmd.Context(), f) },
	}
	c.Flags().StringVar(&f.role, "role", "", "general, specialist or experimental")
	c.Flags().StringVar(&f.status, "status", "", "active, deprecated or archived")
	c.Flags().StringVar(&f.provider, "provider", "", "a provider's `name` or slug")
	c.Flags().StringVar(&f.sizeClass, "size-class", "", "nano, mini, small, medium, large, xl or xxl")
	c.Flags().StringVar(&f.capability, "capability", "", "a `capability` the model has")
	c.Flags().StringVar(&f.schemaVersion, "schema-version", "", "a schema `version`: 1.0 or 1.1")
	c.Flags().BoolVar(&f.unsafe, "unsafe", false, "list generals although the role policy is broken")
	return c
}

func (f listFlags) check() error {
	words := []struct {
		flag, got string
		allowed   []string
	}{
		{"role", f.role, []string{"general", "specialist", "experimental"}},
		{"status", f.status, []string{"active", "deprecated", "archived"}},
		{"size-class", f.sizeClass, []string{"nano", "mini", "small", "medium", "large", "xl", "xxl"}},
	}
	for _, w := range words {
		if w.got == "" {
			continue
		}
		if err := oneOf(w.flag, w.got, w.allowed); err != nil {
			return err
		}
	}
	return nil
}

func (f listFlags) selects(e *registry.Entry) bool {
	is := func(want, got string) bool { return want == "" || want == got }
	return is(f.role, string(e.Role)) && is(f.status, string(e.Status)) &&
		is(f.sizeClass, string(e.SizeClass)) && is(f.schemaVersion, e.SchemaVersion) &&
		(f.provider == "" || registry.ProviderSlug(f.provider) == registry.ProviderSlug(e.Provider)) &&
		(f.capability == "" || slices.Contains(e.Capabilities, f.capability))
}

func (a *app) list(ctx context.Context, f listFlags) error {
	if err := a.formats("text", "json"); err != nil {
		return err
	}
	if err := f.check(); err != nil {
		return err
	}
	s, c, err := a.readRegistry(ctx)
	if err != nil {
		return err
	}
	if f.role == string(registry.General) && !f.unsafe {
		if err := a.trustGenerals(s, c); err != nil {
			return err
		}
	}
	var chosen []*registry.Entry
	for e := range s.Registry.All() {
		if f.selects(e) {
			chosen = append(chosen, e)
		}
	}
	return a.result(func(out output) error {
		if a.flags.format == "json" {
			return writeModels(out.w, chosen)
		}
		return writeTable(out, chosen)
	})
}

// readRegistry loads the registry of the work tree. One that can't be read is
// told by its findings.
func (a *app) readRegistry(ctx context.Context) (*snapshot.Snapshot, *config.Config, error) {
	w, err := a.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer w.close()
	s, c, err := a.load(w)
	if err != nil {
		return nil, nil, err
	}
	if err := refuseAbsent(s); err != nil {
		return nil, nil, err
	}
	if s.RegistryState == snapshot.Broken {
		for _, f := range s.Faults {
			a.tellAlways("%s", line(f))
		}
		return nil, nil, errFindings
	}
	return s, c, nil
}

// line is a finding in one line of talk.
func line(f diag.Finding) string {
	at := f.Place.File
	if f.Place.Start.IsKnown() {
		at = fmt.Sprintf("%s:%d:%d", at, f.Place.Start.Line, f.Place.Start.Column)
	}
	return report.Clean(fmt.Sprintf("%s: %s: %s [%s]", at, f.Severity, f.Message, f.Rule))
}

func writeTable(out output, entries []*registry.Entry) error {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	if !out.options.Quiet {
		fmt.Fprintln(t, "MODEL\tROLE\tSIZE\tSTATUS\tPROVIDER\tNAME")
	}
	for _, e := range entries {
		row := []string{e.ModelID, string(e.Role), string(e.SizeClass), string(e.Status), e.Provider, e.DisplayName}
		for i := range row {
			row[i] = report.Clean(row[i])
		}
		fmt.Fprintln(t, strings.Join(row, "\t"))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	return writeText(out.w, b.String())
}
