package action

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
)

// maxEvent is the size in bytes beyond which an event file is refused;
// GitHub's own payloads are capped at 25 MB.
const maxEvent = 25 << 20

// An Event is what a workflow run was started by, as far as it matters here.
type Event struct {
	Name string // GITHUB_EVENT_NAME
	SHA  string // GITHUB_SHA

	PullRequest *pullRequest `json:"pull_request"`
	MergeGroup  *struct {
		BaseSHA string `json:"base_sha"`
		HeadSHA string `json:"head_sha"`
	} `json:"merge_group"`
	WorkflowRun *workflowRun `json:"workflow_run"`

	Ref        string `json:"ref"` // of a push
	Before     string `json:"before"`
	After      string `json:"after"`
	Deleted    bool   `json:"deleted"`
	Forced     bool   `json:"forced"`
	Repository *struct {
		DefaultBranch string `json:"default_branch"`
	} `json:"repository"`
}

// A workflowRun is the run whose end started this one.
type workflowRun struct {
	HeadSHA        string `json:"head_sha"`
	HeadBranch     string `json:"head_branch"`
	HeadRepository struct {
		Owner struct {
			Login string `json:"login"`
		} `json:"owner"`
	} `json:"head_repository"`
	PullRequests []struct {
		Number int `json:"number"`
	} `json:"pull_requests"` // none for a fork's
}

// among returns those of the numbers that the event names.
func (w workflowRun) among(numbers []int) []int {
	var out []int
	for _, p := range w.PullRequests {
		if slices.Contains(numbers, p.Number) {
			out = append(out, p.Number)
		}
	}
	return out
}

type pullRequest struct {
	Number int `json:"number"`
	Head   struct {
		SHA string `json:"sha"`
	} `json:"head"`
	Base struct {
		SHA string `json:"sha"`
		Ref string `json:"ref"`
	} `json:"base"`
	User struct {
		Login string `json:"login"`
		Type  string `json:"type"`
	} `json:"user"`
}

var (
	idPattern = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)
	zeros     = regexp.MustCompile(`^0+$`)
)

// readEvent reads the event file. What it says of commits is checked for shape
// only: git is asked whether they exist.
func readEvent(env Env) (Event, error) {
	e := Event{Name: env.Getenv("GITHUB_EVENT_NAME"), SHA: env.Getenv("GITHUB_SHA")}
	if e.Name == "" {
		return e, fmt.Errorf("GITHUB_EVENT_NAME is not set; `modelgate action` runs inside a workflow")
	}
	path := env.Getenv("GITHUB_EVENT_PATH")
	if path == "" {
		return e, fmt.Errorf("GITHUB_EVENT_PATH is not set")
	}
	f, err := os.Open(path)
	if err != nil {
		return e, fmt.Errorf("read the event: %w", err)
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, maxEvent+1))
	switch {
	case err != nil:
		return e, fmt.Errorf("read the event: %w", err)
	case len(src) > maxEvent:
		return e, fmt.Errorf("read the event: the file has more than %d bytes", maxEvent)
	}
	if err := json.Unmarshal(src, &e); err != nil {
		return e, fmt.Errorf("read the event: %s is not the JSON of a %s event: %w", path, e.Name, err)
	}
	if !e.ofPull() {
		e.PullRequest = nil // of an event about something else nothing is compared, nor posted
	}
	return e, e.check()
}

// check refuses an event that lacks what its kind must have.
func (e Event) check() error {
	if lacks := e.lacks(); lacks != "" {
		return fmt.Errorf("the %s event has no %s", e.Name, lacks)
	}
	for _, id := range e.ids() {
		if !idPattern.MatchString(id.value) {
			return fmt.Errorf("the %s event's %s is %q, want a commit id", e.Name, id.name, id.value)
		}
	}
	return nil
}

// lacks names a member that is missing.
func (e Event) lacks() string {
	switch {
	case e.Repository == nil && (e.comparing() || e.Name == "workflow_run"):
		return "repository"
	case e.PullRequest == nil && e.ofPull():
		return "pull_request"
	case e.MergeGroup == nil && e.Name == "merge_group":
		return "merge_group"
	case e.WorkflowRun == nil && e.Name == "workflow_run":
		return "workflow_run"
	}
	return ""
}

type namedID struct{ name, value string }

// ids are the commit ids that the event's kind must have.
func (e Event) ids() []namedID {
	switch {
	case e.ofPull():
		return []namedID{{"pull_request.head.sha", e.PullRequest.Head.SHA}, {"pull_request.base.sha", e.PullRequest.Base.SHA}}
	case e.Name == "merge_group":
		return []namedID{{"merge_group.base_sha", e.MergeGroup.BaseSHA}, {"merge_group.head_sha", e.MergeGroup.HeadSHA}}
	case e.Name == "workflow_run":
		return []namedID{{"workflow_run.head_sha", e.WorkflowRun.HeadSHA}}
	case e.Name == "push":
		return []namedID{{"before", e.Before}, {"after", e.After}}
	}
	return nil
}

// ofPull reports whether the event is about a pull request and its run about
// what that would bring. A review's run is of GitHub's merge result too: were it
// checked as a whole instead, its own config would judge it.
func (e Event) ofPull() bool {
	switch e.Name {
	case "pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment":
		return true
	}
	return false
}

// comparing reports whether the event asks to compare two commits.
func (e Event) comparing() bool { return e.ofPull() || e.Name == "merge_group" || e.Name == "push" }

// pushed is the commit that a push brought. For an annotated tag `after` is the
// tag object, and GITHUB_SHA the commit it points to.
func (e Event) pushed() string {
	if strings.HasPrefix(e.Ref, "refs/tags/") && idPattern.MatchString(e.SHA) {
		return e.SHA
	}
	return e.After
}

// pushes names what a push moves.
func (e Event) pushes() string {
	if strings.HasPrefix(e.Ref, "refs/tags/") {
		return "tag"
	}
	return "branch"
}

// defaultBranch names the repository's default branch, "" when unknown.
func (e Event) defaultBranch() string {
	if e.Repository == nil {
		return ""
	}
	return e.Repository.DefaultBranch
}
