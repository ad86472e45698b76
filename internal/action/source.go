package action

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/ghub"
	"github.com/cmmv-hive/modelgate/internal/git"
)

// errNoBase is a commit that the event names and that is not to be had: the
// check can't be made, which is never green and never a full check in disguise.
var errNoBase = errors.New("not in this checkout")

// A source gives commits: from local git where it has them, else through the
// API by their ids, which gives the same result.
type source struct {
	repo *git.Repo
	api  *ghub.Client // nil: local git alone
	e    Event

	notes *[]string // what is to be known about the run; nil: nobody asks
}

// must wants commits to be at hand, here or through the API.
func (s source) must(ctx context.Context, ids ...string) error {
	for _, id := range ids {
		has, err := s.repo.Has(ctx, id)
		if err != nil {
			return err
		}
		if has {
			continue
		}
		if s.api == nil {
			return s.missing(id)
		}
		if _, err := s.api.Commit(ctx, id); err != nil {
			return fmt.Errorf("%w, and through the API: %w", s.missing(id), err)
		}
	}
	return nil
}

func (s source) missing(id string) error {
	return &ShallowError{fmt.Errorf("commit %.12s is %w", id, errNoBase), depthFor(s.e)}
}

// A ShallowError is about what a checkout lacks, and with which fetch-depth of
// actions/checkout it would not.
type ShallowError struct {
	Err   error
	Depth string
}

func (e *ShallowError) Error() string {
	return fmt.Sprintf("%v; give actions/checkout `fetch-depth: %s`", e.Err, e.Depth)
}

func (e *ShallowError) Unwrap() error { return e.Err }

// depthFor is the fetch-depth that suffices for an event.
func depthFor(e Event) string {
	if e.ofPull() && e.Name != "pull_request_target" {
		return "2"
	}
	return "0"
}

// tree reads a commit's tree.
func (s source) tree(ctx context.Context, id string) (fs.FS, error) {
	has, err := s.repo.Has(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case has:
		return s.repo.Tree(ctx, id)
	case s.api == nil:
		return nil, s.missing(id)
	}
	t, err := s.api.Tree(ctx, id)
	if err != nil {
		return nil, err
	}
	// Local git gives the folder of the checkout inside a larger repository.
	if prefix := s.repo.Prefix(); prefix != "" {
		return t.Below(prefix)
	}
	return t, nil
}

func (s source) parents(ctx context.Context, id string) ([]string, error) {
	has, err := s.repo.Has(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case has:
		return s.repo.Parents(ctx, id)
	case s.api == nil:
		return nil, s.missing(id)
	}
	c, err := s.api.Commit(ctx, id)
	return c.Parents, err
}

// mergeBase asks the API where a commit is not here, and where the local
// history is shallow: it could hide a better base than the one it shows.
func (s source) mergeBase(ctx context.Context, a, b string) (string, error) {
	whole, err := s.whole(ctx, a, b)
	if err != nil {
		return "", err
	}
	if s.api != nil && !whole {
		return s.api.MergeBase(ctx, a, b)
	}
	base, err := s.repo.MergeBase(ctx, a, b)
	if err != nil {
		return "", &ShallowError{err, "0"}
	}
	return base, nil
}

// whole reports whether local git has these commits and all of their past.
func (s source) whole(ctx context.Context, ids ...string) (bool, error) {
	for _, id := range ids {
		if has, err := s.repo.Has(ctx, id); err != nil || !has {
			return false, err
		}
	}
	return !s.repo.IsShallow(), nil
}

// commits finds who changed paths between two commits. The API knows the
// accounts behind addresses; git alone decides where it can't be asked.
func (s source) commits(ctx context.Context, base, head string, paths []string) (*change.Range, error) {
	if s.api != nil {
		r, err := s.apiCommits(ctx, base, head, paths)
		if err == nil {
			return r, nil
		}
		whole, wholeErr := s.whole(ctx, base, head)
		if !whole || wholeErr != nil {
			return nil, err
		}
	}
	author := s.author()
	s.note("who changed the specifications page was decided from git alone, without the accounts that GitHub knows")
	r, err := s.localCommits(ctx, base, head, paths)
	if errors.Is(err, git.ErrShallow) && author != nil && author.Type == "Bot" {
		r, err = &change.Range{Local: true}, nil // the author decides it already
	}
	if err == nil {
		r.Author = author
	}
	return r, err
}

// author is the pull request's, as the event names it: never the event's
// sender, because a merge queue's sender is a bot.
func (s source) author() *change.Account {
	pr := s.e.PullRequest
	if pr == nil {
		return nil
	}
	return &change.Account{Login: pr.User.Login, Type: pr.User.Type}
}

// apiCommits takes the pull request's author from the event too: to ask for a
// pull request needs a permission that `contents: read` does not give.
func (s source) apiCommits(ctx context.Context, base, head string, paths []string) (*change.Range, error) {
	if pr := s.e.PullRequest; pr != nil {
		head = pr.Head.SHA
	}
	prefix := s.repo.Prefix() // the API knows the whole repository
	full := make([]string, len(paths))
	for i, name := range paths {
		full[i] = path.Join(prefix, name)
	}
	r, err := s.api.RangeOf(ctx, base, head, full)
	if err != nil {
		return nil, err
	}
	r.Author = s.author()
	for _, c := range r.Commits {
		for i, name := range c.Paths {
			c.Paths[i] = strings.TrimPrefix(name, prefix+"/")
		}
	}
	return r, nil
}

// note adds what is to be known about the run.
func (s source) note(text string) {
	if s.notes != nil {
		*s.notes = append(*s.notes, text)
	}
}
