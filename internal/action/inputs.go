package action

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/sethvargo/go-githubactions"
)

// ErrInput is an input that is unknown or has a wrong value (exit 4).
var ErrInput = errors.New("wrong input")

// Inputs are the Action's inputs, as action.yml describes them.
type Inputs struct {
	Mode        string // auto, check or drift
	Path        string // checkout's path:, below the workspace
	Root        string
	Config      string
	Scope       string // "" : by the event
	FailOn      string
	Annotations bool
	ReportFile  string // below the workspace; "" : none
}

// names lists the inputs; "args" and "entrypoint" are GitHub's own for Docker
// actions.
func names() []string {
	return []string{
		"mode", "path", "root", "config", "scope", "fail-on", "annotations", "report-file",
		"args", "entrypoint",
	}
}

// readInputs reads INPUT_* variables. The runner passes unknown ones on with a
// mere warning, so a misspelt "scop" would silently do nothing.
func readInputs(env Env) (Inputs, error) {
	if err := refuseUnknown(env.Environ()); err != nil {
		return Inputs{}, err
	}
	a := githubactions.New(githubactions.WithGetenv(env.Getenv))
	in := Inputs{
		Mode: or(a.GetInput("mode"), "auto"), Path: or(a.GetInput("path"), "."),
		Root: a.GetInput("root"), Config: a.GetInput("config"), Scope: a.GetInput("scope"),
		FailOn: or(a.GetInput("fail-on"), "error"), ReportFile: a.GetInput("report-file"),
	}
	var err error
	in.Annotations, err = boolean("annotations", or(a.GetInput("annotations"), "true"))
	return in, errors.Join(err,
		oneOf("mode", in.Mode, "auto", "check"),
		oneOf("scope", or(in.Scope, "all"), "new", "changed", "all"),
		oneOf("fail-on", in.FailOn, "error", "warning", "note", "never"),
		local("path", in.Path), local("report-file", or(in.ReportFile, ".")),
	)
}

func refuseUnknown(environ []string) error {
	for _, kv := range environ {
		name, ok := strings.CutPrefix(kv, "INPUT_")
		if !ok {
			continue
		}
		name, _, _ = strings.Cut(name, "=")
		name = strings.ToLower(name)
		if !slices.Contains(names(), name) {
			return fmt.Errorf("%w: unknown input %q%s", ErrInput, name, suggest(name, names()))
		}
	}
	return nil
}

func suggest(got string, words []string) string {
	best, distance := "", max(2, len(got)/3)+1
	for _, w := range words {
		if d := levenshtein.ComputeDistance(got, w); d < distance {
			best, distance = w, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

func oneOf(name, got string, words ...string) error {
	if slices.Contains(words, got) {
		return nil
	}
	return fmt.Errorf("%w: %s is %q, want one of %s%s", ErrInput, name, got, strings.Join(words, ", "), suggest(got, words))
}

func boolean(name, got string) (bool, error) {
	switch strings.ToLower(got) {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, fmt.Errorf("%w: %s is %q, want true or false", ErrInput, name, got)
}

func local(name, p string) error {
	if filepath.IsLocal(filepath.FromSlash(p)) {
		return nil
	}
	return fmt.Errorf("%w: %s is %q, want a path below the workspace", ErrInput, name, p)
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
