package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/cobra"
)

// didYouMean returns "; did you mean X?" for the nearest word, or a list of
// the words when none is near, or "".
func didYouMean(prefix, got string, words []string) string {
	best, distance := "", max(2, len(got)/3)+1
	for _, w := range words {
		if d := levenshtein.ComputeDistance(strings.ToLower(got), strings.ToLower(w)); d < distance {
			best, distance = w, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", prefix+best)
}

// oneOf checks that a flag's value is one of the allowed words.
func oneOf(flag, got string, words []string) error {
	if slices.Contains(words, got) {
		return nil
	}
	if hint := didYouMean("", got, words); hint != "" {
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
