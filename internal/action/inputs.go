package action

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sethvargo/go-githubactions"

	"github.com/cmmv-hive/modelgate/internal/nearest"
)

// ErrInput is an input that is unknown or has a wrong value (exit 4).
var ErrInput = errors.New("wrong input")

// Inputs are the Action's inputs, as action.yml describes them.
type Inputs struct {
	Mode        string // auto, check, drift or comment
	Path        string // checkout's path:, below the workspace
	Root        string
	Config      string
	Scope       string // "" : by the event
	FailOn      string
	Comment     string // none, summary or review
	CommentKey  string
	Annotations bool
	SARIFFile   string // below the workspace, as the others; "" : none
	ReportFile  string
	HTMLFile    string
	DriftIssue  bool
	DriftKey    string
	Token       string
}

// names lists the inputs; "args" and "entrypoint" are GitHub's own for Docker
// actions.
func names() []string {
	return []string{
		"mode", "path", "root", "config", "scope", "fail-on", "comment", "comment-key",
		"annotations", "sarif-file", "report-file", "html-file", "drift-issue", "drift-key",
		"token", "args", "entrypoint",
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
		FailOn: or(a.GetInput("fail-on"), "error"), Comment: or(a.GetInput("comment"), "none"),
		CommentKey: a.GetInput("comment-key"), SARIFFile: a.GetInput("sarif-file"),
		ReportFile: a.GetInput("report-file"), HTMLFile: a.GetInput("html-file"),
		DriftKey: a.GetInput("drift-key"), Token: a.GetInput("token"),
	}
	in.Path = path.Clean(in.Path)
	if in.Root != "" {
		in.Root = path.Clean(in.Root)
	}
	var errAnnotations, errIssue error
	in.Annotations, errAnnotations = boolean("annotations", or(a.GetInput("annotations"), "true"))
	in.DriftIssue, errIssue = boolean("drift-issue", or(a.GetInput("drift-issue"), "false"))
	return in, errors.Join(errAnnotations, errIssue,
		oneOf("mode", in.Mode, "auto", "check", "drift", "comment"),
		oneOf("scope", or(in.Scope, "all"), "new", "changed", "all"),
		oneOf("fail-on", in.FailOn, "error", "warning", "note", "never"),
		oneOf("comment", in.Comment, "none", "summary", "review"),
		local("path", in.Path), local("report-file", or(in.ReportFile, ".")),
		local("sarif-file", or(in.SARIFFile, ".")), local("html-file", or(in.HTMLFile, ".")),
		local("config", or(in.Config, ".")), local("root", or(in.Root, ".")),
		in.apart(),
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
			return fmt.Errorf("%w: unknown input %q%s", ErrInput, name, nearest.Hint(name, names()))
		}
	}
	return nil
}

func oneOf(name, got string, words ...string) error {
	if slices.Contains(words, got) {
		return nil
	}
	return fmt.Errorf("%w: %s is %q, want one of %s%s", ErrInput, name, got, strings.Join(words, ", "), nearest.Hint(got, words))
}

// files are the files to write, by their inputs.
func (in Inputs) files() [][2]string {
	files := [][2]string{{"report-file", in.ReportFile}, {"sarif-file", in.SARIFFile}, {"html-file", in.HTMLFile}}
	return slices.DeleteFunc(files, func(f [2]string) bool { return f[1] == "" })
}

// apart refuses two reports for one file, of which one would be lost.
func (in Inputs) apart() error {
	files := in.files()
	for i, f := range files {
		for _, other := range files[:i] {
			if strings.EqualFold(path.Clean(f[1]), path.Clean(other[1])) {
				return fmt.Errorf("%w: %s and %s are the same file, %q", ErrInput, other[0], f[0], f[1])
			}
		}
	}
	return nil
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
