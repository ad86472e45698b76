package cli

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cmmv-hive/modelgate/internal/nearest"
)

// Main runs one command and returns the process's exit code.
func Main(ctx context.Context, env Env, args []string) (code int) {
	defer func() {
		// A crash is a failure to check, and never a page of stack.
		if r := recover(); r != nil {
			talk(env.Stderr, fmt.Sprintf("internal error: %v; please report it", r))
			if env.Getenv("MODELGATE_DEBUG") != "" {
				fmt.Fprintf(env.Stderr, "%s\n", debug.Stack())
			}
			code = exitFailure
		}
	}()
	root := newRoot(&app{Env: env})
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	printError(env, err)
	return exitCode(err)
}

// app is the state shared by all commands of one process.
type app struct {
	Env
	flags globalFlags
}

type globalFlags struct {
	repo, root, config, format, output string
	noColor, quiet, verbose            bool
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "modelgate",
		Short: "Keeps a model registry in a git repository honest",
		Long: `modelgate validates a model registry that lives in a git repository and
guards it in pull requests: schema, governance roles, duplicates, evaluation
references, lifecycle, and the specifications page that automation must not
edit.

Exit codes: 0 checked and fine, 1 checked with findings, 3 could not check,
4 wrong usage or configuration.`,
		Example: `  modelgate check                          # the work tree
  modelgate check --base origin/main       # what a pull request is judged by
  modelgate validate new-entry.json        # before proposing an entry
  modelgate explain general-too-small      # why a rule exists, and how to repair`,
		SilenceErrors: true, SilenceUsage: true,
		Args:              rejectUnknown,
		PersistentPreRunE: func(*cobra.Command, []string) error { return a.checkOutput() },
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	root.SetIn(a.Stdin)
	root.SetFlagErrorFunc(flagError)
	a.addGlobalFlags(root.PersistentFlags())
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Hidden: true, Use: "no-help"})
	for _, c := range a.commands() {
		if c.Args == nil {
			c.Args = noArgs
		}
		root.AddCommand(c)
	}
	return root
}

// commands lists the sub-commands, in the order of the help.
func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		a.checkCommand(), a.validateCommand(), a.listCommand(), a.showCommand(),
		a.diffCommand(), a.upsertCommand(), a.setStatusCommand(), a.removeCommand(),
		a.importCommand(), a.reconcileCommand(), a.exportCommand(), a.driftCommand(),
		a.fmtCommand(), a.migrateCommand(),
		a.auditCommand(), a.resolveCommand(),
		a.keygenCommand(), a.signCommand(), a.verifyCommand(), a.baselineCommand(),
		a.rulesCommand(), a.explainCommand(), a.doctorCommand(), a.initCommand(),
		a.actionCommand(), a.versionCommand(), a.completionCommand(),
	}
}

func (a *app) addGlobalFlags(f *pflag.FlagSet) {
	f.StringVar(&a.flags.repo, "repo", "", "`folder` to work on (default: the enclosing git work tree, else the current folder)")
	f.StringVar(&a.flags.root, "root", "", "`folder` of the registry inside the repository (default: from the config, else detected)")
	f.StringVar(&a.flags.config, "config", "", "config `file` (default: .modelgate.yaml; one inside the repository is read from the base)")
	f.StringVar(&a.flags.format, "format", "text", "output `format`")
	f.StringVar(&a.flags.output, "output", "", "write the result to `file` instead of the terminal")
	f.BoolVar(&a.flags.noColor, "no-color", false, "no colours (also: NO_COLOR in the environment)")
	f.BoolVarP(&a.flags.quiet, "quiet", "q", false, "print only what matters for the verdict")
	f.BoolVarP(&a.flags.verbose, "verbose", "v", false, "print also what did not change")
}

func flagError(cmd *cobra.Command, err error) error {
	msg := err.Error()
	name, ok := strings.CutPrefix(msg, "unknown flag: --")
	if !ok {
		return usagef("%s; see `%s --help`", msg, cmd.CommandPath())
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return usagef("unknown flag --%s%s", name, nearest.Hint("--"+name, names))
}

// rejectUnknown refuses a word that is no sub-command.
func rejectUnknown(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return usagef("unknown command %q%s", args[0], nearest.Hint(args[0], names))
}

func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no arguments, got %q; see `%s --help`", cmd.Name(), args[0], cmd.CommandPath())
	}
	return nil
}
