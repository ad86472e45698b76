package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cmmv-hive/modelgate/internal/nearest"
)

// oneOf checks that a flag's value is one of the allowed words.
func oneOf(flag, got string, words []string) error {
	if slices.Contains(words, got) {
		return nil
	}
	if hint := nearest.Hint(got, words); hint != "" {
		return usagef("--%s is %q, want one of %s%s", flag, got, strings.Join(words, ", "), hint)
	}
	return usagef("--%s is %q, want one of %s", flag, got, strings.Join(words, ", "))
}

// argCount makes an argument check for exactly n arguments, named in usage.
func argCount(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usagef("%s takes %d argument(s), got %d; see `%s --help`", cmd.Name(), n, len(args), cmd.CommandPath())
		}
		return nil
	}
}

func atLeastOne(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef("%s needs at least one file (`-` is standard input); see `%s --help`", cmd.Name(), cmd.CommandPath())
	}
	return nil
}
