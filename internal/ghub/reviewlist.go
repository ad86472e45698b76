package ghub

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/go-github/v62/github"
)

// said lists the review comments that are ours, oldest first. A list with a
// hole would have us say things again, so it is an error.
func (c *Comments) said(ctx context.Context) ([]said, error) {
	all, err := pages(func(page github.ListOptions) ([]*github.PullRequestComment, *github.Response, error) {
		return c.Client.PullRequests.ListComments(ctx, c.Client.Owner, c.Client.Repo, c.Number,
			&github.PullRequestListCommentsOptions{ListOptions: page})
	})
	if err != nil {
		return nil, fmt.Errorf("list review comments: %w", err)
	}
	marked := slices.DeleteFunc(slices.Clone(all), func(rc *github.PullRequestComment) bool {
		m, ok := parseMarker(rc.GetBody())
		return !ok || m.kind != kindFinding || m.key != c.Key || rc.GetInReplyTo() != 0
	})
	answered := map[int64]bool{}
	for _, rc := range all {
		answered[rc.GetInReplyTo()] = true
	}
	var out []said
	for _, rc := range ours(ctx, c.Client, marked, (*github.PullRequestComment).GetUser) {
		m, _ := parseMarker(rc.GetBody())
		out = append(out, said{
			id: rc.GetID(), marker: m, path: rc.GetPath(), body: rc.GetBody(), lines: standsOn(rc),
			onFile: rc.GetSubjectType() == "file", replied: answered[rc.GetID()],
		})
	}
	slices.SortFunc(out, func(a, b said) int { return cmp.Compare(a.id, b.id) })
	return out, nil
}

func standsOn(rc *github.PullRequestComment) span {
	if rc.GetLine() == 0 {
		return span{}
	}
	return span{cmp.Or(rc.GetStartLine(), rc.GetLine()), rc.GetLine()}
}

// maxPages bounds a list: with 100 a page, 3,000 entries.
const maxPages = 30

// pages reads a list to its end, or says that it can't.
func pages[T any](get func(github.ListOptions) ([]T, *github.Response, error)) ([]T, error) {
	var all []T
	at := github.ListOptions{PerPage: 100, Page: 1}
	for range maxPages {
		list, answer, err := get(at)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
		if answer.NextPage == 0 {
			return all, nil
		}
		if answer.NextPage <= at.Page {
			return nil, fmt.Errorf("page %d leads to page %d: %w", at.Page, answer.NextPage, ErrTruncated)
		}
		at.Page = answer.NextPage
	}
	return nil, fmt.Errorf("more than %d pages: %w", maxPages, ErrTruncated)
}
