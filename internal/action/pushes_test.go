package action_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
)

const (
	sound  = "\"display_name\": \"Northwind Atlas 405B\",\n      \"role\": \"general\",\n      \"size_class\": \"xl\""
	faulty = "\"display_name\": \"Northwind Atlas 405B\",\n      \"role\": \"general\",\n      \"size_class\": \"small\""
)

func TestFourPushesMakeTheCallsThatTheyNeedAndNoOthers(t *testing.T) {
	t.Parallel()
	const read = "GET /pulls/7 200"
	r := newRepository(t)
	r.edit(registryFile, sound, faulty)
	p := r.open(t)
	steps := []struct {
		name string
		edit func()
		pass bool
		want []string // the calls
		says string   // in the review comment
	}{
		{"a fault of two findings", func() {}, false, []string{
			read, "GET /issues/7/comments 200", "POST /issues/7/comments 201", "GET /issues/7/comments 200",
			"GET /compare/…", read, "GET /pulls/7/comments 200", "POST /pulls/7/reviews 200", "GET /pulls/7/comments 200",
		}, "**error**"},
		{"the fault on another line", func() { p.edit(registryFile, "\"models\": [\n", "\"models\": [\n\n\n") }, false, []string{
			read, "GET /issues/7/comments 200", "PATCH /issues/comments/1001 200",
			"GET /compare/…", read, "GET /pulls/7/comments 200",
		}, "**error**"},
		{"repaired", func() { p.edit(registryFile, faulty, sound) }, true, []string{
			read, "GET /issues/7/comments 200", "PATCH /issues/comments/1001 200",
			"GET /compare/…", read, "GET /pulls/7/comments 200", "PATCH /pulls/comments/1003 200", "PATCH /pulls/comments/1004 200",
		}, "~~**error**"},
		{"returned", func() { p.edit(registryFile, sound, faulty) }, false, []string{
			read, "GET /issues/7/comments 200", "PATCH /issues/comments/1001 200",
			"GET /compare/…", read, "GET /pulls/7/comments 200", "PATCH /pulls/comments/1003 200", "PATCH /pulls/comments/1004 200",
		}, "**error**"},
	}
	for i, step := range steps {
		step.edit()
		if i > 0 {
			p.push()
		}
		before := len(p.srv.Requests())
		j := p.job(1, "comment", "review")
		j.run(t).wantVerdict(t, step.pass)
		if d := cmp.Diff(step.want, anyRange(asked(p.srv, before))); d != "" {
			t.Errorf("%s: calls differ (-want +got):\n%s", step.name, d)
		}
		comments := p.srv.ReviewComments(7)
		if len(comments) != 2 || !strings.HasPrefix(secondLine(comments[0].Body), step.says) {
			t.Errorf("%s: comments = %+v, want two, the first of which says %q", step.name, comments, step.says)
		}
		before = p.srv.Writes()
		for range 5 {
			j.run(t).wantVerdict(t, step.pass)
		}
		if got := p.srv.Writes() - before; got != 0 {
			t.Errorf("%s: five runs more make %d writes, want none: %q", step.name, got, asked(p.srv, before))
		}
	}
	if got := p.srv.Comments(7); len(got) != 1 {
		t.Errorf("%d summaries, want one", len(got))
	}
}

// anyRange leaves the ids out of comparisons, and a comparison made again.
func anyRange(calls []string) []string {
	for i, c := range calls {
		if strings.HasPrefix(c, "GET /compare/") {
			calls[i] = "GET /compare/…"
		}
	}
	return calls
}

func secondLine(text string) string {
	_, rest, _ := strings.Cut(text, "\n")
	return rest
}

func TestRunsAtTheSameTimeLeaveOneSetOfComments(t *testing.T) {
	t.Parallel()
	for _, depth := range []int{1, 2} {
		r := newRepository(t)
		r.edit(registryFile, sound, strings.Replace(faulty, "small", "nano", 1)) // two findings
		p := r.open(t)
		var wait sync.WaitGroup
		for range 2 {
			j := p.job(depth, "comment", "review")
			wait.Go(func() {
				if res := j.run(t); res.err != nil || res.pass {
					t.Errorf("depth %d: pass = %v, %v; want a run that fails", depth, res.pass, res.err)
				}
			})
		}
		wait.Wait()
		if got := p.srv.Comments(7); len(got) != 1 {
			t.Errorf("depth %d: %d summaries, want one", depth, len(got))
		}
		seen := map[string]bool{}
		for _, c := range p.srv.ReviewComments(7) {
			marker, _, _ := strings.Cut(c.Body, "\n")
			if seen[marker] {
				t.Errorf("depth %d: two comments say %s", depth, marker)
			}
			seen[marker] = true
		}
		if len(seen) != 2 {
			t.Errorf("depth %d: comments on %d findings, want 2", depth, len(seen))
		}
	}
}

func TestAPushWhileTheRunIsOnPostsNothing(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.edit(registryFile, sound, faulty)
	p := r.open(t)
	j := p.job(2, "comment", "review")
	p.srv.Push(7, strings.Repeat("1", 40), ghubtest.File{Name: registryFile})
	j.run(t).wantVerdict(t, false)
	if got := p.srv.Writes(); got != 0 {
		t.Errorf("%d writes, want none: %q", got, asked(p.srv, 0))
	}
}
