// Package runnertest reads output as GitHub's runner does, so that tests see
// which workflow commands it would carry out. The rules are those of the
// runner's ActionCommand.cs, ActionCommandManager.cs and OutputManager.cs.
package runnertest

import (
	"slices"
	"strings"
)

// A Command is a workflow command found in output. Names are as written: the
// runner compares them without regard to case.
type Command struct {
	Name       string
	Properties map[string]string
	Data       string
	Legacy     bool // written as ##[name]
}

// registered is what the runner obeys. Parse reports other names too, which
// are text to today's runner and may be commands to tomorrow's.
func registered() []string {
	return []string{
		"add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group",
		"internal-set-repo-path", "notice", "remove-matcher", "save-state", "set-env",
		"set-output", "stop-commands", "warning",
	}
}

// Parse returns the commands in output, in order. Between stop-commands and
// its token, only the token is one.
func Parse(output []byte) []Command {
	var all []Command
	stopped, token := false, ""
	for _, line := range lines(string(output)) {
		for _, c := range parseLine(line) {
			if stopped && !(token != "" && strings.EqualFold(c.Name, token)) {
				continue
			}
			all = append(all, c)
			switch {
			case stopped:
				stopped, token = false, ""
			case strings.EqualFold(c.Name, "stop-commands"):
				stopped, token = true, c.Data
			}
		}
	}
	return all
}

// lines ends a line at LF, CRLF and a lone CR, as .NET's readers do.
func lines(s string) []string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Split(strings.ReplaceAll(s, "\r", "\n"), "\n")
}

// parseLine returns the command of a line. A line whose "::name::" is unknown
// to the runner is searched for the legacy form too.
func parseLine(line string) []Command {
	var found []Command
	if c, ok := parseV2(line); ok {
		found = append(found, c)
		known := func(name string) bool { return strings.EqualFold(name, c.Name) }
		if slices.ContainsFunc(registered(), known) {
			return found
		}
	}
	if c, ok := parseLegacy(line); ok {
		found = append(found, c)
	}
	return found
}
