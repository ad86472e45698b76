package ghub

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/cmmv-hive/modelgate/internal/diag"
)

// A Result is what came of telling a run on GitHub. Whatever went wrong is
// said in Notice and changes no verdict.
type Result struct {
	Number  int // of the drift issue; 0 when there is none
	Posted  int // texts that are new
	Updated int // texts that say something else now, those brought back included
	Kept    int // texts that said it already
	Struck  int // comments whose finding is gone; issues closed
	Removed int // own texts that said the same twice

	Unplaced int // new findings without a comment because GitHub takes none on their file or line

	Refused bool // the token may not write this, nor anything that needs the same permission

	Rest   []diag.Finding // new findings (of drift: all) that are told nowhere in these texts
	Notice string         // one sentence without full stop on what could not be done; "" when all was
}

// Why nothing is written, beyond what GitHub says.
var (
	errNoToken = errors.New("there is no token")
	errMoved   = errors.New("no longer the pull request's head")
)

// A task names what is written, and what a token needs for it.
type task struct{ what, permission string }

func taskComments() task { return task{"review comments", "pull-requests: write"} }
func taskSummary() task  { return task{"the summary comment", "pull-requests: write"} }
func taskIssue() task    { return task{"the drift issue", "issues: write"} }

// notice is the one sentence on a request that did not go through.
func (t task) notice(err error) string {
	e, answered := errors.AsType[*Error](err)
	switch {
	case errors.Is(err, errNoToken):
		return fmt.Sprintf("without a token, %s can't be written", t.what)
	case errors.Is(err, errMoved), errors.Is(err, ErrTruncated):
		return fmt.Sprintf("%s: nothing is written: %v", t.what, err)
	case answered && e.Status == http.StatusGone:
		return fmt.Sprintf("%s can't be written: %v", t.what, err)
	case errors.Is(err, ErrForbidden), errors.Is(err, ErrNotFound):
		return fmt.Sprintf("GitHub refuses %s: give the job `%s`; "+
			"a pull request from a fork or by Dependabot has a read-only token whatever is asked", t.what, t.permission)
	case errors.Is(err, ErrWriteBudget), errors.Is(err, ErrRateLimited):
		return fmt.Sprintf("%s: not all is written, the next run goes on: %v", t.what, err)
	}
	return fmt.Sprintf("%s: not all is written: %v", t.what, err)
}

// also adds a notice to what has been said.
func (r *Result) also(notice string) {
	if r.Notice == "" {
		r.Notice = notice
	}
}
