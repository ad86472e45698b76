package ghub_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/change"
	"github.com/cmmv-hive/modelgate/internal/ghub"
	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
	"github.com/cmmv-hive/modelgate/internal/git"
)

const page = "guidelines/MODELS_INDEX.md"

// A story is a history in which the page is changed in every way there is.
func story(s *source) (base, head string) {
	step := func(message string, do func()) string {
		do()
		return s.commit(message)
	}
	remove := func(name string) {
		if err := os.RemoveAll(filepath.Join(s.dir, name)); err != nil {
			s.t.Fatal(err)
		}
	}
	step("First", func() { s.write(page, "one\n"); s.write("other", "") })
	base = step("Base", func() { s.write(page, "base\n") })
	s.git("checkout", "-q", "-b", "topic", "HEAD~1")
	step("Not the page", func() { s.write("other", "x") })
	step("Change", func() { s.write(page, "two\n") })
	step("Change back", func() { s.write(page, "one\n") })
	step("Nothing", func() {})
	step("Other case", func() { s.write("Guidelines/models_index.md", "x") })
	step("Executable", func() { s.git("update-index", "--chmod=+x", page); s.git("config", "core.fileMode", "false") })
	s.git("merge", "-q", "-s", "ours", "-m", "Merge that keeps the old page", "main")
	s.git("checkout", "-q", "-b", "side", "main")
	step("On the side", func() { s.write(page, "side\n") })
	s.git("checkout", "-q", "topic")
	s.git("merge", "-q", "-s", "ours", "-m", "Merge that drops the side", "side")
	step("Gone", func() { remove("guidelines") })
	step("File in the folder's place", func() { s.write("guidelines", "x") })
	step("Link in the folder's place", func() {
		remove("guidelines")
		if err := os.Symlink("Guidelines", filepath.Join(s.dir, "guidelines")); err != nil {
			s.t.Fatal(err)
		}
	})
	head = step("Folder again", func() { remove("guidelines"); s.write(page, "again\n"); s.write(page+"/../more/x", "y") })
	return base, head
}

func TestCommitsAreThoseThatGitFinds(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	base, head := story(s)
	local, c := s.open(), withToken(t, s.serve())
	for _, paths := range [][]string{{page}, {"other"}, {"guidelines"}, {"none"}, {page, "other"}, nil} {
		list, err := local.CommitsFold(t.Context(), base, head, paths...)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for _, one := range list {
			want[one.ID] = one.Message
		}
		r, err := c.RangeOf(t.Context(), base, head, paths)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, one := range r.Commits {
			got[one.ID] = s.git("log", "-1", "--format=%B", one.ID)
			if len(paths) == 1 && !slices.Equal(one.Paths, paths) {
				t.Errorf("paths %q: commit %q touches %q", paths, got[one.ID], one.Paths)
			}
		}
		explain(t, paths, want, got)
	}
}

// explain allows for one difference: to git, a path through a link or a file
// has nothing at it, while a link in the folder's place leads elsewhere.
func explain(t *testing.T, paths []string, want, got map[string]string) {
	t.Helper()
	for id, message := range want {
		if _, ok := got[id]; !ok {
			t.Errorf("paths %q: %q is missing", paths, message)
		}
	}
	for id, message := range got {
		if _, ok := want[id]; !ok && !strings.HasPrefix(message, "Link in the folder's place") {
			t.Errorf("paths %q: %q is too many", paths, message)
		}
	}
}

func TestPeopleAreThoseOfTheCommitAndTheirAccounts(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	base := s.commit("Base")
	s.write(page, "x")
	head := s.commit("Title\n\nCo-authored-by: hive-bot <h@example.org>\n")
	srv := s.serve()
	bot := ghubtest.User{Login: "hive[bot]", Type: "Bot"}
	srv.Link("ada@example.org", bot)
	got, err := withToken(t, srv).RangeOf(t.Context(), base, head, []string{page})
	if err != nil {
		t.Fatal(err)
	}
	want := &change.Range{
		Commits: []change.Commit{{
			ID: head, Paths: []string{page}, Time: time.Unix(1700000100, 0).UTC(),
			Author:    change.Person{Name: "Ada", Email: "ada@example.org", Account: change.Account{Login: "hive[bot]", Type: "Bot"}},
			Committer: change.Person{Name: "Bob", Email: "bob@example.org"},
			Trailers:  []change.Trailer{{Key: "Co-authored-by", Value: "hive-bot <h@example.org>"}},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("RangeOf() differs (-want +got):\n%s", diff)
	}
	r, err := withToken(t, srv).RangeOf(t.Context(), head, head, []string{page})
	if err != nil || r.Author != nil || len(r.Commits) != 0 {
		t.Errorf("RangeOf() nothing = %+v, %v; want an empty range without an author", r, err)
	}
}

func TestTrailersAreThoseOfGit(t *testing.T) {
	t.Parallel()
	s := newSource(t)
	base := s.commit("Base")
	for _, message := range []string{
		"Key: in the title", "Title\nKey: below the title", "\nKey: without a title", "\n\nKey: without a title",
		"Title\n\nKey: value", "Title\n\nKey: value\n\n\n", "Title\r\n\r\nKey: value\r\nOther: x\r\n", "Title\n\nKey: not last\n\nText",
		"Title\n\nprose\nKey: value\nmore prose", "Title\n\nKey: one\n two\n\tthree\nOther:four", "Title\n\n go on\nKey: x", "Title\n\nKey : x\nKey\t: y\n: z\nno key: w",
		"Title\n \t \nKey: after blanks", "Title\n\u00a0\nKey: after a wide blank", "Title\n\f\nKey: x\n\v\nOther: y", "Title\n\nKey:\u00a0x\u00a0\nÄ: y\nA_b: z",
		"Title\n\nKey: a: b\nhttp://x: y", "Title\n\n\u2003\nKey: x", "Title\n\nKey: x\n \nOther: y", "Title\n\nKey: x\nprose\n y",
	} {
		s.feed([]byte(message), nil, "commit", "-q", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "-F", "-")
	}
	head := s.git("rev-parse", "HEAD")
	list, err := s.open().Commits(t.Context(), base, head)
	if err != nil {
		t.Fatal(err)
	}
	want, messages := map[string][]change.Trailer{}, map[string]git.Commit{}
	for _, one := range list {
		messages[one.ID] = one
		for _, trailer := range one.Trailers {
			want[one.ID] = append(want[one.ID], change.Trailer(trailer))
		}
	}
	r, err := withToken(t, s.serve()).RangeOf(t.Context(), base, head, nil)
	if err != nil || len(r.Commits) != len(list) {
		t.Fatalf("%d commits, %v; want %d", len(r.Commits), err, len(list))
	}
	for _, one := range r.Commits {
		if diff := cmp.Diff(want[one.ID], one.Trailers); diff != "" {
			t.Errorf("trailers of %q differ (-git +API):\n%s", messages[one.ID].Message, diff)
		}
	}
}

func TestLongRangeIsRefusedNotCut(t *testing.T) {
	t.Parallel()
	srv := ghubtest.New(t)
	tree := srv.Git.Files(map[string]string{"a": "x"})
	ids := []string{srv.Git.Commit(ghubtest.Commit{Tree: tree})}
	for i := range 251 {
		ids = append(ids, srv.Git.Commit(ghubtest.Commit{Tree: tree, Parents: ids[i:], Message: fmt.Sprint(i)}))
		ids = ids[:i+2]
	}
	c := withToken(t, srv)
	r, err := c.RangeOf(t.Context(), ids[0], ids[250], nil)
	if err != nil || len(r.Commits) != 250 || r.Commits[0].ID != ids[1] || r.Commits[249].ID != ids[250] {
		t.Errorf("RangeOf() 250 commits = %v; want all, in order", err)
	}
	if _, err := c.RangeOf(t.Context(), ids[0], ids[251], nil); !errors.Is(err, ghub.ErrTruncated) {
		t.Errorf("RangeOf() 251 commits = %v, want %v", err, ghub.ErrTruncated)
	}
}

func TestRangeTrustsNoAnswerThatIsNotWhole(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		path string
		text string // of the answer, in which BASE is the base's id; "" is a 404
		want error
	}{
		{"commits left out", "/compare/", `{"base_commit":{"sha":"BASE"},"total_commits":2,"commits":[]}`, ghub.ErrTruncated},
		{"no total", "/compare/", `{"base_commit":{"sha":"BASE"},"commits":[]}`, ghub.ErrTruncated},
		{"other base", "/compare/", `{"total_commits":0,"commits":[]}`, ghub.ErrTruncated},
		{"pages without end", "/compare/", `{"base_commit":{"sha":"BASE"},"total_commits":100000,"commits":[]}`, ghub.ErrTruncated},
		{"commit without a tree", "/compare/", `{"base_commit":{"sha":"BASE"},"total_commits":1,"commits":[{"sha":"BASE"}]}`, ghub.ErrTruncated},
		{"tree is gone", "/git/trees/", "", ghub.ErrNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			srv := withPull(t)
			base := srv.Git.Commit(ghubtest.Commit{Tree: srv.Git.Files(nil)})
			head := srv.Git.Commit(ghubtest.Commit{Tree: srv.Git.Files(map[string]string{"a": "x"}), Parents: []string{base}})
			answer := ghubtest.Status(404, "Not Found")
			if tt.text != "" {
				answer = ghubtest.JSON(strings.ReplaceAll(tt.text, "BASE", base))
			}
			srv.Fail(ghubtest.Fault{Path: tt.path, Answer: answer})
			_, err := withToken(t, srv).RangeOf(t.Context(), base, head, []string{"a"})
			if !errors.Is(err, tt.want) {
				t.Errorf("error = %v, want %v", err, tt.want)
			}
			checkText(t, err)
		})
	}
}
