package ghub

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/go-github/v62/github"

	"github.com/cmmv-hive/modelgate/internal/diag"
	"github.com/cmmv-hive/modelgate/internal/report"
)

// DefaultLabel is the label of drift issues.
const DefaultLabel = "modelgate-drift"

// A Tracker keeps one issue per repository, key and scope that says how the
// registry has drifted. The issue is known by its label, its author and its
// marker; one that has lost its label is opened anew.
type Tracker struct {
	Client *Client
	Key    string // tells the issues of several runs in one repository apart
	Scope  string // what the run looked at; a run of another scope has an issue of its own
	Where  string // the part of Scope that tells it from the usual one, for the title; may be empty
	Label  string // "" is DefaultLabel
}

// Track opens, updates, reopens or closes the issue, or leaves it as it is.
func (t *Tracker) Track(ctx context.Context, o Outcome, run report.Run) Result {
	var r Result
	if err := t.track(ctx, o, run, &r); err != nil {
		r.also(taskIssue().notice(err))
		if r.Posted+r.Updated+r.Kept == 0 {
			r.Rest = present(run.Findings)
		}
	}
	return r
}

// present is the findings at the head.
func present(fs []diag.Finding) []diag.Finding {
	var out []diag.Finding
	for _, f := range fs {
		if f.State != diag.Fixed {
			out = append(out, f)
		}
	}
	return out
}

const driftIntro = "modelgate keeps this issue: it is edited in place, and closed by a run of the same key and scope that finds no drift.\n\n"

func (t *Tracker) track(ctx context.Context, o Outcome, run report.Run, r *Result) error {
	if !t.Client.CanWrite() {
		return errNoToken
	}
	body, err := reportBody(ctx, t.marker(), driftIntro, run)
	if err != nil {
		return err
	}
	own, err := t.own(ctx)
	if err != nil {
		return err
	}
	p := planDrift(own, o, body)
	r.Number = p.number
	switch p.action {
	case leaveIssue:
		if o == Drifted {
			r.Kept++
		}
	case openIssue:
		p.repeats, err = t.open(ctx, body, r)
	case updateIssue:
		err = t.change(ctx, p.number, &github.IssueRequest{Body: &body}, &r.Updated)
	case reopenIssue:
		err = t.change(ctx, p.number, &github.IssueRequest{Body: &body, State: github.String("open")}, &r.Updated)
	case closeIssue:
		err = t.change(ctx, p.number, &github.IssueRequest{
			Body: &body, State: github.String("closed"), StateReason: github.String("completed"),
		}, &r.Struck)
	}
	if err != nil {
		return err
	}
	return t.closeRepeats(ctx, p.repeats, r)
}

func (t *Tracker) marker() marker { return marker{kind: kindDrift, key: t.Key, scope: t.Scope} }

// own lists the issues of ours that track this key and scope, by number. Pull
// requests are issues to GitHub, but not to us.
func (t *Tracker) own(ctx context.Context) ([]tracked, error) {
	all, err := pages(func(page github.ListOptions) ([]*github.Issue, *github.Response, error) {
		return t.Client.Issues.ListByRepo(ctx, t.Client.Owner, t.Client.Repo, &github.IssueListByRepoOptions{
			State: "all", Labels: []string{t.label()}, ListOptions: page,
		})
	})
	if err != nil {
		return nil, fmt.Errorf("list issues: %w", err)
	}
	marked := slices.DeleteFunc(all, func(i *github.Issue) bool {
		m, ok := parseMarker(i.GetBody())
		return !ok || m != t.marker() || i.IsPullRequest()
	})
	var own []tracked
	for _, i := range ours(ctx, t.Client, marked, (*github.Issue).GetUser) {
		own = append(own, tracked{number: i.GetNumber(), open: i.GetState() == "open", body: i.GetBody()})
	}
	slices.SortFunc(own, func(a, b tracked) int { return cmp.Compare(a.number, b.number) })
	return own, nil
}

func (t *Tracker) label() string { return cmp.Or(t.Label, DefaultLabel) }

// open opens the issue and looks again: of two runs at the same time the issue
// with the lower number stays. The others are returned.
func (t *Tracker) open(ctx context.Context, body string, r *Result) (repeats []int, err error) {
	if err := t.makeLabel(ctx); err != nil {
		return nil, err
	}
	title := "The model registry has drifted"
	for _, which := range []string{t.Key, t.Where} {
		if which != "" {
			title += fmt.Sprintf(" (%.60s)", report.Clean(which))
		}
	}
	made, _, err := t.Client.Issues.Create(ctx, t.Client.Owner, t.Client.Repo, &github.IssueRequest{
		Title: &title, Body: &body, Labels: &[]string{t.label()},
	})
	if err != nil {
		return nil, fmt.Errorf("open the issue: %w", err)
	}
	r.Posted++
	r.Number = made.GetNumber()
	t.Client.learn(made.User)
	if !slices.ContainsFunc(made.Labels, func(l *github.Label) bool { return l.GetName() == t.label() }) {
		r.also(fmt.Sprintf("issue #%d could not be given the label %q, by which it is found again: add it", r.Number, t.label()))
	}
	own, err := t.own(ctx)
	if err != nil {
		return nil, err
	}
	p := planDrift(own, Drifted, body)
	if p.number != 0 {
		r.Number = p.number
	}
	return p.repeats, nil
}

// makeLabel makes the label unless it is there.
func (t *Tracker) makeLabel(ctx context.Context) error {
	_, _, err := t.Client.Issues.GetLabel(ctx, t.Client.Owner, t.Client.Repo, t.label())
	if err == nil {
		return nil
	}
	if !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("read the label %q: %w", t.label(), err)
	}
	_, _, err = t.Client.Issues.CreateLabel(ctx, t.Client.Owner, t.Client.Repo, &github.Label{
		Name: github.String(t.label()), Color: github.String("b60205"),
		Description: github.String("The model registry differs from what it is made from"),
	})
	if err != nil && !isInvalid(err) { // a 422: another run was first
		return fmt.Errorf("make the label %q: %w", t.label(), err)
	}
	return nil
}

// change edits an issue and counts it.
func (t *Tracker) change(ctx context.Context, number int, to *github.IssueRequest, count *int) error {
	if _, _, err := t.Client.Issues.Edit(ctx, t.Client.Owner, t.Client.Repo, number, to); err != nil {
		return fmt.Errorf("edit issue #%d: %w", number, err)
	}
	*count++
	return nil
}

// closeRepeats closes issues of ours that track what issue r.Number does.
func (t *Tracker) closeRepeats(ctx context.Context, numbers []int, r *Result) error {
	m := t.marker()
	m.state = stateDuplicate
	for _, n := range numbers {
		err := t.change(ctx, n, &github.IssueRequest{
			Body:  github.String(marked(m, fmt.Sprintf("The same as #%d.\n", r.Number))),
			State: github.String("closed"),
			// Older servers don't know the reason "duplicate".
			StateReason: github.String("not_planned"),
		}, &r.Removed)
		if err != nil {
			return err
		}
	}
	return nil
}
