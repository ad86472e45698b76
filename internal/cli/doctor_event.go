package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/git"
)

// maxEvent is the size in bytes beyond which an event file is refused;
// GitHub's own payloads are capped at 25 MB.
const maxEvent = 25 << 20

// A doctorEvent is what a workflow's event says of commits.
type doctorEvent struct {
	name, sha string

	Before string `json:"before"`
	After  string `json:"after"`
	Pull   struct {
		Head struct {
			SHA string `json:"sha"`
		} `json:"head"`
		Base struct {
			SHA string `json:"sha"`
		} `json:"base"`
	} `json:"pull_request"`
	Group struct {
		Base string `json:"base_sha"`
		Head string `json:"head_sha"`
	} `json:"merge_group"`
}

// A doctorComparison is the commits that an event asks to compare; without a
// base, nothing is compared.
type doctorComparison struct{ base, head, tip, why string }

func readDoctorEvent(getenv func(string) string) (doctorEvent, error) {
	e := doctorEvent{name: getenv("GITHUB_EVENT_NAME"), sha: getenv("GITHUB_SHA")}
	if !e.compares() {
		return e, nil
	}
	name := getenv("GITHUB_EVENT_PATH")
	if name == "" {
		return e, errors.New("GITHUB_EVENT_NAME is set and GITHUB_EVENT_PATH is not")
	}
	f, err := os.Open(name)
	if err != nil {
		return e, fmt.Errorf("read the event: %w", err)
	}
	defer f.Close()
	if err := json.NewDecoder(io.LimitReader(f, maxEvent)).Decode(&e); err != nil {
		return e, fmt.Errorf("read the event: %s: %w", name, err)
	}
	return e, nil
}

// compares reports whether the event is about a change.
func (e doctorEvent) compares() bool {
	switch e.name {
	case "pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment", "merge_group", "push":
		return true
	}
	return false
}

// compare finds the commits of DESIGN.md §2: those of GitHub's merge for a pull
// request, else those that the event names.
func (e doctorEvent) compare(ctx context.Context, repo *git.Repo) (doctorComparison, error) {
	switch e.name {
	case "pull_request", "pull_request_review", "pull_request_review_comment":
		parents, err := repo.Parents(ctx, e.sha)
		if err != nil {
			return doctorComparison{}, fmt.Errorf("GITHUB_SHA: %w", err)
		}
		if len(parents) == 2 && parents[1] == e.Pull.Head.SHA {
			return doctorComparison{parents[0], e.sha, parents[0], "first parent of GitHub's merge of the pull request"}, nil
		}
		return e.mergeBase(ctx, repo, "GITHUB_SHA is not GitHub's merge of the pull request")
	case "pull_request_target":
		return e.mergeBase(ctx, repo, "pull_request_target")
	case "merge_group":
		return doctorComparison{e.Group.Base, e.Group.Head, e.Group.Base, "the merge group's base"}, nil
	case "push":
		if strings.Trim(e.After, "0") == "" {
			return doctorComparison{why: "the branch was deleted"}, nil
		}
		if strings.Trim(e.Before, "0") == "" {
			return doctorComparison{why: "the pushed branch is new"}, nil
		}
		return doctorComparison{e.Before, e.After, e.Before, "where the branch stood before the push"}, nil
	}
	return doctorComparison{why: fmt.Sprintf("the event %q compares nothing", e.name)}, nil
}

func (e doctorEvent) mergeBase(ctx context.Context, repo *git.Repo, why string) (doctorComparison, error) {
	c := doctorComparison{head: e.Pull.Head.SHA, tip: e.Pull.Base.SHA, why: why + ": merge base of the pull request's head and its target"}
	var err error
	c.base, err = repo.MergeBase(ctx, c.tip, c.head)
	return c, err
}
