package cli

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/version"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		RunE: func(*cobra.Command, []string) error {
			if err := a.formats("text", "json"); err != nil {
				return err
			}
			return a.result(func(out output) error {
				if a.flags.format == "json" {
					return writeJSON(out.w, map[string]string{
						"name": "modelgate", "version": version.String(), "commit": version.Commit(),
						"go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH,
					})
				}
				_, err := fmt.Fprintf(out.w, "modelgate %s\n", version.String())
				return err
			})
		},
	}
}

func (a *app) completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a completion script for bash, zsh, fish or powershell",
		Example: `  source <(modelgate completion bash)
  modelgate completion zsh > "${fpath[1]}/_modelgate"`,
		ValidArgs: shells,
		Args:      argCount(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.formats("text"); err != nil {
				return err
			}
			if err := oneOf("shell", args[0], shells); err != nil {
				return err
			}
			root := cmd.Root()
			return a.result(func(out output) error {
				switch args[0] {
				case "bash":
					return root.GenBashCompletionV2(out.w, true)
				case "zsh":
					return root.GenZshCompletion(out.w)
				case "fish":
					return root.GenFishCompletion(out.w, true)
				}
				return root.GenPowerShellCompletionWithDesc(out.w)
			})
		},
	}
}
