package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/check"
	"github.com/cmmv-hive/modelgate/internal/importer"
	"github.com/cmmv-hive/modelgate/internal/nearest"
	"github.com/cmmv-hive/modelgate/internal/rules"
)

func (a *app) rulesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "rules",
		Short: "List all rules",
		Example: `  modelgate rules
  modelgate rules --format json
  modelgate rules --format markdown > RULES.md`,
		RunE: func(*cobra.Command, []string) error {
			if err := a.formats("text", "json", "markdown"); err != nil {
				return err
			}
			return a.result(func(out output) error {
				switch a.flags.format {
				case "json":
					return writeJSON(out.w, map[string]any{"schema_version": "1", "rules": describeAll()})
				case "markdown":
					_, err := io.WriteString(out.w, rules.Markdown(rules.All()))
					return err
				}
				return writeRules(out.w)
			})
		},
	}
}

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "explain RULE",
		Short:   "Explain a rule: why, examples, how to repair and configure",
		Example: `  modelgate explain eval-ref-unknown`,
		Args:    argCount(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return explainableNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := a.formats("text", "json"); err != nil {
				return err
			}
			r := explainable(args[0])
			if r == nil {
				return usagef("unknown rule %q%s", args[0], nearest.Hint(args[0], explainableNames()))
			}
			return a.result(func(out output) error {
				if a.flags.format == "json" {
					return writeJSON(out.w, describe(r))
				}
				return writeRule(out.w, r)
			})
		},
	}
}

// explainable finds a rule of the check or of the import; nil for neither.
func explainable(name string) *check.Rule {
	if r := rules.Find(name); r != nil {
		return r
	}
	for _, r := range importer.Rules() {
		if r.Name == name {
			r.Fixed, r.Configure = true, "`modelgate import` alone reports it."
			return &check.Rule{Rule: r}
		}
	}
	return nil
}

func explainableNames() []string {
	names := rules.Names()
	for _, r := range importer.Rules() {
		names = append(names, r.Name)
	}
	return names
}

// A description is a rule as JSON.
type description struct {
	Name      string `json:"name"`
	Group     string `json:"group"`
	Severity  string `json:"severity"`
	NeedsBase bool   `json:"needs_base"`
	Fixed     bool   `json:"cannot_be_switched_off"`
	Summary   string `json:"summary"`
	Why       string `json:"why"`
	Repair    string `json:"repair"`
	Configure string `json:"configure,omitempty"`
	Bad       string `json:"bad"`
	Good      string `json:"good"`
}

func describe(r *check.Rule) description {
	return description{
		Name: r.Name, Group: r.Group, Severity: r.Severity.String(), NeedsBase: r.NeedsBase,
		Fixed: r.Fixed, Summary: r.Summary, Why: flow(r.Why), Repair: flow(r.Repair),
		Configure: flow(r.Configure), Bad: r.Bad, Good: r.Good,
	}
}

func describeAll() []description {
	var out []description
	for _, r := range rules.All() {
		out = append(out, describe(r))
	}
	return out
}

// flow joins the lines that a paragraph is written in.
func flow(s string) string {
	paragraphs := strings.Split(strings.TrimSpace(s), "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.Join(strings.Fields(p), " ")
	}
	return strings.Join(paragraphs, "\n\n")
}

func writeRules(w io.Writer) error {
	group := ""
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range rules.All() {
		if r.Group != group {
			group = r.Group
			fmt.Fprintf(t, "%s\n", group)
		}
		note := ""
		if r.NeedsBase {
			note = " (with a base)"
		}
		fmt.Fprintf(t, "  %s\t%s\t%s%s\n", r.Name, r.Severity, r.Summary, note)
	}
	return t.Flush()
}

func writeRule(w io.Writer, r *check.Rule) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s [%s]\n%s.\n", r.Name, r.Severity, r.Summary)
	if r.NeedsBase {
		b.WriteString("It speaks only where there is a base to compare with.\n")
	}
	section := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&b, "\n%s\n%s\n", title, indent(text))
		}
	}
	section("Why", strings.TrimSpace(r.Why))
	section("Bad", strings.TrimSpace(r.Bad))
	section("Good", strings.TrimSpace(r.Good))
	section("Repair", strings.TrimSpace(r.Repair))
	section("Configure", configureText(r))
	_, err := io.WriteString(w, b.String())
	return err
}

func configureText(r *check.Rule) string {
	text := strings.TrimSpace(r.Configure)
	if r.Fixed {
		return strings.TrimSpace(text + "\nThis rule can't be switched off.")
	}
	return strings.TrimSpace(text + fmt.Sprintf("\nrules: {%s: off}    # in .modelgate.yaml: off, note, warning or error", r.Name))
}

func indent(s string) string {
	return "  " + strings.ReplaceAll(s, "\n", "\n  ")
}
