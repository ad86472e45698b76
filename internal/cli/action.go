package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/action"
)

func (a *app) actionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "action",
		Short: "Run as a GitHub Action (reads INPUT_* and GITHUB_*)",
		Long: `The entry point of the container. Inputs come from INPUT_* and the event from
GITHUB_*, as GitHub's runner sets them; results go to annotations, the step
summary and the outputs. It takes no flags.`,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.action(cmd.Context()) },
	}
}

func (a *app) action(ctx context.Context) error {
	judge, err := newJudge()
	if err != nil {
		return err
	}
	pass, err := action.Run(ctx, action.Env{
		Getenv: a.Getenv, Environ: a.Environ, Stdout: a.Stdout, Now: a.Now, Judge: judge,
	})
	if err == nil && !pass {
		return errFindings
	}
	return err
}
