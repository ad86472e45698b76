package ghub

import (
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
)

// A token may be an app's or a person's: what it wrote is known again all the
// same, by asking GitHub once in a run.
func TestWhatAnyTokenWroteIsKnownAgain(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		account ghubtest.User
		asked   []string
	}{
		"GITHUB_TOKEN": {ghubtest.Actions(), nil},
		"an app":       {ghubtest.User{Login: "release-bot[bot]", Type: "Bot"}, []string{"GET /user", "POST /graphql"}},
		"a person":     {ghubtest.User{Login: "octavia", Type: "User"}, []string{"GET /user"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStory(t)
			s.srv.Account = tc.account
			tracked := tracker(t, s.srv)
			for range 3 {
				if r := s.run(at("x", 10, 10)); r.Notice != "" {
					t.Errorf("notice = %q, want none", r.Notice)
				}
				s.sumUp(at("x", 10, 10))
				tracked.Track(t.Context(), Drifted, runOf(drifted("x")...))
				tracked = tracker(t, s.srv)
			}
			got := [3]int{len(s.srv.ReviewComments(pull)), len(s.srv.Comments(pull)), len(s.srv.Issues())}
			if want := [3]int{1, 1, 1}; got != want || s.srv.Writes() != 4 { // and a label
				t.Errorf("review comments, comments and issues = %v by %d writes, want %v by 4", got, s.srv.Writes(), want)
			}
			requests := s.calls(func() { s.run(at("x", 10, 10)) })
			asked := slices.DeleteFunc(requests, func(r string) bool { return strings.Contains(r, pullPath) })
			if diff := gocmp.Diff(tc.asked, asked, gocmp.Comparer(slices.Equal[[]string])); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
		})
	}
}

const pullPath = "/pulls/7"

// On GitHub Enterprise Server the two APIs stand beside each other.
func TestGraphQLIsBesideTheRESTAPI(t *testing.T) {
	t.Parallel()
	for api, want := range map[string]string{
		"https://api.github.com":         "https://api.github.com/graphql",
		"https://api.acme.ghe.com":       "https://api.acme.ghe.com/graphql",
		"https://ghe.example.org/api/v3": "https://ghe.example.org/api/graphql",
	} {
		home, err := parseAPIURL(api)
		if err != nil {
			t.Fatal(err)
		}
		got, err := home.Parse(graphQL(home.Path))
		if err != nil || got.String() != want {
			t.Errorf("%s: %v, %v; want %s", api, got, err, want)
		}
	}
}

// A person's token is told by its form, so that it leaves alone what another
// token of the same job wrote before.
func TestAPersonsTokenKnowsThatItIsNone(t *testing.T) {
	t.Parallel()
	s := newStory(t)
	s.sumUp(at("x", 10, 10))
	// From now on the double fails the test if the first comment is changed.
	s.srv.Account, s.srv.Token = ghubtest.User{Login: "octavia", Type: "User"}, "ghp_0123456789abcdefghijklmnopqrstuvwxyz"
	client, err := New(Options{APIURL: s.srv.URL, Repository: ghubtest.Repository, Token: s.srv.Token})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		sum := &Summary{Client: client, Number: pull, HeadSHA: s.sha, Key: SummaryKey("ci", "check", "")}
		if r := sum.Post(t.Context(), runOf(at("y", 10, 10))); r.Notice != "" {
			t.Errorf("notice = %q, want none", r.Notice)
		}
	}
	if got := len(s.srv.Comments(pull)); got != 2 {
		t.Errorf("%d comments, want that of before and one", got)
	}
}
