package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/action"
	"github.com/cmmv-hive/modelgate/internal/edit"
	"github.com/cmmv-hive/modelgate/internal/gate"
	"github.com/cmmv-hive/modelgate/internal/importer"
	"github.com/cmmv-hive/modelgate/internal/ledger"
	"github.com/cmmv-hive/modelgate/internal/registry"
)

// The exit codes of DESIGN.md §2. Code 2 is never used: it is what a crashed
// Go program returns.
const (
	exitOK       = 0
	exitFindings = 1
	exitFailure  = 3 // could not check
	exitUsage    = 4
)

// errFindings ends a command whose findings have been told.
var errFindings = errors.New("findings")

// A usageError is a wrong flag, argument or configuration.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// A refusal is a request that cannot be met as things are: an unknown id, an
// illegal transition. It has no findings of its own but counts as one.
type refusal struct{ err error }

func (e refusal) Error() string { return e.err.Error() }
func (e refusal) Unwrap() error { return e.err }

func refusef(format string, args ...any) error {
	return refusal{fmt.Errorf(format, args...)}
}

func exitCode(err error) int {
	var usage usageError
	var refused refusal
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFindings), errors.As(err, &refused), isContent(err):
		return exitFindings
	case errors.As(err, &usage), gate.IsUsage(err), errors.Is(err, action.ErrInput):
		return exitUsage
	}
	return exitFailure
}

// isContent reports whether an error is about what a contributor wrote: no
// failure to check, and nothing that another call of the command would mend.
func isContent(err error) bool {
	return slices.ContainsFunc([]error{
		ledger.ErrUnrecordable, ledger.ErrDuplicate,
		edit.ErrBroken, edit.ErrEvaluations, registry.ErrShape, importer.ErrBroken,
	}, func(content error) bool { return errors.Is(err, content) })
}

// printError says an error in one line for each line it has, safe for a
// terminal whatever a repository put into it.
func printError(env Env, err error) {
	if err == nil || errors.Is(err, errFindings) {
		return
	}
	for line := range strings.Lines(err.Error()) {
		talk(env.Stderr, strings.TrimRight(line, "\n"))
	}
}
